package stratoscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.testing.RecordedTls.Said;

/** The recorder of TLS connections, and the captures it writes. */
class RecordedTlsTest {
  private static final Endpoint CLIENT = Endpoint.of("192.0.2.10:41000");
  private static final Endpoint SERVER = Endpoint.of("198.51.100.20:443");
  private static final List<Said> TEN_MINUTES = List.of(Said.byClient(1, "hello\n"), Said.byServer(2, "x".repeat(20_000)),
      Said.byClient(600, "share\n"));

  private final TlsPeers peers = new TlsPeers(TlsKeys.selfSigned("pool.example"));

  @Test
  void script_givesThePacketsTheirTimes() {
    RecordedTls tls = RecordedTls.session(peers, TlsOptions.tls13(), TEN_MINUTES);
    List<Long> times = new ArrayList<>();
    PcapBuilder capture = new PcapBuilder(PcapBuilder.Format.PCAP);
    tls.addTo(capture, CLIENT, SERVER, 0, RecordedTls.SEGMENT_BYTES);
    capture.forEach((packet, micros) -> times.add(micros));
    assertThat(times).isSorted().startsWith(0L).contains(1_000_000L, 2_000_000L, 600_000_000L);
    assertThat(tls.pcap(CLIENT, SERVER)).hasSizeGreaterThan(20_000);
  }

  @Test
  void hello_inSmallRecords_isAcceptedByTheServer() {
    RecordedTls tls = RecordedTls.session(peers, TlsOptions.tls12().withHelloRecordBytes(50), TEN_MINUTES);
    byte[] first = tls.records().get(0).bytes();
    assertThat(ByteBuffer.wrap(first).getShort(3)).isEqualTo((short) 50);
    assertThat(tls.records().stream().filter(sent -> sent.isByClient()).count()).isGreaterThan(5);
  }

  @Test
  void segments_coverTheRecords() {
    RecordedTls tls = RecordedTls.session(peers, TlsOptions.tls12(), TEN_MINUTES);
    PcapBuilder capture = new PcapBuilder(PcapBuilder.Format.PCAP).link(Link.RAW);
    tls.addTo(capture, CLIENT, SERVER, 0, 100);
    ByteWriter client = new ByteWriter();
    capture.forEach((packet, micros) -> {
      int headers = 20 + ((packet[32] & 0xF0) >> 2);
      assertThat(packet.length).isLessThanOrEqualTo(140);
      if (ByteBuffer.wrap(packet).getShort(20) == (short) 41_000) {
        client.bytes(Arrays.copyOfRange(packet, headers, packet.length));
      }
    });
    assertThat(client.toBytes()).isEqualTo(tls.stream(true));
  }

  @Test
  void withoutHandshake_beginsWithTheScript() {
    RecordedTls tls = RecordedTls.session(peers, TlsOptions.tls13(), TEN_MINUTES).withoutHandshake();
    assertThat(tls.records().get(0).micros()).isEqualTo(1_000_000);
    assertThat(tls.records().get(0).bytes()[0]).isEqualTo((byte) 23);
  }
}
