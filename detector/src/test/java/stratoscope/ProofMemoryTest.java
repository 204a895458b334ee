package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets that prove something are counted where there is no memory for them. */
class ProofMemoryTest {
  /** Six packets with data. */
  private static final String MINER = """
      flow 192.0.2.10:41000 > 198.51.100.20:3333
      C> {"id":1,"method":"mining.subscribe","params":["cgminer/4.12.1"]}
      S> {"id":1,"result":[[["mining.notify","ae6812eb"]],"f8002c90",4],"error":null}
      C> {"id":2,"method":"mining.authorize","params":["wallet.rig","x"]}
      S> {"id":2,"result":true,"error":null}
      C> {"id":3,"method":"mining.submit","params":["wallet.rig","1a","00","504e86ed","b2957c02"]}
      S> {"id":3,"result":true,"error":null}
      """;

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 5", "200, 4", "100000, 0"})
  void packetsBeyondTheMemory_areCounted(long maxProofBytes, long lost) {
    DetectorOptions d = DetectorOptions.defaults();
    Scan scan = Scan.of(new DetectorOptions(d.packet(), d.flow(), d.stratum(), d.host(), maxProofBytes, d.weakest()), MINER);
    assertThat(scan.only().at("/mining/verdict").asText()).isEqualTo("confirmed");
    assertThat(scan.stats.at("/streams/proofs_lost").asLong()).isEqualTo(lost);
  }
}
