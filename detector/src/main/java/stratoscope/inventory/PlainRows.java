package stratoscope.inventory;

import java.io.IOException;
import java.io.Reader;

/**
 * Splits rows of CSV as long as nothing in them is unusual: a quote within quotes, a line break, a row that is longer than what is read at
 * once. Mostly that is all of a million rows, which are split with less work than by a reader of any CSV. One thread.
 */
final class PlainRows {
  private static final int INCOMPLETE = -1;
  private static final int UNUSUAL = -2;
  /** Of one row. */
  private static final int MAX_FIELDS = 1 << 10;

  private final Reader in;
  private final char separator;
  private final CsvRow row;
  private final char[] chars;
  private int at;
  private int end;
  private boolean isReadOut;
  private long lines;

  /**
   * Begins behind some lines.
   *
   * @param blockChars what is read at once
   */
  PlainRows(Reader in, char separator, CsvRow row, int blockChars) {
    this.in = in;
    this.separator = separator;
    this.row = row;
    chars = new char[blockChars];
    lines = row.linesBefore();
  }

  /** Splits the next row that is not blank; false if there is none, or it is unusual. */
  boolean next() throws IOException {
    while (at < end || fill()) {
      int lineEnd = chars[at] == '#' ? lineEnd(at) : split();
      if (lineEnd == UNUSUAL || (lineEnd == INCOMPLETE && !fill())) {
        return false;
      }
      if (lineEnd != INCOMPLETE) {
        boolean isRow = chars[at] != '#' && !row.isBlank();
        at = lineEnd + (chars[lineEnd] == '\r' && lineEnd + 1 < end && chars[lineEnd + 1] == '\n' ? 2 : 1);
        row.startBehind(++lines);
        if (isRow) {
          return true;
        }
      }
    }
    return false;
  }

  /** True if there is no further row; else it is unusual. */
  boolean isAtEnd() {
    return isReadOut && at == end;
  }

  /** Lines of the rows that were split. */
  long lines() {
    return lines;
  }

  /** Reads more behind what is left; false if there is no more, or no room for it. */
  private boolean fill() throws IOException {
    System.arraycopy(chars, at, chars, 0, end - at);
    end -= at;
    at = 0;
    // room for the line break that the last row may lack
    if (isReadOut || end == chars.length - 1) {
      return false;
    }
    int read = in.read(chars, end, chars.length - 1 - end);
    if (read >= 0) {
      end += read;
      return true;
    }
    isReadOut = true;
    if (end > 0 && !isLineEnd(chars[end - 1])) {
      chars[end++] = '\n';
    }
    return end > 0;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  /** Where the line ends; of a carriage return it must be known what follows. */
  private int lineEnd(int from) {
    int place = from;
    while (place < end && !isLineEnd(chars[place])) {
      place++;
    }
    return place == end || (chars[place] == '\r' && place + 1 == end && !isReadOut) ? INCOMPLETE : place;
  }

  /** Gives the row its cells, and where its line ends. */
  private int split() {
    row.begin(chars);
    int start = at;
    int close = 0;
    for (int place = at; place < end; place++) {
      char c = chars[place];
      if (c > '"' && c != separator) {
        continue;
      }
      if (c == separator || isLineEnd(c)) {
        row.set(close > start ? start + 1 : start, close > start ? close : place);
        if (c != separator || row.fields() > MAX_FIELDS) {
          return c == separator ? UNUSUAL : c == '\r' && place + 1 == end && !isReadOut ? INCOMPLETE : place;
        }
        start = place + 1;
      } else if (c == '"' && place == start) {
        close = close(place + 1);
        if (close < 0) {
          return close;
        }
        place = close;
      }
    }
    return INCOMPLETE;
  }

  /** Where the quote closes a cell from a place on. */
  private int close(int from) {
    int place = from;
    while (place < end && chars[place] != '"' && !isLineEnd(chars[place])) {
      place++;
    }
    if (place + 1 >= end) {
      return INCOMPLETE;
    }
    return chars[place] == '"' && (chars[place + 1] == separator || isLineEnd(chars[place + 1])) ? place : UNUSUAL;
  }
}
