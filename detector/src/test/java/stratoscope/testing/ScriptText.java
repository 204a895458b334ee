package stratoscope.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a script as its interpreter sees them: without comments, with included files in their place, {@code repeat} blocks
 * written out and every <code>${…}</code> replaced. Not thread-safe; {@code include} works only in scripts that come from a file.
 */
final class ScriptText {
  /** A line, and where it stands. */
  record Line(String text, String source, int number) {
    IllegalArgumentException error(String what, Exception cause) {
      return new IllegalArgumentException(source + ":" + number + ": " + what, cause);
    }
  }

  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final Map<String, String> values = new HashMap<>();
  private final List<Line> lines = new ArrayList<>();

  private ScriptText() {
    values.put("cr", "\r");
    values.put("lf", "\n");
    values.put("tab", "\t");
  }

  static List<Line> linesOf(Path file) {
    ScriptText script = new ScriptText();
    script.add(read(file), file.getParent());
    return script.lines;
  }

  static List<Line> linesOf(String text) {
    ScriptText script = new ScriptText();
    script.add(numbered(text, "script"), null);
    return script.lines;
  }

  private static List<Line> read(Path file) {
    try {
      return numbered(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Line> numbered(String text, String source) {
    List<Line> lines = new ArrayList<>();
    for (String line : text.split("\n")) {
      lines.add(new Line(line, source, lines.size() + 1));
    }
    return lines;
  }

  private void add(List<Line> raw, Path folder) {
    for (int at = 0; at < raw.size(); at++) {
      Line line = raw.get(at);
      try {
        if (line.text.isBlank() || line.text.startsWith("#")) {
          continue;
        }
        String[] words = SPACES.split(line.text, 3);
        switch (words[0]) {
          case "let" -> let(words);
          case "include" -> include(folder.resolve(words[1]));
          case "repeat" -> at = repeat(raw, at, folder);
          default -> lines.add(new Line(expanded(line.text), line.source, line.number));
        }
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw line.error("cannot be read: " + line.text, e);
      }
    }
  }

  private void include(Path file) {
    add(read(file), file.getParent());
  }

  /** {@code let name = value}: the value is everything behind the sign and one space. */
  private void let(String[] words) {
    values.put(words[1], expanded(words[2].replaceFirst("^= ?", "")));
  }

  /** Writes the block out, and says where its {@code end} stands. Blocks of {@code join} inside have their own. */
  private int repeat(List<Line> raw, int start, Path folder) {
    int depth = 1;
    int end = start + 1;
    for (; ; end++) {
      String word = SPACES.split(raw.get(end).text, 2)[0];
      depth += word.equals("repeat") || word.equals("join") ? 1 : word.equals("end") ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    String[] words = SPACES.split(expanded(raw.get(start).text));
    int first = words.length > 3 && words[2].equals("from") ? Integer.parseInt(words[3]) : 1;
    for (int i = first; i < first + Integer.parseInt(words[1]); i++) {
      values.put("i", Integer.toString(i));
      add(raw.subList(start + 1, end), folder);
    }
    return end;
  }

  private String expanded(String text) {
    if (!text.contains("${")) {
      return text;
    }
    Matcher matcher = EXPRESSION.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(out, Matcher.quoteReplacement(value(matcher.group(1))));
    }
    return matcher.appendTail(out).toString();
  }

  private String value(String expression) {
    String[] words = expression.split(" ", 3);
    return switch (words[0]) {
      case "hex" -> hex(Integer.parseInt(words[1]), words.length > 2 ? named(words[2]) : "");
      case "fill" -> named(words[2]).repeat(Integer.parseInt(words[1]));
      case "length" -> Integer.toString(named(words[1]).getBytes(StandardCharsets.UTF_8).length);
      case "bytes" -> HexFormat.of().formatHex(named(words[1]).getBytes(StandardCharsets.UTF_8));
      case "sized" -> String.format(Locale.ROOT, "%02x", utf8(words[1]).length) + HexFormat.of().formatHex(utf8(words[1]));
      case "le" -> littleEndian(Integer.parseInt(words[1]), named(words[2]).replaceAll("\\s", "").length() / 2);
      case "utf16" -> HexFormat.of().formatHex(named(words[1]).getBytes(StandardCharsets.UTF_16LE));
      default -> number(expression);
    };
  }

  private byte[] utf8(String word) {
    return named(word).getBytes(StandardCharsets.UTF_8);
  }

  private static String littleEndian(int bytes, int number) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      hex.append(String.format(Locale.ROOT, "%02x", number >> 8 * i & 0xFF));
    }
    return hex.toString();
  }

  /** A value's text, or the word itself where no value has this name. */
  private String named(String word) {
    return values.getOrDefault(word, word);
  }

  /** A value as it is, or with {@code :x} or {@code :08x} a number in hex. */
  private String number(String expression) {
    int colon = expression.indexOf(':');
    String name = colon < 0 ? expression : expression.substring(0, colon);
    String value = values.get(name);
    if (value == null) {
      throw new NumberFormatException("no value named " + name);
    }
    return colon < 0 ? value : String.format(Locale.ROOT, "%" + expression.substring(colon + 1), Integer.parseInt(value));
  }

  /** Hex digits that look random and are the same each time. */
  private static String hex(int digits, String seed) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      StringBuilder out = new StringBuilder();
      for (int i = 0; out.length() < digits; i++) {
        out.append(HexFormat.of().formatHex(sha.digest((seed + "/" + i).getBytes(StandardCharsets.UTF_8))));
      }
      return out.substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
