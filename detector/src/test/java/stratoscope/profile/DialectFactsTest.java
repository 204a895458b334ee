package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the name of a dialect says of its jobs. */
class DialectFactsTest {
  private static final DialectFacts FACTS = DialectFacts.BUILT_IN;

  @ParameterizedTest
  @ValueSource(strings = {"cryptonote", "eth-proxy", "eth-getwork", "ethereum-stratum-2", "equihash", "kawpow", "conflux", "ironfish",
      "beam", "getwork", "getblocktemplate", "coinhive", "webminerpool", "stratum-v2"})
  void target_isHashes(String dialect) {
    assertThat(FACTS.hashesPerDifficulty(dialect, null)).isEqualTo(1);
    assertThat(FACTS.hashesPerDifficulty(dialect, "sha256d")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"ethereum-stratum-1, 4294967296", "kaspa, 4294967296", "alephium, 17179869184", "duino-coin, 50"})
  void dialectWithItsOwnUnit(String dialect, double hashes) {
    assertThat(FACTS.hashesPerDifficulty(dialect, null)).isEqualTo(hashes);
    assertThat(FACTS.hashesPerDifficulty(dialect, "scrypt")).isEqualTo(hashes);
  }

  @ParameterizedTest
  @CsvSource({"sha256d, 4294967296", "x11, 4294967296", "blake3, 4294967296", "blake256r14, 4294967296", "scrypt, 65536",
      "neoscrypt, 65536", "ghostrider, 65536", "yespower, 65536", "verthash, 16777216", "lyra2rev2, 16777216", "x16r, 16777216"})
  void bitcoinsSkeleton_goesByAlgorithm(String algorithm, double hashes) {
    assertThat(FACTS.hashesPerDifficulty("stratum-v1", algorithm)).isEqualTo(hashes);
    assertThat(FACTS.hashesPerDifficulty("datum", algorithm)).isEqualTo(hashes);
  }

  @Test
  void whatIsNotKnown_isNaN() {
    assertThat(FACTS.hashesPerDifficulty("stratum-v1", null)).isNaN();
    assertThat(FACTS.hashesPerDifficulty("stratum-v1", "made-up")).isNaN();
    assertThat(FACTS.hashesPerDifficulty("stratum-v1", "blake2s")).isNaN();
    assertThat(FACTS.hashesPerDifficulty("grin", "cuckatoo32")).isNaN();
    assertThat(FACTS.hashesPerDifficulty("made-up", "sha256d")).isNaN();
    assertThat(FACTS.hashesPerDifficulty("null", "sha256d")).isNaN();
  }

  @Test
  void spectre_hasAnEasierUnitThanKaspa() {
    assertThat(FACTS.hashesPerDifficulty("kaspa", "spectrex")).isEqualTo(256);
    assertThat(FACTS.hashesPerDifficulty("kaspa", "kheavyhash")).isEqualTo(4_294_967_296.0);
  }

  @Test
  void ownFacts_comeBeforeTheTables() {
    DialectFacts own = new DialectFacts(Map.of("made-up", 7.0, "kaspa", 8.0), Map.of("made-up", "made-up-hash", "stratum-v2", "x11"));
    assertThat(own.hashesPerDifficulty("made-up", null)).isEqualTo(7);
    assertThat(own.hashesPerDifficulty("kaspa", "spectrex")).isEqualTo(8);
    assertThat(own.hashesPerDifficulty("alephium", null)).isEqualTo(17_179_869_184.0);
    assertThat(own.algorithmOf("made-up")).isEqualTo("made-up-hash");
    assertThat(own.algorithmOf("stratum-v2")).isEqualTo("x11");
    assertThat(own.algorithmOf("datum")).isEqualTo("sha256d");
  }

  @Test
  void algorithm_onlyOfDialectsThatLeaveNoChoice() {
    assertThat(FACTS.algorithmOf("ethereum-stratum-1")).isEqualTo("ethash");
    assertThat(FACTS.algorithmOf("stratum-v2")).isEqualTo("sha256d");
    assertThat(FACTS.algorithmOf("stratum-v1")).isNull();
    assertThat(FACTS.algorithmOf("kaspa")).isNull();
  }
}
