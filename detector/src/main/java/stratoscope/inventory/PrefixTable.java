package stratoscope.inventory;

import java.util.Arrays;
import stratoscope.names.AddressRange;

/**
 * Which row of an inventory an address belongs to: of the rows that hold it and are valid at the time, the one that holds the fewest
 * addresses; of those alike, the one valid since the latest time; of those alike, the last. Immutable.
 *
 * <p>Prefixes nest: of two, one holds the other or they share no address. So all addresses, in order, fall into stretches in which the
 * prefixes that hold them are the same, one inside the other. A stretch knows its innermost prefix, a prefix the one around it. Ranges
 * are held as the prefixes they consist of, each as wide as the whole range.
 */
final class PrefixTable {
  /** What {@link #find} gives where no row holds an address. */
  static final int NONE = -1;

  /** Takes a stretch of addresses and the row that they belong to. */
  @FunctionalInterface
  interface StretchSink {
    void onStretch(int row, double addresses, boolean isIpv4);
  }

  /** First addresses of stretches in order. */
  private final long[] highs;
  private final long[] lows;
  private final SortedLongs byHigh;
  /** Of the stretches that begin at an IPv4 address, and how many stretches there are before them. */
  private final Ipv4Places byLowOfIpv4;
  private final int beforeIpv4;
  /** By stretch. */
  private final int[] innermost;
  private final PrefixNodes nodes;
  private final Answers answers;

  private PrefixTable(Stretches stretches, PrefixNodes nodes) {
    highs = stretches.highs();
    lows = stretches.lows();
    innermost = stretches.innermost();
    this.nodes = nodes;
    long[] byStretch = new long[innermost.length];
    answers = new Answers(innermost, nodes, byStretch);
    byHigh = new SortedLongs(highs, byStretch, 0, highs.length);
    int before = 0;
    while (before < highs.length && highs[before] == 0 && lows[before] >>> 32 < 0xFFFF) {
      before++;
    }
    int after = before;
    while (after < highs.length && isIpv4(after)) {
      after++;
    }
    beforeIpv4 = before;
    byLowOfIpv4 = new Ipv4Places(lows, byStretch, before, after);
  }

  private boolean isIpv4(int stretch) {
    return highs[stretch] == 0 && lows[stretch] >>> 32 == 0xFFFF;
  }

  /** The row an address belongs to at a time in microseconds since 1970, or {@link #NONE}. */
  int find(long high, long low, long micros) {
    if (high == 0 && low >>> 32 == 0xFFFF) {
      int place = byLowOfIpv4.lastUpTo(low);
      return place >= 0 ? row(byLowOfIpv4.value(place), beforeIpv4 + place, micros)
          : beforeIpv4 == 0 ? NONE : row(byHigh.value(beforeIpv4 - 1), beforeIpv4 - 1, micros);
    }
    int last = byHigh.lastUpTo(high);
    if (last >= 0 && byHigh.number(last) == high && Long.compareUnsigned(lows[last], low) > 0) {
      last = lastUpTo(last, high, low);
    }
    return last < 0 ? NONE : row(byHigh.value(last), last, micros);
  }

  private int row(long answer, int stretch, long micros) {
    return answers.holds(answer, micros) ? Answers.row(answer) : nodes.rowAt(innermost[stretch], micros);
  }

  /** Of the stretches up to one that begin with the same half, the last that does not begin above an address; else the one before them. */
  private int lastUpTo(int last, long high, long low) {
    int below = high == 0 ? -1 : byHigh.lastUpTo(high - 1);
    int above = last + 1;
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (Long.compareUnsigned(lows[middle], low) <= 0) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }

  /** Hands over all stretches that belong to a row at a time. */
  void forEachStretch(long micros, StretchSink sink) {
    for (int i = 0; i < innermost.length; i++) {
      int row = nodes.rowAt(innermost[i], micros);
      if (row != NONE) {
        boolean isLast = i + 1 == innermost.length;
        sink.onStretch(row, difference(highs[i], lows[i], isLast ? 0 : highs[i + 1], isLast ? 0 : lows[i + 1]), isIpv4(i));
      }
    }
  }

  /** How far one address is below another, which is 2^128 where both its halves are 0. */
  private static double difference(long high, long low, long otherHigh, long otherLow) {
    long borrow = Long.compareUnsigned(otherLow, low) < 0 ? 1 : 0;
    double difference = Math.scalb(unsigned(otherHigh - high - borrow), 64) + unsigned(otherLow - low);
    return difference == 0 ? Math.scalb(1.0, 128) : difference;
  }

  private static double unsigned(long bits) {
    return (double) (bits >>> 1) * 2 + (bits & 1);
  }

  /** Gathers the rows' prefixes. One thread. */
  static final class Builder {
    private static final int FIRST_CAPACITY = 1 << 10;

    private long[] highs = new long[FIRST_CAPACITY];
    private long[] lows = new long[FIRST_CAPACITY];
    private byte[] lengths = new byte[FIRST_CAPACITY];
    private int[] rows = new int[FIRST_CAPACITY];
    private int count;
    private final RowFacts facts = new RowFacts();

    /**
     * Adds the next row.
     *
     * @param fromMicros valid since, in microseconds since 1970
     * @param toMicros valid until
     */
    void add(AddressRange range, long fromMicros, long toMicros) {
      int before = count;
      range.forEachPrefix(this::addPrefix);
      boolean isRange = count - before > 1;
      facts.add(isRange ? sharedBits(range) : lengths[before] & 0xFF, isRange, fromMicros, toMicros);
    }

    /** How many bits all addresses share, with a fraction for a range that is no prefix: 128 minus the logarithm of their number. */
    private static float sharedBits(AddressRange range) {
      double addresses = difference(range.first().high(), range.first().low(), range.last().high(), range.last().low());
      return (float) (128 - Math.log(addresses + 1) / Math.log(2));
    }

    private void addPrefix(long high, long low, int bits) {
      if (count == highs.length) {
        int capacity = count * 2;
        highs = Arrays.copyOf(highs, capacity);
        lows = Arrays.copyOf(lows, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        rows = Arrays.copyOf(rows, capacity);
      }
      highs[count] = high;
      lows[count] = low;
      lengths[count] = (byte) bits;
      rows[count++] = facts.count();
    }

    PrefixTable build() {
      int[] order = IntSort.sorted(count, this::isAfter);
      Stretches stretches = new Stretches(count);
      int[] sortedRows = new int[count];
      for (int i = 0; i < count; i++) {
        int prefix = order[i];
        stretches.add(i, highs[prefix], lows[prefix], lengths[prefix] & 0xFF);
        sortedRows[i] = rows[prefix];
      }
      stretches.end();
      return new PrefixTable(stretches, new PrefixNodes(stretches.around(), sortedRows, facts));
    }

    /** By first address, the wider prefix first; of one and the same, by the time since when the rows are valid, then by row. */
    private boolean isAfter(int one, int other) {
      if (highs[one] != highs[other]) {
        return Long.compareUnsigned(highs[one], highs[other]) > 0;
      }
      if (lows[one] != lows[other]) {
        return Long.compareUnsigned(lows[one], lows[other]) > 0;
      }
      int byLength = (lengths[one] & 0xFF) - (lengths[other] & 0xFF);
      return byLength == 0 ? facts.isSinceLater(rows[one], rows[other]) : byLength > 0;
    }
  }
}
