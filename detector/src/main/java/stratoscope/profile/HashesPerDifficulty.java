package stratoscope.profile;

import org.jspecify.annotations.Nullable;

/** How many hashes a share of difficulty 1 takes on average; the rule of each dialect and algorithm. */
final class HashesPerDifficulty {
  private static final double BITCOIN_DIFFICULTY_1 = Math.scalb(1.0, 32);
  /** Scrypt pools scale difficulty by 2^16 (cgminer, cpuminer). */
  private static final double SCRYPT_DIFFICULTY_1 = Math.scalb(1.0, 16);

  private HashesPerDifficulty() {}

  /** NaN where the algorithm would have to be known and is not. */
  static double of(String dialectId, @Nullable String algorithm) {
    if (dialectId.equals("cryptonote") || dialectId.equals("eth-proxy")) {
      return 1; // their sessions turn targets into hashes
    }
    if (algorithm == null) {
      return Double.NaN;
    }
    return switch (algorithm) {
      case "sha256d", "x11" -> BITCOIN_DIFFICULTY_1;
      case "scrypt" -> SCRYPT_DIFFICULTY_1;
      default -> Double.NaN;
    };
  }
}
