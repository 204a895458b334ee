package stratoscope.names;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds host names: an open-addressed hash table. Immutable once filled.
 *
 * <p>A slot is one number: 34 bits of the name's hash, its row, and whether it has further rows. {@link #screen} looks no further, so it
 * costs one access to memory, be the name in the table or not; of ten billion names that are not it takes about one for one that is.
 * {@link #find} compares letters as well, so that no collision accuses anyone. Whoever chooses the names that are looked up can't make that
 * dear: nothing he says enters the table, and its runs of full slots are short, since it starts from a seed of chance.
 *
 * <p>A hash is built from the right, eight bytes at a time, so that all suffixes of a name cost one pass: {@link #step} takes eight bytes,
 * {@link #end} what is left of a suffix. Capitals count as small letters.
 */
final class NameTable {
  /** Bits of a row. */
  static final int ROW_BITS = 28;

  private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WORD_BYTES = Long.BYTES;
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
  private static final long FINAL_MULTIPLIER = 0xFF51_AFD7_ED55_8CCDL;
  /** The bit in which capitals differ from small letters; dots, digits and hyphens have it. */
  private static final long SMALL = 0x2020_2020_2020_2020L;
  private static final long DOTS = 0x2E2E_2E2E_2E2E_2E2EL;
  private static final long LOW_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

  /** Of a slot: above it the fingerprint, of which the lowest bit is always set, so that no full slot is 0. */
  private static final int FINGERPRINT_SHIFT = ROW_BITS + 1;
  private static final long FULL = 1L << FINGERPRINT_SHIFT;
  private static final int MANY = 1 << ROW_BITS;
  private static final int ROW = MANY - 1;

  private final Texts names;
  private final int skipped;
  private final long seed;
  private final long[] slots;

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
    slots = new long[Math.max(4, Integer.highestOneBit(Math.max(1, capacity)) << 2)];
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

  /** Looks a name up by its hash alone: gives something for {@link #row} and {@link #hasMany}; -1 if it is not in the table. */
  int screen(long hash) {
    long wanted = fingerprint(hash);
    int slot = (int) hash & (slots.length - 1);
    for (long at = slots[slot]; at != 0; at = slots[slot]) {
      if (fingerprint(at) == wanted) {
        return (int) at & (MANY | ROW);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  /** The same by its letters, too. */
  int find(long hash, byte[] text, int from, int to) {
    int slot = slotOf(hash, text, from, to);
    return slots[slot] == 0 ? -1 : (int) slots[slot] & (MANY | ROW);
  }

  /** The slot of a name, or the empty one where it would be. */
  private int slotOf(long hash, byte[] text, int from, int to) {
    int slot = (int) hash & (slots.length - 1);
    while (slots[slot] != 0 && (fingerprint(slots[slot]) != fingerprint(hash) || !isName(row((int) slots[slot]), text, from, to))) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private static long fingerprint(long hash) {
    return (hash | FULL) >>> FINGERPRINT_SHIFT;
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

  /** The row of what was found. */
  static int row(int found) {
    return found & ROW;
  }

  /** True if what was found has several rows. */
  static boolean hasMany(int found) {
    return (found & MANY) != 0;
  }

  /** Lets a row stand for its name. Returns the row that did before; -1 if none did. */
  int put(int row) {
    int from = names.start(row) + skipped;
    long hash = hash(names.bytes(), from, names.end(row));
    int slot = slotOf(hash, names.bytes(), from, names.end(row));
    int before = slots[slot] == 0 ? -1 : row((int) slots[slot]);
    slots[slot] = (fingerprint(hash) << FINGERPRINT_SHIFT) | (before < 0 ? 0 : MANY) | row;
    return before;
  }
}
