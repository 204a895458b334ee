package stratoscope.inventory;

/**
 * Finds a place among unsigned numbers in order, with few misses of the processor's caches: above the numbers stands every
 * {@value #FANOUT}th of them, above those again, until few are left; a search goes down from there, two lines of a cache on each level.
 * Immutable.
 */
final class SortedLongs {
  private static final int FANOUT = 16;

  /** The numbers, their highest bit turned so that they compare as signed ones, and the levels above. */
  private final long[][] levels;

  /** Of the elements from one to before another, in order. */
  SortedLongs(long[] numbers, int from, int to) {
    int count = to - from;
    int depth = 1;
    for (int left = count; left > FANOUT; left = (left + FANOUT - 1) / FANOUT) {
      depth++;
    }
    levels = new long[depth][];
    levels[0] = new long[count];
    for (int i = 0; i < count; i++) {
      levels[0][i] = numbers[from + i] ^ Long.MIN_VALUE;
    }
    for (int level = 1; level < depth; level++) {
      long[] below = levels[level - 1];
      levels[level] = new long[(below.length + FANOUT - 1) / FANOUT];
      for (int i = 0; i < levels[level].length; i++) {
        levels[level][i] = below[i * FANOUT];
      }
    }
  }

  /** Index of the last one that is not above a number; -1 if all are. */
  int lastUpTo(long number) {
    long signed = number ^ Long.MIN_VALUE;
    int place = 0;
    for (int level = levels.length - 1; level >= 0; level--) {
      long[] numbers = levels[level];
      int from = place * FANOUT;
      int to = Math.min(from + FANOUT, numbers.length);
      int notAbove = 0;
      for (int i = from; i < to; i++) {
        notAbove += numbers[i] <= signed ? 1 : 0;
      }
      if (notAbove == 0) {
        return -1;
      }
      place = from + notAbove - 1;
    }
    return place;
  }
}
