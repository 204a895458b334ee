package stratoscope.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the directives of a script make of the packets. */
class CaptureScriptTest {
  private static final String FLOW = "flow 192.0.2.10:41000 > 198.51.100.20:3333 midstream\n";

  /** A captured TCP segment of raw IPv4. */
  private record Seen(long tsMicros, boolean fromClient, long sequence, String payload) {}

  @Test
  void sameText_sameBytes() {
    String text = "flow 192.0.2.10:41000 > 198.51.100.20:3333\nC> hello\nS> ${hex 40 seed}\nfin client\n";
    assertThat(CaptureScript.of(text).toBytes()).isEqualTo(CaptureScript.of(text).toBytes());
  }

  @Test
  void firstPacket_leavesAtTheFixedTime() {
    assertThat(seen(FLOW + "C| a").get(0).tsMicros).isEqualTo(1_700_000_000_000_300L);
    assertThat(seen(FLOW + "wait 2.5s\nC| a").get(0).tsMicros).isEqualTo(1_700_000_002_500_300L);
  }

  @Test
  void handshake_isThreePackets() {
    assertThat(CaptureScript.of("flow 192.0.2.10:41000 > 198.51.100.20:3333").packetCount()).isEqualTo(3);
    assertThat(CaptureScript.of("flow 192.0.2.10:41000 > 198.51.100.20:3333 refused").packetCount()).isEqualTo(2);
    assertThat(CaptureScript.of(FLOW).packetCount()).isZero();
  }

  @Test
  void messages_endAsTheirSignSays() {
    assertThat(payloads(FLOW + "C> a\nC| b\nC= 63 64\nnewline crlf\nC> e\nC>")).containsExactly("a\n", "b", "cd", "e\r\n", "\r\n");
  }

  @Test
  void segment_cutsMessages() {
    assertThat(payloads(FLOW + "segment 2\nC> abcd")).containsExactly("ab", "cd", "\n");
  }

  @Test
  void join_isOneWrite() {
    assertThat(payloads(FLOW + "join\nC> a\nrepeat 2\nC> b${i}\nend\nend")).containsExactly("a\nb1\nb2\n");
    assertThatIllegalArgumentException().isThrownBy(() -> seen(FLOW + "join\nC> a\nS> b\nend")).withMessageContaining("script:5");
  }

  @Test
  void retransmit_repeatsSequenceNumbers() {
    List<Seen> data = data(FLOW + "C> a\nretransmit");
    assertThat(data).hasSize(2);
    assertThat(data.get(1).sequence).isEqualTo(data.get(0).sequence);
  }

  @Test
  void overlap_saysTheLastBytesAgain() {
    List<Seen> data = data(FLOW + "C| abcd\noverlap 3\nC| ef");
    assertThat(data.get(1).payload).isEqualTo("bcdef");
    assertThat(data.get(1).sequence).isEqualTo(data.get(0).sequence + 1);
  }

  @Test
  void reorder_sendsTheLastSegmentFirst() {
    assertThat(payloads(FLOW + "segment 2\nreorder\nC| abcd\nC| efgh")).containsExactly("cd", "ab", "ef", "gh");
  }

  @Test
  void drop_leavesAHoleInTheSequence() {
    List<Seen> data = data(FLOW + "segment 2\ndrop 2\nC| abcdef\ndrop\nC| gh\nC| ij");
    assertThat(data).extracting(Seen::payload).containsExactly("ab", "ef", "ij");
    assertThat(data.get(2).sequence - data.get(0).sequence).isEqualTo(8);
  }

  @Test
  void only_keepsOneSide() {
    assertThat(seen(FLOW + "only server\nC> a\nS> b")).extracting(Seen::fromClient).containsOnly(false);
  }

  @Test
  void sequence_wraps() {
    List<Seen> data = data("flow 192.0.2.10:41000 > 198.51.100.20:3333 midstream isn=0xfffffffe\nC| abcd\nC| e");
    assertThat(data).extracting(Seen::sequence).containsExactly(0xfffffffeL, 2L);
  }

  @Test
  void flows_areInterleavedByName() {
    List<Seen> data = data(FLOW.trim() + " as=a\nflow 192.0.2.10:5 > 198.51.100.20:6 midstream as=b\nC| 1\nuse a\nC| 2");
    assertThat(data).extracting(Seen::payload).containsExactly("1", "2");
    assertThat(data.get(0).sequence).isNotEqualTo(data.get(1).sequence);
  }

  @Test
  void expressions_areReplaced() {
    assertThat(payloads("let name = {\"a\":1}\nlet n = 26\n" + FLOW + "C| ${name} ${length name} ${n:04x} ${fill 3 ab} ${bytes n}"))
        .containsExactly("{\"a\":1} 7 001a ababab 3236");
    assertThat(payloads(FLOW + "repeat 2 from 9\nC| ${i}:${i:02x}\nend")).containsExactly("9:09", "10:0a");
  }

  @Test
  void mistakes_nameTheirLine() {
    assertThatIllegalArgumentException().isThrownBy(() -> seen(FLOW + "C> ${nothing}")).withMessageContaining("script:3");
    assertThatIllegalArgumentException().isThrownBy(() -> seen(FLOW + "sing")).withMessageContaining("script:3: sing: no such directive");
    assertThatIllegalArgumentException().isThrownBy(() -> seen("C> before any flow")).withMessageContaining("script:2");
    assertThatIllegalArgumentException().isThrownBy(() -> seen("flow www.example:1 > 192.0.2.1:2")).withMessageContaining("not an address");
  }

  @Test
  void forEachPacket_givesWhatTheFileHolds() {
    List<Integer> lengths = new ArrayList<>();
    CaptureScript.of("snaplen 57\n" + FLOW + "C> hello").forEachPacket((bytes, tsMicros) -> lengths.add(bytes.length));
    assertThat(lengths).containsExactly(57, 54);
  }

  @Test
  void cut_shortensTheFile() {
    int whole = CaptureScript.of(FLOW + "C> a").toBytes().length;
    assertThat(CaptureScript.of("cut 5\n" + FLOW + "C> a").toBytes()).hasSize(whole - 5);
  }

  private static List<String> payloads(String text) {
    return data(text).stream().map(Seen::payload).toList();
  }

  private static List<Seen> data(String text) {
    return seen(text).stream().filter(seen -> !seen.payload.isEmpty()).toList();
  }

  private static List<Seen> seen(String text) {
    ByteBuffer file = ByteBuffer.wrap(CaptureScript.of("link raw\n" + text).toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    file.position(24);
    List<Seen> seen = new ArrayList<>();
    while (file.hasRemaining()) {
      long micros = file.getInt() * 1_000_000L + file.getInt();
      byte[] packet = new byte[file.getInt()];
      file.getInt();
      file.get(packet);
      long sequence = ByteBuffer.wrap(packet).getInt(24) & 0xffff_ffffL;
      int payloadAt = 20 + (packet[32] >> 4) * 4;
      seen.add(new Seen(micros, packet[12] == (byte) 192, sequence,
          new String(Arrays.copyOfRange(packet, payloadAt, packet.length), StandardCharsets.UTF_8)));
    }
    return seen;
  }
}
