package stratoscope.inventory;

/**
 * Finds a place among unsigned numbers in order, each with an int, with few misses of the processor's caches: above the numbers stands
 * every {@value #FANOUT}th of them, above those again, until few are left; a search goes down from there, two lines of a cache on each
 * level. On the lowest the ints lie behind the numbers they belong to. Immutable.
 */
final class SortedLongs {
  private static final int FANOUT = 16;
  /** The numbers of a block, and an int for each. */
  private static final int BLOCK_LONGS = FANOUT + FANOUT / 2;

  /** Numbers have their highest bit turned, so that they compare as signed ones. */
  private final long[] blocks;
  private final long[][] levels;
  private final int count;

  /** Of the elements from one to before another, in order. */
  SortedLongs(long[] numbers, int[] values, int from, int to) {
    count = to - from;
    blocks = new long[(count + FANOUT - 1) / FANOUT * BLOCK_LONGS];
    for (int i = 0; i < count; i++) {
      int block = i / FANOUT * BLOCK_LONGS;
      int within = i % FANOUT;
      blocks[block + within] = numbers[from + i] ^ Long.MIN_VALUE;
      blocks[block + FANOUT + within / 2] |= (values[from + i] & 0xFFFF_FFFFL) << (32 * (within % 2));
    }
    int depth = 0;
    for (int left = count; left > FANOUT; left = (left + FANOUT - 1) / FANOUT) {
      depth++;
    }
    levels = new long[depth][];
    long step = FANOUT;
    for (int level = 0; level < depth; level++) {
      levels[level] = new long[(int) ((count + step - 1) / step)];
      for (int i = 0; i < levels[level].length; i++) {
        levels[level][i] = numbers[(int) (from + i * step)] ^ Long.MIN_VALUE;
      }
      step *= FANOUT;
    }
  }

  /** Index of the last one that is not above a number; -1 if all are. */
  int lastUpTo(long number) {
    long signed = number ^ Long.MIN_VALUE;
    int place = 0;
    for (int level = levels.length - 1; level >= 0; level--) {
      place = lastUpTo(levels[level], place * FANOUT, Math.min(FANOUT, levels[level].length - place * FANOUT), signed);
      if (place < 0) {
        return -1;
      }
    }
    int block = place * BLOCK_LONGS;
    int within = lastUpTo(blocks, block, Math.min(FANOUT, count - place * FANOUT), signed) - block;
    return within < 0 ? -1 : place * FANOUT + within;
  }

  /** The last of so many numbers that is not above another; one before the first place if all are. */
  private static int lastUpTo(long[] numbers, int from, int length, long signed) {
    int notAbove = 0;
    for (int i = from; i < from + length; i++) {
      notAbove += numbers[i] <= signed ? 1 : 0;
    }
    return from + notAbove - 1;
  }

  long number(int index) {
    return blocks[index / FANOUT * BLOCK_LONGS + index % FANOUT] ^ Long.MIN_VALUE;
  }

  int value(int index) {
    int within = index % FANOUT;
    return (int) (blocks[index / FANOUT * BLOCK_LONGS + FANOUT + within / 2] >> (32 * (within % 2)));
  }
}
