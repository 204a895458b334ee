package stratoscope.rhythm;

import java.util.Arrays;

/** The most common length among some records: the middle of a class of lengths that lie close together, and how many are in it. */
record Lengths(int common, int count) {
  private static final int LEAST_SPREAD_BYTES = 3;

  /**
   * Finds the class with most members; of equals the one whose very middle is the most frequent, then the longest.
   *
   * @param lengths the first {@code size} are looked at
   * @param spread by which share of the middle a member may differ; three bytes are always allowed, unless none is
   */
  static Lengths mostCommon(int[] lengths, int size, double spread) {
    int[] sorted = Arrays.copyOf(lengths, size);
    Arrays.sort(sorted);
    Lengths best = new Lengths(0, 0);
    int bestEquals = 0;
    int from = 0;
    int to = 0;
    int next;
    for (int i = 0; i < size; i = next) {
      for (next = i + 1; next < size && sorted[next] == sorted[i]; next++) {
        // of one length
      }
      while (!isNear(sorted[from], sorted[i], spread)) {
        from++;
      }
      for (to = Math.max(to, next); to < size && isNear(sorted[to], sorted[i], spread); to++) {
        // near it
      }
      if (to - from > best.count || (to - from == best.count && next - i >= bestEquals)) {
        best = new Lengths(sorted[i], to - from);
        bestEquals = next - i;
      }
    }
    return best;
  }

  static boolean isNear(int length, int middle, double spread) {
    return spread == 0 ? length == middle : Math.abs(length - middle) <= Math.max(LEAST_SPREAD_BYTES, middle * spread);
  }
}
