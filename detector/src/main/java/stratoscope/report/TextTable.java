package stratoscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Text in columns, each as wide as its content up to a limit. One thread. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> columns = new ArrayList<>();
  private int rows;

  /** Adds a column: its title, then its values. */
  public void column(String title, int maxChars, List<String> values) {
    List<String> cells = new ArrayList<>(values.size() + 1);
    cells.add(title);
    values.forEach(value -> cells.add(shortened(PrintableText.of(value), maxChars)));
    int width = cells.stream().mapToInt(TextTable::width).max().orElse(0);
    cells.replaceAll(cell -> cell + " ".repeat(width - width(cell)));
    columns.add(cells);
    rows = cells.size();
  }

  /** Keeps both ends, since wallets are told apart by them. */
  private static String shortened(String text, int maxChars) {
    if (width(text) <= maxChars) {
      return text;
    }
    int tail = (maxChars - 1) / 2;
    return text.substring(0, text.offsetByCodePoints(0, maxChars - 1 - tail)) + "…"
        + text.substring(text.offsetByCodePoints(text.length(), -tail));
  }

  /** In characters, however many units of UTF-16 they take. */
  private static int width(String text) {
    return text.codePointCount(0, text.length());
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
