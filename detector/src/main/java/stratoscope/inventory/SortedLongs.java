package stratoscope.inventory;

import java.util.Arrays;

/**
 * Finds a place among unsigned numbers in order, each with a long, with few misses of the processor's caches: above the numbers stands
 * every {@value #FANOUT}th of them, above those again, until few are left; a search goes down from there, two lines of a cache on each
 * level. On the lowest the longs lie behind the numbers they belong to. Immutable.
 */
final class SortedLongs {
  private static final int FANOUT = 16;
  /** The numbers of a block, and a long for each. */
  private static final int BLOCK_LONGS = 2 * FANOUT;

  /** Numbers have their highest bit turned, so that they compare as signed ones. */
  private final long[] blocks;
  private final long[][] levels;
  private final int count;

  /** Of the elements from one to before another, in order. */
  SortedLongs(long[] numbers, long[] values, int from, int to) {
    count = to - from;
    blocks = new long[(count + FANOUT - 1) / FANOUT * BLOCK_LONGS];
    Arrays.fill(blocks, Long.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      int block = i / FANOUT * BLOCK_LONGS;
      int within = i % FANOUT;
      blocks[block + within] = numbers[from + i] ^ Long.MIN_VALUE;
      blocks[block + FANOUT + within] = values[from + i];
    }
    int depth = 0;
    for (int left = count; left > FANOUT; left = (left + FANOUT - 1) / FANOUT) {
      depth++;
    }
    levels = new long[depth][];
    long step = FANOUT;
    for (int level = 0; level < depth; level++) {
      int length = (int) ((count + step - 1) / step);
      levels[level] = new long[(length + FANOUT - 1) / FANOUT * FANOUT];
      Arrays.fill(levels[level], Long.MAX_VALUE);
      for (int i = 0; i < length; i++) {
        levels[level][i] = numbers[(int) (from + i * step)] ^ Long.MIN_VALUE;
      }
      step *= FANOUT;
    }
  }

  /** Index of the last one that is not above a number; -1 if all are. */
  int lastUpTo(long number) {
    long signed = number ^ Long.MIN_VALUE;
    if (count == 0 || signed < blocks[0]) {
      return -1;
    }
    if (signed == Long.MAX_VALUE) {
      return count - 1; // what fills the last block looks like it
    }
    int place = 0;
    for (int level = levels.length - 1; level >= 0; level--) {
      place = lastUpTo(levels[level], place * FANOUT, signed);
    }
    int block = place * BLOCK_LONGS;
    return place * FANOUT + lastUpTo(blocks, block, signed) - block;
  }

  /** The last of {@value #FANOUT} numbers that is not above another, of which the first is not. Without a branch to be mispredicted. */
  private static int lastUpTo(long[] numbers, int from, long signed) {
    int at = from;
    for (int step = FANOUT / 2; step > 0; step /= 2) {
      at += numbers[at + step] <= signed ? step : 0;
    }
    return at;
  }

  long number(int index) {
    return blocks[index / FANOUT * BLOCK_LONGS + index % FANOUT] ^ Long.MIN_VALUE;
  }

  long value(int index) {
    return blocks[index / FANOUT * BLOCK_LONGS + FANOUT + index % FANOUT];
  }
}
