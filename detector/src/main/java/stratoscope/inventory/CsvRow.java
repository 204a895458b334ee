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
  private static final int FIRST_COPIED_CHARS = 1 << 9;
  /** Spreads hashes: 2 to the power of 32, divided by the golden ratio. */
  private static final int SPREAD = 0x9E37_79B9;
  private static final char NO_BREAK_SPACE = '\u00A0';
  private static final char ZERO_WIDTH_SPACE = '\u200B';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** By field of the file. */
  private final int[] cellOfField;
  /** Where the cells are in the characters, which are those of who reads, or a copy. */
  private final int[] starts;
  private final int[] ends;
  private char[] chars = new char[0];
  private char[] copies = new char[FIRST_COPIED_CHARS];
  private int copiesEnd;
  private int fields;
  private final String[] cells;
  private final boolean[] isRepeated;
  private final @Nullable String[] kept = new @Nullable String[1 << KEPT_BITS];
  /** Where the characters of each begin, which lie together, and how many there are, 32 bits each: comparing misses few caches. */
  private final long[] places = new long[1 << KEPT_BITS];
  private char[] keptChars = new char[FIRST_KEPT_CHARS];
  private int keptEnd;
  /** By cell, where the text is that it had last. */
  private final int[] lastSlots;
  private boolean isBlank;
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
    starts = new int[fields.length];
    ends = new int[fields.length];
    cells = new String[fields.length];
    lastSlots = new int[fields.length];
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
    begin(copies);
    copiesEnd = 0;
  }

  @Override
  protected void handleField(int field, char[] text, int from, int length, boolean isQuoted) {
    if (field >= cellOfField.length || cellOfField[field] == ABSENT) {
      isBlank = isBlank && isBlank(text, from, from + length);
      fields++;
      return;
    }
    if (length > copies.length - copiesEnd) {
      copies = Arrays.copyOf(copies, Math.max(2 * copies.length, copiesEnd + length));
      chars = copies;
    }
    System.arraycopy(text, from, copies, copiesEnd, length);
    set(copiesEnd, copiesEnd + length);
    copiesEnd += length;
  }

  /** Begins a row, whose cells lie in these characters. */
  void begin(char[] text) {
    chars = text;
    fields = 0;
    isBlank = true;
    Arrays.fill(starts, 0);
    Arrays.fill(ends, 0);
  }

  /** Sets the next field. */
  void set(int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isSpace(chars[start])) {
      start++;
    }
    while (end > start && isSpace(chars[end - 1])) {
      end--;
    }
    isBlank &= start == end;
    int cell = fields < cellOfField.length ? cellOfField[fields] : ABSENT;
    if (cell != ABSENT) {
      starts[cell] = start;
      ends[cell] = end;
    }
    fields++;
  }

  /** Those that web pages and spreadsheets put beside texts, too, and nobody sees: no-break spaces, and some of no width. */
  private static boolean isSpace(char c) {
    return c <= ' ' ? Character.isWhitespace(c)
        : c >= NO_BREAK_SPACE && (Character.isSpaceChar(c) || c == ZERO_WIDTH_SPACE || c == BYTE_ORDER_MARK);
  }

  private static boolean isBlank(char[] text, int from, int to) {
    int at = from;
    while (at < to && isSpace(text[at])) {
      at++;
    }
    return at == to;
  }

  private String once(int cell) {
    int from = starts[cell];
    int to = ends[cell];
    String last = kept[lastSlots[cell]];
    if (last != null && isKept(lastSlots[cell], from, to)) {
      return last;
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + chars[i];
    }
    int slot = (hash * SPREAD) >>> (32 - KEPT_BITS);
    lastSlots[cell] = slot;
    String text = kept[slot];
    return text != null && isKept(slot, from, to) ? text : keep(slot, from, to);
  }

  private boolean isKept(int slot, int from, int to) {
    long place = places[slot];
    int start = (int) (place >>> 32);
    int length = (int) place;
    return length == to - from && Arrays.equals(keptChars, start, start + length, chars, from, to);
  }

  private String keep(int slot, int from, int to) {
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
      places[slot] = (long) keptEnd << 32 | length;
      keptEnd += length;
      kept[slot] = text;
    }
    return text;
  }

  @Override
  protected CsvRow buildRecord() {
    return this;
  }

  /** In the order asked for, stripped, empty where the row has none; of this row until the next is asked for. */
  String[] cells() {
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] = text(cell);
    }
    return cells;
  }

  /** One of them. */
  String text(int cell) {
    return isRepeated[cell] && starts[cell] < ends[cell] ? once(cell) : newText(cell);
  }

  /** One of them that is not like those of other rows. */
  String newText(int cell) {
    return new String(chars, starts[cell], ends[cell] - starts[cell]);
  }

  /** Characters, among which the cells are. */
  char[] chars() {
    return chars;
  }

  int start(int cell) {
    return starts[cell];
  }

  int end(int cell) {
    return ends[cell];
  }

  int fields() {
    return fields;
  }

  /** Also of cells without a text, as spreadsheets leave them behind. */
  boolean isBlank() {
    return isBlank;
  }

  long line() {
    return linesBefore + getStartingLineNumber();
  }
}
