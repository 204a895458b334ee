package stratoscope.inventory;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The row of a CSV file that is being read: its wanted cells, stripped. Of cells that repeat those of other rows, the same text is mostly
 * the same object. One thread.
 */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {
  private static final int ABSENT = -1;
  /** Texts at hand are 2 to the power of that, each in the place that its hash says: enough that few of 50,000 drive each other out. */
  private static final int KEPT_BITS = 18;
  /** Their characters, 8 MB: more are forgotten, and are texts anew when they come again. */
  private static final int MAX_KEPT_CHARS = 1 << 22;
  private static final int FIRST_KEPT_CHARS = 1 << 16;
  /** Spreads hashes: 2 to the power of 32, divided by the golden ratio. */
  private static final int SPREAD = 0x9E37_79B9;

  /** By field of the file. */
  private final int[] cellOfField;
  private final String[] cells;
  private final boolean[] isRepeated;
  private final @Nullable String[] kept = new @Nullable String[1 << KEPT_BITS];
  /** Where the characters of each begin, together, so that comparing misses the caches once; and behind which they end. */
  private final int[] starts = new int[1 << KEPT_BITS];
  private final int[] ends = new int[1 << KEPT_BITS];
  private char[] keptChars = new char[FIRST_KEPT_CHARS];
  private int keptEnd;
  /** By cell, where the text is that it had last. */
  private final int[] lastSlots;
  private boolean isFirstBlank;
  /** That the reader does not see. */
  private long linesBefore;

  /**
   * Before the first row.
   *
   * @param fields which of the file's fields each cell is; -1 for none
   * @param isRepeated which cells are like those of other rows
   */
  CsvRow(int[] fields, boolean[] isRepeated) {
    this.isRepeated = isRepeated;
    cells = new String[fields.length];
    lastSlots = new int[fields.length];
    Arrays.fill(cells, "");
    cellOfField = new int[Math.max(0, Arrays.stream(fields).max().orElse(ABSENT) + 1)];
    Arrays.fill(cellOfField, ABSENT);
    for (int cell = 0; cell < fields.length; cell++) {
      if (fields[cell] != ABSENT) {
        cellOfField[fields[cell]] = cell;
      }
    }
  }

  /** Sets the lines of the file before those that are read next. */
  void startBehind(long lines) {
    linesBefore = lines;
  }

  long linesBefore() {
    return linesBefore;
  }

  @Override
  protected void handleBegin(long startingLineNumber) {
    Arrays.fill(cells, "");
  }

  @Override
  protected void handleField(int field, char[] chars, int from, int length, boolean isQuoted) {
    int start = from;
    int end = from + length;
    while (start < end && Character.isWhitespace(chars[start])) {
      start++;
    }
    while (end > start && Character.isWhitespace(chars[end - 1])) {
      end--;
    }
    if (field == 0) {
      isFirstBlank = start == end;
    }
    int cell = field < cellOfField.length ? cellOfField[field] : ABSENT;
    if (cell != ABSENT && start < end) {
      cells[cell] = isRepeated[cell] ? once(cell, chars, start, end) : new String(chars, start, end - start);
    }
  }

  private String once(int cell, char[] chars, int from, int to) {
    String last = kept[lastSlots[cell]];
    if (last != null && isKept(lastSlots[cell], chars, from, to)) {
      return last;
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = (hash * SPREAD) >>> (32 - KEPT_BITS);
    lastSlots[cell] = slot;
    String text = kept[slot];
    return text != null && isKept(slot, chars, from, to) ? text : keep(slot, chars, from, to);
  }

  private boolean isKept(int slot, char[] chars, int from, int to) {
    return Arrays.equals(keptChars, starts[slot], ends[slot], chars, from, to);
  }

  private String keep(int slot, char[] chars, int from, int to) {
    int length = to - from;
    String text = new String(chars, from, length);
    if (length > MAX_KEPT_CHARS - keptEnd) {
      Arrays.fill(kept, null);
      keptEnd = 0;
    }
    if (length <= MAX_KEPT_CHARS) {
      if (length > keptChars.length - keptEnd) {
        keptChars = Arrays.copyOf(keptChars, Math.min(MAX_KEPT_CHARS, Math.max(2 * keptChars.length, keptEnd + length)));
      }
      System.arraycopy(chars, from, keptChars, keptEnd, length);
      starts[slot] = keptEnd;
      keptEnd += length;
      ends[slot] = keptEnd;
      kept[slot] = text;
    }
    return text;
  }

  @Override
  protected CsvRow buildRecord() {
    return this;
  }

  /** Equal for rows whose cells between these two are equal, as far as they are marked to repeat others. */
  int hash(int from, int to) {
    int hash = 0;
    for (int cell = from; cell < to; cell++) {
      hash = 31 * hash + (cells[cell].isEmpty() ? 0 : lastSlots[cell]);
    }
    return hash;
  }

  /** In the order asked for, stripped, empty where the row has none; of this row until the next is read. */
  String[] cells() {
    return cells;
  }

  boolean isBlank() {
    return getFieldCount() == 1 && isFirstBlank;
  }

  long line() {
    return linesBefore + getStartingLineNumber();
  }
}
