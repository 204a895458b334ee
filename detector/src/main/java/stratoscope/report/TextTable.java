package stratoscope.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Rows of text in columns as wide as their content, cut at a limit per column. One thread. */
final class TextTable {
  private static final int MAX_CELL_CHARS = 44;

  private static final Set<Integer> UNPRINTABLE = Set.of((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.SURROGATE,
      (int) Character.PRIVATE_USE, (int) Character.UNASSIGNED, (int) Character.LINE_SEPARATOR, (int) Character.PARAGRAPH_SEPARATOR);

  private final List<String[]> rows = new ArrayList<>();
  private final List<UnaryOperator<String>> paints = new ArrayList<>();

  /** @param paint colours the whole line once it is laid out */
  void add(UnaryOperator<String> paint, String... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = shortened(printable(cells[i]));
    }
    rows.add(row);
    paints.add(paint);
  }

  /** Control characters would let a packet write on the user's terminal. */
  static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> {
      int type = Character.getType(c);
      clean.appendCodePoint(UNPRINTABLE.contains(type) ? '.' : c);
    });
    return clean.toString();
  }

  /** Keeps both ends, since wallets are told apart by them. */
  private static String shortened(String text) {
    if (width(text) <= MAX_CELL_CHARS) {
      return text;
    }
    int half = MAX_CELL_CHARS / 2;
    return text.substring(0, text.offsetByCodePoints(0, half)) + "…" + text.substring(text.offsetByCodePoints(text.length(), 1 - half));
  }

  /** In characters, however many units of UTF-16 they take. */
  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  String render() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    rows.forEach(row -> {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    });
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      String[] row = rows.get(r);
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        if (i + 1 < row.length) {
          line.append(" ".repeat(widths[i] - width(row[i]) + 2));
        }
      }
      text.append(paints.get(r).apply(line.toString().stripTrailing())).append('\n');
    }
    return text.toString();
  }
}
