package stratoscope.config.lists;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.names.PoolEntry;
import stratoscope.names.Ports;

/** Reads the host names out of Suricata's rules: what they look for in DNS queries and in the server names of TLS. */
final class SuricataRules {
  private static final Pattern RULE = Pattern.compile("^\\s*(alert|drop|reject|pass|rejectsrc|rejectdst|rejectboth)\\s[^(]*\\(.*");
  private static final Set<String> NAME_BUFFERS =
      Set.of("dns.query", "dns_query", "dns.query.rrname", "dns.queries.rrname", "tls.sni", "tls_sni");
  private static final Pattern DAY = Pattern.compile("(?:updated_at|created_at|reviewed_at) (\\d{4})_(\\d\\d)_(\\d\\d)");

  private final ListSink sink;
  private final long line;
  private final @Nullable LocalDate day;
  private final List<String> found = new ArrayList<>();
  /** What else it looks for in a name. */
  private final List<String> others = new ArrayList<>();
  /** What names must not hold. */
  private final List<String> unwanted = new ArrayList<>();
  private boolean isInName;
  private boolean isAnyFound;
  /** The text looked for, and what is said of where it stands. */
  private String content = "";
  private boolean isAtStart;
  private boolean isAtEnd;
  private boolean isDotted;
  private int size = -1;
  private int depth = -1;

  private SuricataRules(ListSink sink, long line, @Nullable LocalDate day) {
    this.sink = sink;
    this.line = line;
    this.day = day;
  }

  static boolean isRule(String line) {
    return RULE.matcher(line).matches();
  }

  static void read(BufferedReader in, ListSink sink) throws IOException {
    long number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (isRule(line)) {
        long first = number;
        StringBuilder rule = new StringBuilder(line.stripTrailing());
        while (rule.charAt(rule.length() - 1) == '\\') { // it goes on in the next line
          String more = in.readLine();
          number++;
          rule.setCharAt(rule.length() - 1, ' ');
          rule.append(more == null ? "" : more.stripTrailing());
        }
        new SuricataRules(sink, first, dayOf(rule.toString())).readRule(rule.toString());
      } else if (!PlainList.withoutComment(line).isEmpty()) {
        sink.refuse("is no rule", number);
      }
    }
  }

  private static @Nullable LocalDate dayOf(String rule) {
    LocalDate newest = null;
    for (Matcher day = DAY.matcher(rule); day.find();) {
      LocalDate each = CsvList.dayOf(day.group(1) + "-" + day.group(2) + "-" + day.group(3));
      newest = newest == null || (each != null && each.isAfter(newest)) ? each : newest;
    }
    return newest;
  }

  private void readRule(String rule) {
    if (rule.stripLeading().startsWith("pass")) {
      sink.refuse("the rule lets pass what it finds", line);
      return;
    }
    for (String option : options(rule.substring(rule.indexOf('(') + 1))) {
      int colon = option.indexOf(':');
      String name = (colon < 0 ? option : option.substring(0, colon)).strip();
      String value = colon < 0 ? "" : option.substring(colon + 1).strip();
      switch (name) {
        case "content" -> onContent(value);
        case "startswith" -> isAtStart = true;
        case "endswith" -> isAtEnd = true;
        case "isdataat" -> isAtEnd |= value.replace(" ", "").equals("!1,relative");
        case "dotprefix" -> isDotted = true;
        case "bsize" -> size = numberOf(value);
        case "depth" -> depth = numberOf(value);
        case "pcre" -> onPattern(value);
        default -> onOther(name);
      }
    }
    finish();
    if (!isAnyFound) {
      sink.refuse("the rule looks for no name in dns.query or tls.sni", line);
    } else if (!unwanted.isEmpty()) {
      sink.refuse("looks for names that are not " + String.join(", ", unwanted), line);
    } else if (found.size() + others.size() > 1 && !found.isEmpty()) {
      found.forEach(each -> others.add("'" + PoolEntry.hostNameOf(each) + "'"));
      sink.refuse("the rule looks for more than one thing in the name: " + String.join(", ", others), line);
    } else {
      others.forEach(other -> sink.refuse(other + " may stand anywhere in a name", line));
      found.forEach(each -> sink.accept(each, Ports.NONE, day, line));
    }
  }

  private static int numberOf(String value) {
    return value.matches("\\d{1,4}") ? Integer.parseInt(value) : -1;
  }

  private void onPattern(String value) {
    if (isInName) {
      finish();
      isAnyFound = true;
      others.add("the pattern " + value);
    }
  }

  /** Parts between semicolons that stand outside of quotes, and are not escaped. */
  private static List<String> options(String text) {
    List<String> options = new ArrayList<>();
    StringBuilder option = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        option.append(c).append(text.charAt(++i));
      } else if (c == ';' && !isQuoted) {
        options.add(option.toString().strip());
        option.setLength(0);
      } else {
        isQuoted ^= c == '"';
        option.append(c);
      }
    }
    return options;
  }

  /** A buffer's name is where the contents behind it are looked for; buffers have dots in their names, or are of the old ones. */
  private void onOther(String name) {
    if (NAME_BUFFERS.contains(name) || name.indexOf('.') > 0 || name.startsWith("http_") || name.equals("pkt_data")) {
      finish();
      isInName = NAME_BUFFERS.contains(name);
    }
  }

  private void onContent(String value) {
    if (!content.isEmpty()) {
      boolean wasDotted = isDotted;
      finish();
      isDotted = wasDotted;
    }
    isAtEnd = false; // said of a content that names must not have
    if (isInName) {
      isAnyFound = true;
      if (value.startsWith("!")) {
        unwanted.add(value.substring(1));
      } else {
        content = decoded(value.replaceAll("^\"|\"$", ""));
      }
    }
  }

  private void finish() {
    if (!content.isEmpty()) {
      String name = content.startsWith(".") ? content.substring(1) : content;
      boolean isWhole = ((isAtStart || depth == content.length()) && isAtEnd && !isDotted) || size == content.length();
      if (isWhole) {
        found.add(HostText.exact(name));
      } else if (isAtEnd) {
        found.add(name);
      } else {
        others.add("'" + content + "'");
      }
    }
    content = "";
    isAtStart = false;
    isAtEnd = false;
    isDotted = false;
    size = -1;
    depth = -1;
  }

  /** What a content stands for: bytes in hex between bars, and characters behind backslashes. */
  private static String decoded(String content) {
    StringBuilder text = new StringBuilder();
    boolean isHex = false;
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      if (c == '|') {
        isHex = !isHex;
      } else if (isHex && c != ' ' && i + 1 < content.length()) {
        int digits = (Character.digit(c, 16) << 4) | Character.digit(content.charAt(++i), 16);
        text.append(digits < 0 ? '?' : (char) digits);
      } else if (!isHex) {
        text.append(c == '\\' && i + 1 < content.length() ? content.charAt(++i) : c);
      }
    }
    return text.toString();
  }
}
