package stratoscope.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Guesses which known word a misspelled one is meant to be. */
public final class Nearest {
  private Nearest() {}

  /** {@code  (did you mean 'word'?)} for the nearest word, of equals the first, that a slip of the fingers could explain; or empty. */
  public static String hint(String word, Collection<String> known) {
    return known.stream()
        .filter(name -> edits(word, name) <= 1 + name.length() / 3)
        .min(Comparator.comparingInt(name -> edits(word, name)))
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }

  /** Levenshtein's distance: characters to insert, delete or replace. */
  private static int edits(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
