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

  /** Of stretches, in order. */
  private final long[] highs;
  private final long[] lows;
  private final int[] innermost;
  /** First addresses of the stretches that begin at an IPv4 address, and how many stretches there are before them. */
  private final SlicedLongs ipv4;
  private final int beforeIpv4;
  /** First halves that the first addresses of stretches have, and of each the last stretch that has it. */
  private final SlicedLongs firstHalves;
  private final int[] lastOfHalf;
  private final PrefixNodes nodes;
  private final Answers answers;

  private PrefixTable(Stretches stretches, PrefixNodes nodes) {
    highs = stretches.highs();
    lows = stretches.lows();
    innermost = stretches.innermost();
    this.nodes = nodes;
    int count = highs.length;
    long[] byStretch = new long[count];
    answers = new Answers(innermost, nodes, byStretch);
    int before = 0;
    while (before < count && highs[before] == 0 && lows[before] >>> 32 < 0xFFFF) {
      before++;
    }
    int after = before;
    while (after < count && isIpv4(after)) {
      after++;
    }
    beforeIpv4 = before;
    ipv4 = new SlicedLongs(lows, byStretch, before, after);
    long[] halves = new long[count];
    int[] last = new int[count];
    int different = 0;
    for (int i = 0; i < count; i++) {
      boolean isFirst = i == 0 || highs[i] != highs[i - 1];
      different += isFirst ? 1 : 0;
      halves[different - 1] = highs[i];
      last[different - 1] = i;
      byStretch[different - 1] = isFirst && lows[i] == 0 ? byStretch[i] : Answers.SEVERAL;
    }
    firstHalves = new SlicedLongs(halves, byStretch, 0, different);
    lastOfHalf = Arrays.copyOf(last, different);
  }

  private boolean isIpv4(int stretch) {
    return highs[stretch] == 0 && lows[stretch] >>> 32 == 0xFFFF;
  }

  /** The row an address belongs to at a time in microseconds since 1970, or {@link #NONE}. */
  int find(long high, long low, long micros) {
    boolean isIpv4 = high == 0 && low >>> 32 == 0xFFFF;
    SlicedLongs places = isIpv4 ? ipv4 : firstHalves;
    int place = places.lastUpTo(isIpv4 ? low : high);
    long answer = place < 0 ? Answers.SEVERAL : places.beside(place);
    if (answers.holds(answer, micros)) {
      return Answers.row(answer);
    }
    int stretch = isIpv4 ? beforeIpv4 + place : stretch(place, high, low);
    return stretch < 0 ? NONE : nodes.rowAt(innermost[stretch], micros);
  }

  /** Of the stretches whose first addresses begin with a half, the last that does not begin above an address; else the one before them. */
  private int stretch(int half, long high, long low) {
    int below = half <= 0 ? -1 : lastOfHalf[half - 1];
    int above = half < 0 ? 0 : lastOfHalf[half] + 1;
    if (half >= 0 && firstHalves.number(half) != high) {
      return above - 1;
    }
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
    /** Behind the last address of IPv4. */
    private static final long IPV4_END = 1L << 48;

    private long[] highs = new long[FIRST_CAPACITY];
    private long[] lows = new long[FIRST_CAPACITY];
    private byte[] lengths = new byte[FIRST_CAPACITY];
    private int[] rows = new int[FIRST_CAPACITY];
    private int count;
    private final RowFacts facts = new RowFacts();
    private final boolean isByTime;

    Builder() {
      this(false);
    }

    /** @param isByTime whether the row valid since the latest time goes before others, however many addresses they hold */
    Builder(boolean isByTime) {
      this.isByTime = isByTime;
    }

    /**
     * Adds the next row.
     *
     * @param fromMicros valid since, in microseconds since 1970
     * @param toMicros valid until
     */
    void add(AddressRange range, long fromMicros, long toMicros) {
      int before = count;
      range.forEachPrefix(this::addPrefix);
      facts.add(isByTime ? 0 : count - before > 1 ? sharedBits(range) : lengths[before] & 0xFF, fromMicros, toMicros);
    }

    /** Ends the time of a row, which was added with times. */
    void end(int row, long toMicros) {
      facts.end(row, toMicros);
    }

    /** Of the rows that were added. */
    RowFacts facts() {
      return facts;
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
      long[] keys = new long[count];
      for (int i = 0; i < count; i++) {
        keys[i] = key(highs[i], lows[i]);
      }
      int[] order = IntSort.sorted(keys, this::isAfter);
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

    /** In the order of addresses, as far as one half of them tells: that of IPv4 in full, and the networks of IPv6 apart. */
    private static long key(long high, long low) {
      if (high != 0) {
        return Long.compareUnsigned(high, IPV4_END) < 0 ? IPV4_END : high;
      }
      return Long.compareUnsigned(low, IPV4_END) < 0 ? low : IPV4_END;
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
