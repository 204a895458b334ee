package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.DnsScript;

/** DNS over TCP as whole connections: in pieces, with holes, several messages on one, and what is none. */
class DnsSessionTest {
  private static final String POOL = "asia-erg.2miners.com";
  private static final String OTHER_POOL = "alph-asia.f2pool.com";
  private static final String FLOW = "flow 192.0.2.10:40001 > 192.0.2.53:53\n";

  private static String framed(String side, byte[]... messages) {
    StringBuilder hex = new StringBuilder(side).append("= ");
    for (byte[] message : messages) {
      hex.append(String.format(Locale.ROOT, "%04x", message.length)).append(HexFormat.of().formatHex(message));
    }
    return hex.append('\n').toString();
  }

  private static byte[] answer(String name) {
    return DnsScript.answer(name, 60, "198.51.100.20");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 14, 20, 21, 33, 1000})
  void messages_inPieces_areRead(int segmentBytes) {
    Scan scan = Scan.of("segment " + segmentBytes + "\n" + FLOW + framed("C", DnsScript.query(POOL)) + framed("S", answer(POOL))
        + "fin client\n");
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().at("/mining/carriers").toString()).isEqualTo("[\"tcp\"]");
    assertThat(scan.only().path("dest_port").asInt()).isEqualTo(53);
    assertThat(scan.only().at("/mining/bytes_up").asInt()).isEqualTo(DnsScript.query(POOL).length);
    assertThat(scan.only().at("/mining/evidence/0/packet").asInt()).as("where the question ends").isLessThanOrEqualTo(
        3 + (DnsScript.query(POOL).length + 1 + segmentBytes) / segmentBytes);
  }

  @Test
  void length_inASegmentOfItsOwn_isRead() {
    String length = "C= " + HexFormat.of().toHexDigits((short) DnsScript.query(POOL).length) + "\n";
    Scan.of(FLOW + length + "C= " + HexFormat.of().formatHex(DnsScript.query(POOL)) + "\nfin client\n")
        .shows("suspected", null, "circumstance-name-looked-up");
  }

  @Test
  void severalMessages_onOneConnection_areAllRead() {
    Scan scan = Scan.of(FLOW + framed("C", DnsScript.query("www.example.org"), DnsScript.query(POOL), DnsScript.query(OTHER_POOL))
        + framed("S", answer("www.example.org"), answer(POOL), answer(OTHER_POOL)) + "fin client\n");
    assertThat(scan.mining).extracting(found -> found.at("/mining/pool").asText()).containsExactlyInAnyOrder("2Miners", "F2Pool");
    scan.mining.forEach(found -> Scan.shows(found, "suspected", null, "circumstance-name-looked-up"));
  }

  @Test
  void answerAlone_isRead() {
    Scan.of("only server\n" + FLOW + framed("C", DnsScript.query(POOL)) + framed("S", answer(POOL)) + "fin client\n")
        .shows("suspected", null, "circumstance-name-looked-up");
  }

  @Test
  void gap_endsTheReading_ofItsDirectionAlone() {
    String lost = "drop 1\nsegment 30\n";
    Scan.of(FLOW + framed("C", DnsScript.query("www.example.org")) + lost + framed("C", DnsScript.query(POOL)) + "segment 1448\n"
        + framed("S", answer("www.example.org")) + "wait 5s\n" + framed("S", answer(POOL)) + "fin client\n")
        .shows("suspected", null, "circumstance-name-looked-up");
  }

  @Test
  void otherNames_areNothing() {
    Scan.of(FLOW + framed("C", DnsScript.query("www.example.org")) + framed("S", answer("www.example.org")) + "fin client\n")
        .showsNothing();
  }

  @Test
  void noise_onThePortOfDns_isNothing_andNeverFails() {
    Random random = new Random(23);
    StringBuilder script = new StringBuilder();
    for (int round = 0; round < 300; round++) {
      script.append(FLOW.replace("40001", Integer.toString(40_001 + round)));
      for (int turn = 0; turn < 6; turn++) {
        byte[] bytes = new byte[20 + random.nextInt(600)];
        random.nextBytes(bytes);
        bytes[0] = (byte) random.nextInt(3);
        script.append(turn % 2 == 0 ? "C= " : "S= ").append(HexFormat.of().formatHex(bytes)).append('\n');
      }
      script.append("fin client\n");
    }
    Scan.of(script.toString()).showsNothing();
  }
}
