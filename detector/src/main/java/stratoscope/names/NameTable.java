package stratoscope.names;

import java.util.Arrays;

/**
 * Finds host names: an open-addressed hash table. Immutable once filled.
 *
 * <p>A hash is built byte by byte from the right, so that all suffixes of a name cost one pass ({@link #step}). It only says where to
 * look: what is found there is compared byte by byte, so that no collision accuses anyone. Whoever chooses the names that are looked up
 * can't make that dear either: nothing he says enters the table, and its runs of full slots are short, since it starts from a seed of
 * chance. One byte of each hash is kept apart: most look-ups that find nothing end there, in the cache. Those that find something touch
 * main memory twice, since all that belongs to a name stands together.
 */
final class NameTable {
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
  /** In front of each name: its row in four bytes, with {@link #MANY} in the first, and its length in one. */
  private static final int HEADER_BYTES = 5;
  private static final int MANY = 0x80;

  private final long seed;
  /** 0 where a slot is empty. */
  private final byte[] marks;
  /** Where in {@link #names} the name of a slot stands. */
  private final int[] places;
  private final byte[] names;
  private int used;
  private final int shift;

  /**
   * Makes an empty table.
   *
   * @param capacity how many names it can take
   * @param bytes how many bytes these have together, at most
   */
  NameTable(int capacity, long bytes, long seed) {
    int slots = Math.max(4, Integer.highestOneBit(Math.max(1, capacity)) << 2);
    this.seed = seed;
    marks = new byte[slots];
    places = new int[slots];
    names = new byte[Math.toIntExact(bytes + (long) HEADER_BYTES * capacity)];
    shift = 64 - Integer.numberOfTrailingZeros(slots);
  }

  /** The hash of the empty name. */
  long start() {
    return seed;
  }

  /** The hash of a name in small letters from the hash of all but its first byte. */
  static long step(long hash, byte first) {
    return (hash ^ first) * MULTIPLIER;
  }

  /** The hash of a whole name, whatever its case. */
  long hash(byte[] text, int from, int to) {
    long hash = seed;
    for (int i = to - 1; i >= from; i--) {
      hash = step(hash, HostNames.lowerInName(text[i]));
    }
    return hash;
  }

  private static byte mark(long hash) {
    return (byte) ((hash >>> 32) | 0x80);
  }

  /** The place of this name, for the methods below; -1 if it is not in the table. */
  int find(long hash, byte[] text, int from, int to) {
    int slot = slotOf(hash, text, from, to);
    return marks[slot] == 0 ? -1 : places[slot];
  }

  /** The slot of a name, or the empty one where it would be. */
  private int slotOf(long hash, byte[] text, int from, int to) {
    byte mark = mark(hash);
    int slot = (int) (((hash ^ (hash >>> 29)) * MULTIPLIER) >>> shift);
    while (marks[slot] != 0 && (marks[slot] != mark || !isName(places[slot], text, from, to))) {
      slot = (slot + 1) & (marks.length - 1);
    }
    return slot;
  }

  private boolean isName(int place, byte[] text, int from, int to) {
    int length = names[place + HEADER_BYTES - 1] & 0xFF;
    int start = place + HEADER_BYTES;
    return length == to - from
        && (Arrays.equals(names, start, start + length, text, from, to) || isNameInCapitals(start, text, from, to));
  }

  private boolean isNameInCapitals(int start, byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (names[start + i - from] != HostNames.lowerInName(text[i])) {
        return false;
      }
    }
    return true;
  }

  /** The row that stands for the name at a place. */
  int row(int place) {
    return ((names[place] & ~MANY & 0xFF) << 24) | ((names[place + 1] & 0xFF) << 16) | ((names[place + 2] & 0xFF) << 8)
        | (names[place + 3] & 0xFF);
  }

  /** True if the name at a place has several rows. */
  boolean hasMany(int place) {
    return (names[place] & MANY) != 0;
  }

  /** Lets a row stand for a name in small letters. Returns the row that did before; -1 if none did. */
  int put(byte[] text, int from, int to, int row) {
    long hash = hash(text, from, to);
    int slot = slotOf(hash, text, from, to);
    if (marks[slot] != 0) {
      int before = row(places[slot]);
      write(places[slot], row, MANY);
      return before;
    }
    marks[slot] = mark(hash);
    places[slot] = used;
    write(used, row, 0);
    names[used + HEADER_BYTES - 1] = (byte) (to - from);
    System.arraycopy(text, from, names, used + HEADER_BYTES, to - from);
    used += HEADER_BYTES + to - from;
    return -1;
  }

  private void write(int place, int row, int many) {
    names[place] = (byte) ((row >>> 24) | many);
    names[place + 1] = (byte) (row >>> 16);
    names[place + 2] = (byte) (row >>> 8);
    names[place + 3] = (byte) row;
  }
}
