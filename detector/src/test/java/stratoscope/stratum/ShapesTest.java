package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms that values have on the wire. */
class ShapesTest {
  private static final String HASH = "00ff".repeat(16);

  @Test
  void hex_digitsOfEitherCaseAloneWithinTheLength() {
    assertThat(Shapes.isHex("00aF", 4)).isTrue();
    assertThat(Shapes.isHex("", 0, 4)).isTrue();
    assertThat(Shapes.isHex("00a", 4)).isFalse();
    assertThat(Shapes.isHex("00a00", 0, 4)).isFalse();
    assertThat(Shapes.isHex("00ag", 4)).isFalse();
    assertThat(Shapes.isHex("0x00", 4)).isFalse();
    assertThat(Shapes.isHex(1234, 4)).isFalse();
    assertThat(Shapes.isHex(null, 0, 4)).isFalse();
  }

  @Test
  void hex_digitsOfOtherScripts_areNone() {
    assertThat(Shapes.isHex("\u0661\u0662\u0663\u0664", 4)).isFalse(); // Arabic-Indic
    assertThat(Shapes.isHex("\uff11\uff12\uff21\uff22", 4)).isFalse(); // full width
  }

  @Test
  void prefixedHex_needsThePrefix() {
    assertThat(Shapes.isPrefixedHash("0x" + HASH)).isTrue();
    assertThat(Shapes.isPrefixedHash(HASH)).isFalse();
    assertThat(Shapes.isPrefixedHash("0X" + HASH)).isFalse();
    assertThat(Shapes.isPrefixedHex("0x1", 1, 4)).isTrue();
    assertThat(Shapes.isPrefixedHex("0x", 1, 4)).isFalse();
    assertThat(Shapes.isPrefixedHex("0x12345", 1, 4)).isFalse();
  }

  @Test
  void networkDifficulty_ofKnownBlocks() {
    assertThat(Shapes.networkDifficulty("1d00ffff")).isEqualTo(1.0);
    assertThat(Shapes.networkDifficulty("1b0404cb")).isBetween(16307.42, 16307.43);
    assertThat(Shapes.networkDifficulty("00000000")).isNaN();
    assertThat(Shapes.networkDifficulty("ffffffff")).isGreaterThanOrEqualTo(0).isFinite();
  }

  @Test
  void cryptonoteDifficulty_ofBothTargetLengths() {
    assertThat(CryptonoteShapes.difficulty("b88d0600")).isBetween(10000.0, 10000.1);
    assertThat(CryptonoteShapes.difficulty("ffffffff")).isBetween(1.0, 1.1);
    assertThat(CryptonoteShapes.difficulty("00000000")).isNaN();
    assertThat(CryptonoteShapes.difficulty("711b0d00")).isBetween(5000.0, 5000.1);
    assertThat(CryptonoteShapes.difficulty("0000000000000001")).isEqualTo(256.0);
    assertThat(CryptonoteShapes.difficulty("b88d06")).isNaN();
    assertThat(CryptonoteShapes.difficulty(5)).isNaN();
  }

  @Test
  void cryptonoteJob_everyFieldCounts() {
    String blob = "10".repeat(76);
    assertThat(CryptonoteShapes.isJob(Map.of("blob", blob, "job_id", "a", "target", "b88d0600"))).isTrue();
    assertThat(CryptonoteShapes.isJob(Map.of("blob", blob, "job_id", 5, "target", "b88d060000000000"))).isTrue();
    assertThat(CryptonoteShapes.isJob(Map.of("blob", blob, "job_id", "a", "target", "b88d06"))).isFalse();
    assertThat(CryptonoteShapes.isJob(Map.of("blob", blob, "target", "b88d0600"))).isFalse();
    assertThat(CryptonoteShapes.isJob(Map.of("blob", "10".repeat(47), "job_id", "a", "target", "b88d0600"))).isFalse();
    assertThat(CryptonoteShapes.isJob(Map.of("blob", blob + "1", "job_id", "a", "target", "b88d0600"))).isFalse();
    assertThat(CryptonoteShapes.isJob(Map.of("blob", "zz".repeat(76), "job_id", "a", "target", "b88d0600"))).isFalse();
  }

  @Test
  void cryptonoteBlockHeader_needsATimeOfTheChain() {
    assertThat(CryptonoteShapes.isBlockHeader("1010b0a9cfaa06" + HASH)).isTrue();
    assertThat(CryptonoteShapes.isBlockHeader("ffff".repeat(48))).isFalse();
    assertThat(CryptonoteShapes.isBlockHeader("101001")).isFalse();
    assertThat(CryptonoteShapes.isBlockHeader("10")).isFalse();
    assertThat(CryptonoteShapes.isBlockHeader("")).isFalse();
  }

  @Test
  void cryptonoteWallet_lengthAndAlphabet() {
    assertThat(CryptonoteShapes.isWallet("4" + "A".repeat(94))).isTrue();
    assertThat(CryptonoteShapes.isWallet("4" + "A".repeat(94) + ".rig07+5000")).isTrue();
    assertThat(CryptonoteShapes.isWallet("4" + "A".repeat(92))).isFalse();
    assertThat(CryptonoteShapes.isWallet("4" + "A".repeat(120))).isFalse();
    assertThat(CryptonoteShapes.isWallet("4" + "A".repeat(50) + "0" + "A".repeat(43))).isFalse();
  }

  @Test
  void cryptonoteAlgorithms_oneOfTheFamily() {
    assertThat(CryptonoteShapes.isAlgorithmList(List.of("kawpow", "rx/0"))).isTrue();
    assertThat(CryptonoteShapes.isAlgorithmList(List.of("cn"))).isTrue();
    assertThat(CryptonoteShapes.isAlgorithmList(List.of("RS256", "cnx", 5))).isFalse();
    assertThat(CryptonoteShapes.isAlgorithmList("rx/0")).isFalse();
  }
}
