package stratoscope.names;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds prefixes of addresses, with a chain of rows for each: those of IPv4 in small tables of their own, all others in an open-addressed
 * hash table of (how many bits, those bits). An address is looked up once for each length that any prefix has, from the longest down.
 * Immutable once filled.
 */
final class AddressTable {
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  /** Of each slot: high bits, low bits, and below the length of the prefix its chain; side by side, since a way to main memory is long. */
  private static final int WORDS = 3;
  private static final int LOW = 1;
  private static final int OF = 2;
  /** Set in chains that are links; others are a single row. */
  private static final int LINK = 1 << 30;

  private final long seed;
  /** 0 where a slot is empty. */
  private byte[] marks = new byte[4];
  private long[] slots = new long[WORDS * marks.length];
  private int used;
  /** By length in bits, those of IPv4; null where there are none. */
  private final @Nullable Ipv4Table[] ipv4 = new Ipv4Table[Integer.SIZE + 1];

  /** Of prefixes with several rows: each row, and the chain behind it. */
  private int[] linkRow = new int[4];
  private int[] linkNext = new int[4];
  private int links;
  /** Lengths in bits that prefixes of IPv4 addresses have, and those of others, the longest first. */
  private int[] ipv4Lengths = {};
  private int[] otherLengths = {};

  AddressTable(long seed) {
    this.seed = seed;
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
    int before = find(high, low, bits);
    int chain = before < 0 ? row : link(row, before);
    if (isIpv4(high, low)) {
      ipv4Lengths = with(bits, ipv4Lengths);
      ipv4(bits).put((int) low, chain);
      return;
    }
    otherLengths = with(bits, otherLengths);
    if (2 * used >= marks.length) {
      grow();
    }
    used += before < 0 ? 1 : 0;
    write(high, low, bits, chain);
  }

  private Ipv4Table ipv4(int bits) {
    Ipv4Table known = ipv4[bits - AddressRange.IPV4_SHARED_BITS];
    Ipv4Table table = known == null ? new Ipv4Table((int) seed) : known;
    ipv4[bits - AddressRange.IPV4_SHARED_BITS] = table;
    return table;
  }

  private void grow() {
    byte[] oldMarks = marks;
    long[] old = slots;
    marks = new byte[2 * oldMarks.length];
    slots = new long[WORDS * marks.length];
    for (int i = 0; i < oldMarks.length; i++) {
      if (oldMarks[i] != 0) {
        write(old[WORDS * i], old[WORDS * i + LOW], (int) (old[WORDS * i + OF] >>> Integer.SIZE), (int) old[WORDS * i + OF]);
      }
    }
  }

  private void write(long high, long low, int bits, int chain) {
    int slot = slotOf(high, low, bits);
    marks[slot] = mark(hash(high, low, bits));
    slots[WORDS * slot] = high;
    slots[WORDS * slot + LOW] = low;
    slots[WORDS * slot + OF] = ((long) bits << Integer.SIZE) | chain;
  }

  /** Puts a row in front of a chain. */
  private int link(int row, int chain) {
    if (links == linkRow.length) {
      linkRow = Arrays.copyOf(linkRow, links + links / 2);
      linkNext = Arrays.copyOf(linkNext, linkRow.length);
    }
    linkRow[links] = row;
    linkNext[links] = chain;
    return LINK | links++;
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
    if (isIpv4(high, low)) {
      Ipv4Table table = ipv4[bits - AddressRange.IPV4_SHARED_BITS];
      return table == null ? -1 : table.find((int) (low & AddressRange.lowMask(bits)));
    }
    int slot = slotOf(high & AddressRange.highMask(bits), low & AddressRange.lowMask(bits), bits);
    return marks[slot] == 0 ? -1 : (int) slots[WORDS * slot + OF];
  }

  int row(int chain) {
    return chain < LINK ? chain : linkRow[chain - LINK];
  }

  /** What follows in the chain; -1 at its end. */
  int next(int chain) {
    return chain < LINK ? -1 : linkNext[chain - LINK];
  }

  /** The slot of a prefix that is not of IPv4, or the empty one where it would be. */
  private int slotOf(long high, long low, int bits) {
    long hash = hash(high, low, bits);
    byte mark = mark(hash);
    int slot = (int) (hash >>> (Long.numberOfLeadingZeros(marks.length) + 1));
    while (marks[slot] != 0 && (marks[slot] != mark || !isPrefix(WORDS * slot, high, low, bits))) {
      slot = (slot + 1) & (marks.length - 1);
    }
    return slot;
  }

  private boolean isPrefix(int place, long high, long low, int bits) {
    return slots[place + LOW] == low && slots[place] == high && slots[place + OF] >>> Integer.SIZE == bits;
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
