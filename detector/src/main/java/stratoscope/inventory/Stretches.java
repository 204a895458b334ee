package stratoscope.inventory;

import java.util.Arrays;

/** Cuts all addresses into stretches, from prefixes that come sorted by first address, the wider first. One thread. */
final class Stretches {
  private final long[] highs;
  private final long[] lows;
  private final int[] innermost;
  private final int[] around;
  private int count;
  /** The prefix that the present place lies in, and the last address of each prefix around it. */
  private int open = PrefixTable.NONE;
  private final long[] lastHighs;
  private final long[] lastLows;

  Stretches(int prefixes) {
    highs = new long[2 * prefixes + 1];
    lows = new long[2 * prefixes + 1];
    innermost = new int[2 * prefixes + 1];
    around = new int[prefixes];
    lastHighs = new long[prefixes];
    lastLows = new long[prefixes];
  }

  void add(int prefix, long high, long low, int bits) {
    while (open != PrefixTable.NONE && isBefore(lastHighs[open], lastLows[open], high, low)) {
      closeInnermost();
    }
    around[prefix] = open;
    lastHighs[prefix] = high | ~highMask(bits);
    lastLows[prefix] = low | ~lowMask(bits);
    open = prefix;
    begin(high, low);
  }

  private void closeInnermost() {
    long low = lastLows[open] + 1;
    long high = low == 0 ? lastHighs[open] + 1 : lastHighs[open];
    open = around[open];
    if (high != 0 || low != 0) {
      begin(high, low);
    }
  }

  private void begin(long high, long low) {
    if (count > 0 && highs[count - 1] == high && lows[count - 1] == low) {
      count--;
    }
    highs[count] = high;
    lows[count] = low;
    innermost[count++] = open;
  }

  void end() {
    while (open != PrefixTable.NONE) {
      closeInnermost();
    }
  }

  private static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
    return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0 : Long.compareUnsigned(high, otherHigh) < 0;
  }

  private static long highMask(int bits) {
    return bits >= 64 ? -1 : bits == 0 ? 0 : -1L << (64 - bits);
  }

  private static long lowMask(int bits) {
    return bits <= 64 ? 0 : -1L << (128 - bits);
  }

  long[] highs() {
    return Arrays.copyOf(highs, count);
  }

  long[] lows() {
    return Arrays.copyOf(lows, count);
  }

  int[] innermost() {
    return Arrays.copyOf(innermost, count);
  }

  int[] around() {
    return around;
  }
}
