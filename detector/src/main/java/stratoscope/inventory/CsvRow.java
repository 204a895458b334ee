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
  /** Spreads hashes: 2 to the power of 32, divided by the golden ratio. */
  private static final int SPREAD = 0x9E37_79B9;

  /** By field of the file. */
  private final int[] cellOfField;
  private final String[] cells;
  /** Of cells that repeat those of other rows, and empty of others. */
  private final String[] lastCells;
  private final boolean[] isRepeated;
  private final @Nullable String[] kept = new @Nullable String[1 << KEPT_BITS];
  private boolean isFirstBlank;

  /**
   * Before the first row.
   *
   * @param fields which of the file's fields each cell is; -1 for none
   * @param isRepeated which cells are like those of other rows
   */
  CsvRow(int[] fields, boolean[] isRepeated) {
    this.isRepeated = isRepeated;
    cells = new String[fields.length];
    lastCells = new String[fields.length];
    Arrays.fill(cells, "");
    Arrays.fill(lastCells, "");
    cellOfField = new int[Math.max(0, Arrays.stream(fields).max().orElse(ABSENT) + 1)];
    Arrays.fill(cellOfField, ABSENT);
    for (int cell = 0; cell < fields.length; cell++) {
      if (fields[cell] != ABSENT) {
        cellOfField[fields[cell]] = cell;
      }
    }
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
    if (isText(lastCells[cell], chars, from, to)) {
      return lastCells[cell];
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = (hash * SPREAD) >>> (32 - KEPT_BITS);
    String text = kept[slot];
    if (text == null || !isText(text, chars, from, to)) {
      text = new String(chars, from, to - from);
      kept[slot] = text;
    }
    lastCells[cell] = text;
    return text;
  }

  private static boolean isText(String text, char[] chars, int from, int to) {
    if (text.length() != to - from) {
      return false;
    }
    for (int i = text.length() - 1; i >= 0; i--) {
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  protected CsvRow buildRecord() {
    return this;
  }

  /** In the order asked for, empty where the row has none; of this row until the next is read. */
  String[] cells() {
    return cells;
  }

  boolean isBlank() {
    return getFieldCount() == 1 && isFirstBlank;
  }

  long line() {
    return getStartingLineNumber();
  }
}
