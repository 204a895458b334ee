package stratoscope.rhythm;

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
    Lengths best = new Lengths(0, 0);
    int bestEquals = 0;
    for (int i = 0; i < size; i++) {
      int count = 0;
      int equals = 0;
      for (int k = 0; k < size; k++) {
        count += isNear(lengths[k], lengths[i], spread) ? 1 : 0;
        equals += lengths[k] == lengths[i] ? 1 : 0;
      }
      boolean isMore = count > best.count || (count == best.count && equals > bestEquals)
          || (count == best.count && equals == bestEquals && lengths[i] > best.common);
      if (isMore) {
        best = new Lengths(lengths[i], count);
        bestEquals = equals;
      }
    }
    return best;
  }

  static boolean isNear(int length, int middle, double spread) {
    return spread == 0 ? length == middle : Math.abs(length - middle) <= Math.max(LEAST_SPREAD_BYTES, middle * spread);
  }
}
