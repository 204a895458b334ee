package stratoscope.profile;

/**
 * A hashrate with the interval it lies in.
 *
 * @param hashesPerSecond best estimate
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 * @param basis {@code shares}, or {@code claim} for the miner's own word
 */
public record Hashrate(double hashesPerSecond, double low, double high, String basis) {
  private static final double Z95 = 1.96;

  /**
   * From shares found at random moments: their count is Poisson distributed, so few shares say little. The interval is Wilson and
   * Hilferty's approximation to the exact one.
   *
   * @param hashes that the shares took on average, in sum
   * @param shares how many there were, at least 1
   * @param seconds observed, above 0
   */
  static Hashrate ofShares(double hashes, double shares, double seconds) {
    double rate = hashes / seconds;
    double next = shares + 1;
    double low = shares * cube(1 - 1 / (9 * shares) - Z95 / (3 * Math.sqrt(shares)));
    double high = next * cube(1 - 1 / (9 * next) + Z95 / (3 * Math.sqrt(next)));
    return new Hashrate(rate, rate * low / shares, rate * high / shares, "shares");
  }

  private static double cube(double x) {
    return x * x * x;
  }
}
