package stratoscope.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation written down line by line, as gathered from captures ({@code # flow key=value …} in front of each) or from documents
 * ({@code # source: …} in front of the examples of each). Immutable.
 *
 * @param header what stands in front of it, by key: {@code client}, {@code server}, {@code dialect}, …; of a document only {@code source}
 * @param lines in the order given
 */
record Transcript(Map<String, String> header, List<Line> lines) {
  private static final Pattern HEADER = Pattern.compile("# (flow |source: )(.*)");
  private static final Pattern KEY = Pattern.compile("([a-z.]+)=(\\S+)");
  private static final Pattern SAID = Pattern.compile("([CS?])> ?(.*)");
  private static final String NO_LINE_END = " <<no LF at end>>";
  private static final Pattern NOTE = Pattern.compile(" {3}# not strictly valid JSON in the source$");

  /**
   * What one side said up to a line end.
   *
   * @param isClient whose words they are
   * @param hasEnd false for the last words of a side that ended in the midst of a line
   * @param isLiteral false where a document shows what a message is made of, and not one as it is sent
   */
  record Line(boolean isClient, String text, boolean hasEnd, boolean isLiteral) {}

  /** Without what is not literal. */
  Transcript literal() {
    return new Transcript(header, lines.stream().filter(Line::isLiteral).toList());
  }

  /** The conversations of a file, without those in which nothing is said. */
  static List<Transcript> of(String text) {
    List<Transcript> found = new ArrayList<>();
    Map<String, String> header = Map.of();
    List<Line> lines = new ArrayList<>();
    for (String line : text.split("\r?\n")) {
      Matcher begin = HEADER.matcher(line);
      if (begin.matches()) {
        add(found, header, lines);
        header = header(begin);
        lines = new ArrayList<>();
      } else {
        addSaid(line, lines);
      }
    }
    add(found, header, lines);
    return found;
  }

  private static void add(List<Transcript> found, Map<String, String> header, List<Line> lines) {
    if (!lines.isEmpty()) {
      found.add(new Transcript(header, List.copyOf(lines)));
    }
  }

  private static Map<String, String> header(Matcher begin) {
    Map<String, String> header = new HashMap<>();
    if (begin.group(1).startsWith("source")) {
      header.put("source", begin.group(2));
    } else {
      KEY.matcher(begin.group(2)).results().forEach(key -> header.putIfAbsent(key.group(1), key.group(2)));
    }
    return header;
  }

  /** A line of which only the document's order tells who said it is taken for an answer to the one before. */
  private static void addSaid(String line, List<Line> lines) {
    Matcher said = SAID.matcher(line);
    if (said.matches()) {
      boolean isClient = said.group(1).equals("?") ? lines.isEmpty() || !lines.get(lines.size() - 1).isClient
          : said.group(1).equals("C");
      Matcher note = NOTE.matcher(said.group(2));
      boolean isLiteral = !note.find();
      String text = isLiteral ? said.group(2) : note.replaceFirst("");
      boolean hasEnd = !text.endsWith(NO_LINE_END);
      lines.add(new Line(isClient, hasEnd ? text : text.substring(0, text.length() - NO_LINE_END.length()), hasEnd,
          isLiteral));
    }
  }
}
