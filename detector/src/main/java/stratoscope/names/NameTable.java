package stratoscope.names;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds host names: an open-addressed hash table. Immutable once filled.
 *
 * <p>A slot has 30 bits of the name's hash and whether it has further rows in one number, its row in another. {@link #screen} looks at the
 * first alone, so it waits for memory once, be the name in the table or not; of a billion names that are not it takes about one for one
 * that is. {@link #find} compares letters as well, so that no collision accuses anyone. Whoever chooses the names that are looked up can't
 * make that dear: nothing he says enters the table, and its runs of full slots are short, since it starts from a seed of chance.
 *
 * <p>A hash is built from the right, eight bytes at a time, so that all suffixes of a name cost one pass: {@link #step} takes eight bytes,
 * {@link #end} what is left of a suffix. Capitals count as small letters.
 */
final class NameTable {
  private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WORD_BYTES = Long.BYTES;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
  private static final long FINAL_MULTIPLIER = 0xFF51_AFD7_ED55_8CCDL;
  /** The bit in which capitals differ from small letters; dots, digits and hyphens have it. */
  private static final long SMALL = 0x2020_2020_2020_2020L;
  private static final long DOTS = 0x2E2E_2E2E_2E2E_2E2EL;
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

  /** Always set in a fingerprint, so that no full slot has 0. */
  private static final int FULL = 1;
  /** Beside a fingerprint: the name has further rows. */
  private static final int MANY = 2;

  private final Texts names;
  private final int skipped;
  private final long seed;
  private final int[] fingerprints;
  private final int[] rows;

  /**
   * Makes an empty table.
   *
   * @param names of the rows, in small letters
   * @param skipped how many letters stand in front of each that do not belong to it
   * @param capacity how many names it can take
   */
  NameTable(Texts names, int skipped, int capacity, long seed) {
    this.names = names;
    this.skipped = skipped;
    this.seed = seed;
    fingerprints = new int[Math.max(4, Integer.highestOneBit(Math.max(1, capacity)) << 2)];
    rows = new int[fingerprints.length];
  }

  /** The eight bytes in front of a place, or those behind {@code from} if they are fewer: the last one highest, 0 where there is none. */
  static long word(byte[] text, int from, int to) {
    long word;
    if (to >= WORD_BYTES) {
      word = (long) WORD.get(text, to - WORD_BYTES) | SMALL;
    } else {
      word = 0;
      for (int i = from; i < to; i++) {
        word = (word >>> Byte.SIZE) | ((text[i] | 0x20L) << (Long.SIZE - Byte.SIZE));
      }
    }
    int missing = WORD_BYTES - (to - from);
    return missing <= 0 ? word : word & (-1L << (Byte.SIZE * missing));
  }

  /** The highest bit of each byte of a word that is a dot. */
  static long dots(long word) {
    long others = word ^ DOTS;
    return ~(((others & LOW_BITS) + LOW_BITS) | others | LOW_BITS);
  }

  /** The hash of the empty name, to begin with. */
  long start() {
    return seed;
  }

  /** With eight bytes more. */
  static long step(long hash, long word) {
    long mixed = (hash ^ word) * MULTIPLIER;
    return mixed ^ (mixed >>> 32);
  }

  /** The hash of a name, with its first bytes, fewer than eight, as the highest of a word. */
  static long end(long hash, long word) {
    long mixed = step(hash, word) * FINAL_MULTIPLIER;
    return mixed ^ (mixed >>> 32);
  }

  /** The hash of a whole name. */
  long hash(byte[] text, int from, int to) {
    long hash = seed;
    int at = to;
    for (; at - from >= WORD_BYTES; at -= WORD_BYTES) {
      hash = step(hash, word(text, from, at));
    }
    return end(hash, at == from ? 0 : word(text, from, at));
  }

  /** The slot of a name by its hash alone; -1 if it is not in the table. */
  int screen(long hash) {
    int wanted = fingerprint(hash);
    int slot = (int) hash & (fingerprints.length - 1);
    for (int at = fingerprints[slot]; at != 0; at = fingerprints[slot]) {
      if ((at & ~MANY) == wanted) {
        return slot;
      }
      slot = (slot + 1) & (fingerprints.length - 1);
    }
    return -1;
  }

  /** The same by its letters, too. */
  int find(long hash, byte[] text, int from, int to) {
    int slot = slotOf(hash, text, from, to);
    return fingerprints[slot] == 0 ? -1 : slot;
  }

  /** The slot of a name, or the empty one where it would be. */
  private int slotOf(long hash, byte[] text, int from, int to) {
    int slot = (int) hash & (fingerprints.length - 1);
    while (fingerprints[slot] != 0 && ((fingerprints[slot] & ~MANY) != fingerprint(hash) || !isName(rows[slot], text, from, to))) {
      slot = (slot + 1) & (fingerprints.length - 1);
    }
    return slot;
  }

  private static int fingerprint(long hash) {
    return ((int) (hash >>> Integer.SIZE) | FULL) & ~MANY;
  }

  /** True if a text is the name of a row, whatever its case. */
  boolean isName(int row, byte[] text, int from, int to) {
    int start = names.start(row) + skipped;
    int length = names.end(row) - start;
    return length == to - from
        && (Arrays.equals(names.bytes(), start, start + length, text, from, to) || isNameInCapitals(start, text, from, to));
  }

  private boolean isNameInCapitals(int start, byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (names.bytes()[start + i - from] != HostNames.lowerInName(text[i])) {
        return false;
      }
    }
    return true;
  }

  /** The row of a slot: of several the first. */
  int row(int slot) {
    return rows[slot];
  }

  /** True if a slot has several rows. */
  boolean hasMany(int slot) {
    return (fingerprints[slot] & MANY) != 0;
  }

  /** Lets a row stand for its name. Returns the row that did before; -1 if none did. */
  int put(int row) {
    int from = names.start(row) + skipped;
    long hash = hash(names.bytes(), from, names.end(row));
    int slot = slotOf(hash, names.bytes(), from, names.end(row));
    int before = fingerprints[slot] == 0 ? -1 : rows[slot];
    fingerprints[slot] = fingerprint(hash) | (before < 0 ? 0 : MANY);
    rows[slot] = row;
    return before;
  }
}
