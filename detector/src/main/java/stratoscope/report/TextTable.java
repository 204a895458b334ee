package stratoscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of text in columns as wide as their content, cut at a limit per column. One thread. */
final class TextTable {
  private static final int MAX_CELL_CHARS = 44;

  private final List<String[]> rows = new ArrayList<>();
  private final List<UnaryOperator<String>> paints = new ArrayList<>();

  /** @param paint colours the whole line once it is laid out */
  void add(UnaryOperator<String> paint, String... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = shortened(PrintableText.of(cells[i]));
    }
    rows.add(row);
    paints.add(paint);
  }

  /** Keeps both ends, since wallets are told apart by them. */
  private static String shortened(String text) {
    if (text.length() <= MAX_CELL_CHARS) {
      return text;
    }
    int half = MAX_CELL_CHARS / 2;
    return text.substring(0, half) + "…" + text.substring(text.length() - half + 1);
  }

  String render() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    rows.forEach(row -> {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    });
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      String[] row = rows.get(r);
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        if (i + 1 < row.length) {
          line.append(" ".repeat(widths[i] - row[i].length() + 2));
        }
      }
      text.append(paints.get(r).apply(line.toString().stripTrailing())).append('\n');
    }
    return text.toString();
  }
}
