package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.carrier.CarrierOptions;
import stratoscope.stratum.StratumOptions;
import stratoscope.testing.DnsScript;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;
import stratoscope.testing.TlsScript;

/** Handshakes and messages of DNS that are held back until they are whole: all together within one bound, and given back. */
class HandshakeMemoryTest {
  private static final String POOL = "asia-erg.2miners.com";
  /** Room for one message of a handshake, and no second. */
  private static final int LITTLE_BYTES = 5000;
  private static final int CONNECTIONS = 20;

  private static DetectorOptions holding(int bytes) {
    DetectorOptions d = DetectorOptions.defaults();
    StratumOptions s = d.stratum();
    CarrierOptions c = s.carrier();
    CarrierOptions carrier = new CarrierOptions(c.maxHeadBytes(), c.maxBodyBytes(), c.maxMessageBytes(), c.maxInflatedBytes(),
        c.maxLayers(), c.maxHttp2Streams(), bytes);
    StratumOptions stratum = new StratumOptions(s.maxMessageBytes(), s.maxNesting(), s.maxIdleMessages(), s.maxIdleBytes(),
        s.maxForeignLines(), s.maxRemembered(), s.maxHeldBytes(), carrier);
    return new DetectorOptions(d.packet(), d.flow(), stratum, d.host(), d.maxProofBytes(), d.weakest());
  }

  private static String tls(int client, String in) {
    RecordedTls tls = RecordedTls.session(new TlsPeers(TlsKeys.chain(POOL)), TlsOptions.tls12(), List.of());
    return TlsScript.flow("192.0.2." + client + ":41000", "198.51.100.20:14433") + in + new TlsScript(tls).lines() + "fin client\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "C= 050100\nS= 0500\nC= 05010001c63364143861\nS= 05000001000000000000\n"})
  void handshakes_oneAfterTheOther_giveBackWhatTheyHeld(String in) {
    StringBuilder script = new StringBuilder("segment 500\n");
    for (int i = 1; i <= CONNECTIONS; i++) {
      script.append(tls(i, in));
    }
    Scan roomy = Scan.of(holding(LITTLE_BYTES), script.toString());
    assertThat(roomy.mining).hasSize(CONNECTIONS);
    assertThat(givenUp(roomy)).isZero();
    Scan narrow = Scan.of(holding(100), script.toString());
    assertThat(narrow.mining).as("without room").isEmpty();
    assertThat(givenUp(narrow)).isGreaterThanOrEqualTo(CONNECTIONS);
  }

  @Test
  void handshakes_thatDoNotEnd_areGivenUp_ratherThanMemory() {
    StringBuilder script = new StringBuilder();
    for (int i = 1; i <= CONNECTIONS; i++) {
      script.append(TlsScript.flow("192.0.2." + i + ":41000", "198.51.100.20:14433"))
          .append("C= 16030340000100f0000303").append("00".repeat(1200)).append('\n');
    }
    assertThat(Scan.of(holding(LITTLE_BYTES), script + tls(100, "")).mining).as("the bound is used up").isEmpty();
    assertThat(Scan.of(script + tls(100, "")).mining).hasSize(1);
  }

  @Test
  void dnsOverTcp_inPieces_givesBackWhatItHeld_andIsBounded() {
    StringBuilder script = new StringBuilder("segment 30\n");
    for (int i = 1; i <= CONNECTIONS; i++) {
      byte[] query = DnsScript.query(POOL);
      script.append("flow 192.0.2.").append(i).append(":40001 > 192.0.2.53:53\nC= ")
          .append(String.format(Locale.ROOT, "%04x", query.length)).append(HexFormat.of().formatHex(query)).append("\nfin client\n");
    }
    assertThat(Scan.of(holding(100), script.toString()).mining).hasSize(CONNECTIONS);
    Scan narrow = Scan.of(holding(20), script.toString());
    assertThat(narrow.mining).as("without room").isEmpty();
    assertThat(givenUp(narrow)).isEqualTo(CONNECTIONS);
  }

  private static long givenUp(Scan scan) {
    return scan.stats.at("/streams/held_overflows").asLong();
  }
}
