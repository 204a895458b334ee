package stratoscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Text in columns, each as wide as its content up to a limit. One thread. */
public final class TextTable {
  private static final String GAP = "  ";
  /** First and last characters of blocks that are wide by Unicode's annex 11, in order. */
  private static final int[] WIDE = {0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF01,
      0xFF60, 0xFFE0, 0xFFE6, 0x20000, 0x3FFFD};

  private final List<List<String>> columns = new ArrayList<>();
  private int rows;

  /** Adds a column: its title, then its values. */
  public void column(String title, int maxCells, List<String> values) {
    List<String> cells = new ArrayList<>(values.size() + 1);
    cells.add(title);
    values.forEach(value -> cells.add(shortened(PrintableText.of(value), maxCells)));
    int width = cells.stream().mapToInt(TextTable::width).max().orElse(0);
    cells.replaceAll(cell -> cell + " ".repeat(width - width(cell)));
    columns.add(cells);
    rows = cells.size();
  }

  /** Keeps both ends, since wallets are told apart by them. */
  private static String shortened(String text, int maxCells) {
    if (width(text) <= maxCells) {
      return text;
    }
    int tail = (maxCells - 1) / 2;
    int head = maxCells - 1 - tail;
    int from = 0;
    for (int next = text.codePointAt(0); width(next) <= head; next = text.codePointAt(from)) {
      head -= width(next);
      from += Character.charCount(next);
    }
    int to = text.length();
    for (int last = text.codePointBefore(to); width(last) <= tail; last = text.codePointBefore(to)) {
      tail -= width(last);
      to -= Character.charCount(last);
    }
    return text.substring(0, from) + "…" + text.substring(to);
  }

  private static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  /** In cells of a terminal: of what is written in East Asia each character takes two. */
  private static int width(int c) {
    for (int i = 0; i < WIDE.length && c >= WIDE[i]; i += 2) {
      if (c <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }

  /** Lays the lines out; each is handed to the paint of its number, 0 for the titles. */
  public String render(IntFunction<UnaryOperator<String>> paintOf) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (List<String> column : columns) {
        line.append(column.get(row)).append(GAP);
      }
      text.append(paintOf.apply(row).apply(line.toString().stripTrailing())).append('\n');
    }
    return text.toString();
  }
}
