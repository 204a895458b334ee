package stratoscope.rhythm;

import java.util.Arrays;

/**
 * How regular some moments follow each other. Shares are found by chance: their gaps scatter about as widely as they are long, where a
 * timer's are all alike.
 *
 * @param onTheBeat share of the gaps within 5 % of the median one, which itself does not count; 0 where there are too few to tell
 * @param scatter standard deviation over mean; 0 where there are too few to tell
 */
record Gaps(double onTheBeat, double scatter) {
  private static final double BEAT_SPREAD = 0.05;
  private static final int BEAT_SPREAD_MILLIS = 20;

  static Gaps of(int[] millis, int size) {
    int count = size - 1;
    if (count < 2) {
      return new Gaps(0, 0);
    }
    int[] gaps = new int[count];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      gaps[i] = millis[i + 1] - millis[i];
      sum += gaps[i];
      squares += (double) gaps[i] * gaps[i];
    }
    double mean = sum / count;
    double variance = Math.max(0, squares / count - mean * mean);
    return new Gaps(onTheBeat(gaps), mean <= 0 ? 0 : Math.sqrt(variance) / mean);
  }

  /**
   * Share of the gaps that are shorter than a quarter of the median one. Chance makes it 0.16, and more where its pace changes or it rests;
   * less, whoever waits for anything.
   *
   * @param gaps at least one, in order of length
   */
  static double shortOnes(int[] gaps) {
    double longest = gaps[gaps.length / 2] / 4.0;
    return Arrays.stream(gaps).filter(gap -> gap < longest).count() / (double) gaps.length;
  }

  /** The gaps between the first times, in order of length. */
  static int[] sorted(int[] millis, int size) {
    int[] gaps = new int[Math.max(0, size - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = millis[i + 1] - millis[i];
    }
    Arrays.sort(gaps);
    return gaps;
  }

  private static double onTheBeat(int[] gaps) {
    Arrays.sort(gaps);
    int median = gaps[gaps.length / 2];
    int near = 0;
    for (int gap : gaps) {
      near += Math.abs(gap - median) <= Math.max(BEAT_SPREAD_MILLIS, median * BEAT_SPREAD) ? 1 : 0;
    }
    return (near - 1.0) / (gaps.length - 1);
  }
}
