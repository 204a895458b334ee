package stratoscope.names;

/**
 * Finds host names among those of a column of texts: an open-addressed hash table of the rows that hold them. Immutable once filled.
 *
 * <p>A hash is built byte by byte from the right, so that all suffixes of a name cost one pass ({@link #step}). It only says where to
 * look: what is found there is compared byte by byte, so that no collision accuses anyone. Whoever chooses the names that are looked up
 * can't make that dear either: nothing he says enters the table, and its runs of full slots are short, since it starts from a seed of
 * chance. One byte of each hash is kept apart; most look-ups end there, in the cache.
 */
final class NameTable {
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final Texts names;
  /** Bytes in front of the name in each text. */
  private final int skip;
  private final long seed;
  /** 0 where a slot is empty. */
  private final byte[] marks;
  private final int[] rows;
  private final int shift;

  /** @param capacity how many names it can take */
  NameTable(Texts names, int skip, int capacity, long seed) {
    int slots = Math.max(4, Integer.highestOneBit(Math.max(1, capacity)) << 2);
    this.names = names;
    this.skip = skip;
    this.seed = seed;
    marks = new byte[slots];
    rows = new int[slots];
    shift = 64 - Integer.numberOfTrailingZeros(slots);
  }

  /** The hash of the empty name. */
  long start() {
    return seed;
  }

  /** The hash of a name from the hash of all but its first byte. */
  static long step(long hash, byte first) {
    return (hash ^ small(first)) * MULTIPLIER;
  }

  private static int small(byte b) {
    return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
  }

  private static byte mark(long hash) {
    return (byte) ((hash >>> 32) | 0x80);
  }

  private int slot(long hash) {
    return (int) (((hash ^ (hash >>> 29)) * MULTIPLIER) >>> shift);
  }

  /** The row that holds this name; -1 if none does. */
  int find(long hash, byte[] text, int from, int to) {
    byte mark = mark(hash);
    for (int slot = slot(hash); marks[slot] != 0; slot = (slot + 1) & (marks.length - 1)) {
      if (marks[slot] == mark && isName(rows[slot], text, from, to)) {
        return rows[slot];
      }
    }
    return -1;
  }

  private boolean isName(int row, byte[] text, int from, int to) {
    int start = names.start(row) + skip;
    if (names.end(row) - start != to - from) {
      return false;
    }
    byte[] bytes = names.bytes();
    for (int i = from; i < to; i++) {
      if (bytes[start + i - from] != small(text[i])) {
        return false;
      }
    }
    return true;
  }

  /** Lets a row stand for its name. Returns the row that did before; -1 if none did. */
  int put(int row) {
    byte[] bytes = names.bytes();
    int from = names.start(row) + skip;
    int to = names.end(row);
    long hash = hash(bytes, from, to);
    byte mark = mark(hash);
    int slot = slot(hash);
    while (marks[slot] != 0) {
      if (marks[slot] == mark && isName(rows[slot], bytes, from, to)) {
        int before = rows[slot];
        rows[slot] = row;
        return before;
      }
      slot = (slot + 1) & (marks.length - 1);
    }
    marks[slot] = mark;
    rows[slot] = row;
    return -1;
  }

  /** The hash of a whole name. */
  long hash(byte[] text, int from, int to) {
    long hash = seed;
    for (int i = to - 1; i >= from; i--) {
      hash = step(hash, text[i]);
    }
    return hash;
  }
}
