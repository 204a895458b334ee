package stratoscope.inventory;

import java.util.Arrays;

/**
 * Numbers of rows, found by what some of their cells hold. One thread. Bounded: what was not seen lately is forgotten, and is new when it
 * comes again.
 */
final class RecentRows {
  static final int NONE = -1;
  /** Rows at hand are 2 to the power of that, each in the place that its hash says: few of 20,000 drive each other out. */
  private static final int BITS = 18;
  /** What their cells hold, 8 MB. */
  private static final int MAX_CHARS = 1 << 22;
  /** Rows that are longer are not kept. */
  private static final int MAX_ROW_CHARS = 1 << 15;
  private static final int FIRST_CHARS = 1 << 14;
  /** Spreads hashes: 2 to the power of 32, divided by the golden ratio. */
  private static final int SPREAD = 0x9E37_79B9;

  private final int[] cells;
  private final int[] numbers = new int[1 << BITS];
  private final int[] starts = new int[1 << BITS];
  /** Of each row, how long each of its cells is, and what it holds. */
  private char[] chars = new char[FIRST_CHARS];
  private int end;
  /** Of the row asked for last. */
  private int slot;

  /** @param cells that rows are found by */
  RecentRows(int... cells) {
    this.cells = cells;
    Arrays.fill(numbers, NONE);
  }

  /** The number of a row whose cells hold the same; {@link #NONE} if none is at hand. */
  int find(CsvRow row) {
    char[] text = row.chars();
    int hash = 0;
    for (int cell : cells) {
      int to = row.end(cell);
      for (int i = row.start(cell); i < to; i++) {
        hash = 31 * hash + text[i];
      }
      hash = 31 * hash;
    }
    slot = (hash * SPREAD) >>> (32 - BITS);
    return numbers[slot] != NONE && isSame(row, text) ? numbers[slot] : NONE;
  }

  private boolean isSame(CsvRow row, char[] text) {
    int at = starts[slot];
    for (int cell : cells) {
      int start = row.start(cell);
      int length = row.end(cell) - start;
      if (chars[at++] != length || !Arrays.equals(chars, at, at + length, text, start, start + length)) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Keeps the number of the row asked for last, which is not at hand. */
  void keep(CsvRow row, int number) {
    int length = cells.length;
    for (int cell : cells) {
      length += row.end(cell) - row.start(cell);
    }
    if (length > MAX_ROW_CHARS) {
      return;
    }
    if (length > MAX_CHARS - end) {
      Arrays.fill(numbers, NONE);
      end = 0;
    }
    if (length > chars.length - end) {
      chars = Arrays.copyOf(chars, Math.min(MAX_CHARS, Math.max(2 * chars.length, end + length)));
    }
    numbers[slot] = number;
    starts[slot] = end;
    for (int cell : cells) {
      int cellLength = row.end(cell) - row.start(cell);
      chars[end++] = (char) cellLength;
      System.arraycopy(row.chars(), row.start(cell), chars, end, cellLength);
      end += cellLength;
    }
  }
}
