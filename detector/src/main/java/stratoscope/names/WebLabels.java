package stratoscope.names;

import java.util.List;

/**
 * Words in the labels of hosts that stand below a pool's domain but hand out no work: web sites and the like, name servers, mail. A label
 * is told by any of its words: what stands between hyphens and underscores, without digits at the end ({@code api-eth}, {@code www2}).
 * Immutable.
 */
public final class WebLabels {
  /** None, for directories that know no domains of operators. */
  public static final WebLabels NONE = new WebLabels(List.of(), List.of());

  static final int OTHER = 0;
  static final int WEB = 1;
  static final int SILENT = 2;

  private final NameTable table;
  private final int webSize;

  /**
   * Holds two kinds of words, in small letters.
   *
   * @param web of hosts that show something to people or programs
   * @param silent of hosts that tell nothing about who speaks to them
   */
  public WebLabels(List<String> web, List<String> silent) {
    webSize = web.size();
    Texts words = new Texts();
    web.forEach(words::add);
    silent.forEach(words::add);
    table = new NameTable(words, 0, words.size(), 0);
    for (int i = 0; i < words.size(); i++) {
      table.put(i);
    }
  }

  /** What the labels of a name say, the strongest of it: one of the constants. */
  int of(byte[] name, int from, int to) {
    int found = OTHER;
    int start = from;
    for (int i = from; i <= to && found != SILENT; i++) {
      if (i == to || name[i] == '.' || name[i] == '-' || name[i] == '_') {
        found = Math.max(found, ofWord(name, start, i));
        start = i + 1;
      }
    }
    return found;
  }

  private int ofWord(byte[] name, int from, int end) {
    int to = end;
    while (to > from && name[to - 1] >= '0' && name[to - 1] <= '9') {
      to--;
    }
    int found = table.find(table.hash(name, from, to), name, from, to);
    return found < 0 ? OTHER : table.row(found) < webSize ? WEB : SILENT;
  }
}
