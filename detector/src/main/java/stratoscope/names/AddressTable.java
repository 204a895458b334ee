package stratoscope.names;

import java.util.Arrays;

/**
 * Finds prefixes of addresses: an open-addressed hash table of (how many bits, those bits), with a chain of rows for each prefix.
 * An address is looked up once for each length that any prefix has, from the longest down. Immutable once filled.
 */
final class AddressTable {
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final long seed;
  /** 0 where a slot is empty. */
  private final byte[] marks;
  private final long[] highs;
  private final long[] lows;
  private final byte[] lengths;
  private final int[] first;
  private final int shift;

  private final int[] chainRow;
  private final int[] chainNext;
  private int chained;
  /** Lengths in bits that prefixes of IPv4 addresses have, and those of others, the longest first. */
  private int[] ipv4Lengths = new int[0];
  private int[] otherLengths = new int[0];

  /** @param capacity how many prefixes it can take, each once for each of its rows */
  AddressTable(int capacity, long seed) {
    int slots = Math.max(4, Integer.highestOneBit(Math.max(1, capacity)) << 2);
    this.seed = seed;
    marks = new byte[slots];
    highs = new long[slots];
    lows = new long[slots];
    lengths = new byte[slots];
    first = new int[slots];
    shift = 64 - Integer.numberOfTrailingZeros(slots);
    chainRow = new int[capacity];
    chainNext = new int[capacity];
  }

  /** Lets a row stand for all prefixes of a range, before those rows that already do. */
  void putFirst(AddressRange range, int row) {
    if (range.isSingle()) {
      put(range.first().high(), range.first().low(), 128, row);
    } else {
      range.forEachPrefix((high, low, bits) -> put(high, low, bits, row));
    }
  }

  private void put(long high, long low, int bits, int row) {
    if (isIpv4(high, low)) {
      ipv4Lengths = with(bits, ipv4Lengths);
    } else {
      otherLengths = with(bits, otherLengths);
    }
    int slot = slotOf(high, low, bits);
    chainRow[chained] = row;
    chainNext[chained] = marks[slot] == 0 ? -1 : first[slot];
    marks[slot] = mark(hash(high, low, bits));
    highs[slot] = high;
    lows[slot] = low;
    lengths[slot] = (byte) bits;
    first[slot] = chained++;
  }

  private static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> 32 == 0xFFFF;
  }

  private static int[] with(int bits, int[] lengths) {
    for (int length : lengths) {
      if (length == bits) {
        return lengths;
      }
    }
    int[] more = Arrays.copyOf(lengths, lengths.length + 1);
    int at = lengths.length;
    for (; at > 0 && more[at - 1] < bits; at--) {
      more[at] = more[at - 1];
    }
    more[at] = bits;
    return more;
  }

  /** Lengths of prefixes to ask for, the longest first. */
  int[] lengthsFor(long high, long low) {
    return isIpv4(high, low) ? ipv4Lengths : otherLengths;
  }

  /** The chain of the prefix of so many bits that an address lies in; -1 if there is none. */
  int find(long high, long low, int bits) {
    int slot = slotOf(high & AddressRange.highMask(bits), low & AddressRange.lowMask(bits), bits);
    return marks[slot] == 0 ? -1 : first[slot];
  }

  int row(int chain) {
    return chainRow[chain];
  }

  /** What follows in the chain; -1 at its end. */
  int next(int chain) {
    return chainNext[chain];
  }

  /** The slot of a prefix, or the empty one where it would be. */
  private int slotOf(long high, long low, int bits) {
    long hash = hash(high, low, bits);
    byte mark = mark(hash);
    int slot = (int) (hash >>> shift);
    while (marks[slot] != 0
        && (marks[slot] != mark || lows[slot] != low || highs[slot] != high || (lengths[slot] & 0xFF) != bits)) {
      slot = (slot + 1) & (marks.length - 1);
    }
    return slot;
  }

  private long hash(long high, long low, int bits) {
    long hash = (seed ^ (high + bits)) * MULTIPLIER;
    hash = (hash ^ (hash >>> 32) ^ low) * MULTIPLIER;
    return (hash ^ (hash >>> 29)) * MULTIPLIER;
  }

  private static byte mark(long hash) {
    return (byte) ((hash >>> 24) | 0x80);
  }
}
