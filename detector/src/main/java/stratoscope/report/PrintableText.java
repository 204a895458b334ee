package stratoscope.report;

import java.util.Set;

/** Text as it may be shown on a terminal: packets and file names could otherwise write all over it. */
public final class PrintableText {
  private static final Set<Integer> UNPRINTABLE = Set.of((int) Character.CONTROL, (int) Character.FORMAT, (int) Character.SURROGATE,
      (int) Character.PRIVATE_USE, (int) Character.UNASSIGNED, (int) Character.LINE_SEPARATOR, (int) Character.PARAGRAPH_SEPARATOR);

  private PrintableText() {}

  /** The same text on one line, with a dot for each character that isn't to be seen. */
  public static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.appendCodePoint(UNPRINTABLE.contains(Character.getType(c)) ? '.' : c));
    return clean.toString();
  }
}
