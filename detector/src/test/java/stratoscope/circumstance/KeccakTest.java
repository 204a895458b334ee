package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keccak-256 against published digests, and its permutation against the JDK's SHA3-256, which pads otherwise. */
class KeccakTest {
  private static final int SHA3_PADDING = 0x06;

  @ParameterizedTest
  @CsvSource({"'', c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
      "abc, 4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"})
  void hexOf_isAsPublished(String text, String digest) {
    assertThat(Keccak.hexOf(text.getBytes(StandardCharsets.US_ASCII))).isEqualTo(digest);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 95, 134, 135, 136, 137, 271, 272, 273, 5000})
  void digest_withTheOtherPadding_isSha3(int length) throws NoSuchAlgorithmException {
    byte[] text = new byte[length];
    new Random(length).nextBytes(text);
    assertThat(Keccak.digest(text, SHA3_PADDING)).isEqualTo(MessageDigest.getInstance("SHA3-256").digest(text));
  }

  @Test
  void digest_leavesTheTextAlone() {
    byte[] text = {1, 2, 3};
    Keccak.hexOf(text);
    assertThat(text).containsExactly(1, 2, 3);
  }
}
