package stratoscope.record;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;

/**
 * Takes identities out of what was said in a session. What is known of who mines becomes its mark. Since not all is known (passwords, names
 * that were refused), of JSON only names, numbers and the words of the protocol stay besides; of binary messages only the header; of other
 * texts all but e-mails, paths, and runs of letters and digits that are long enough for a wallet. Immutable.
 */
final class ExcerptMask {
  /** Of wallets the shortest have 26; cut off by the end of an excerpt, they may be shorter. */
  private static final int MAX_PLAIN_RUN = 19;
  /** Header of a frame of Stratum V2; longer than that of any other binary dialect. */
  private static final int HEADER_DIGITS = 12;
  private static final String CUT = "…";
  private static final Pattern BINARY = Pattern.compile("[0-9a-f]{" + (HEADER_DIGITS + 1) + ",}" + CUT + "?");
  /** A text of JSON, whole or cut off, after the name it belongs to, if any, or before the colon that makes a name of it. */
  private static final Pattern JSON_TEXT =
      Pattern.compile("(\"(?<name>[A-Za-z_]{1,32})\"\\s*:\\s*)?\"(?<text>(?:[^\"\\\\]|\\\\.)*+)(?<end>\"|\\\\?$)(?<colon>\\s*:)?");
  /** Members whose texts are words of the protocol. */
  private static final Set<String> WORDS = Set.of("method", "jsonrpc", "type", "identifier", "status", "algo");
  /** What servers say has blanks; so have wallets of Nimiq, but in capitals. */
  private static final Pattern SENTENCE = Pattern.compile("[A-Za-z][a-z]*[.,:;!]?(?: [A-Za-z]?[a-z]+[.,:;!]?)+");
  private static final Pattern PATH = Pattern.compile("^((?:GET|POST|PUT|CONNECT) /)(\\S+)");
  private static final Pattern LONG_RUN =
      Pattern.compile("(?<!ja3 )(?<![A-Za-z0-9])[A-Za-z0-9]{" + (MAX_PLAIN_RUN + 1) + ",}+" + CUT + "?");

  private final IdentityMask mask;
  /** The longest first: a user holds his wallet. */
  private final Map<String, String> marks = new LinkedHashMap<>();

  /** @param marks what becomes of the texts that are known in the session */
  ExcerptMask(IdentityMask mask, Map<String, String> marks) {
    this.mask = mask;
    marks.entrySet().stream().filter(entry -> !entry.getKey().isEmpty())
        .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(String::length).reversed()))
        .forEach(entry -> this.marks.put(entry.getKey(), entry.getValue()));
  }

  /** The excerpt, as long as excerpts are at most. */
  String masked(String excerpt) {
    String masked = whole(excerpt);
    return masked.length() <= Evidence.MAX_EXCERPT_CHARS + 1 ? masked : masked.substring(0, Evidence.MAX_EXCERPT_CHARS) + CUT;
  }

  private String whole(String excerpt) {
    if (BINARY.matcher(excerpt).matches()) {
      return excerpt.substring(0, HEADER_DIGITS) + IdentityMask.GONE;
    }
    return excerpt.startsWith("{") || excerpt.startsWith("[") ? json(excerpt) : text(excerpt);
  }

  private String json(String excerpt) {
    StringBuilder masked = new StringBuilder();
    Matcher next = JSON_TEXT.matcher(excerpt);
    while (next.find()) {
      String name = next.group("name");
      String said = next.group("text");
      boolean isWord = next.group("colon") != null || (name != null && WORDS.contains(name));
      String kept = isWord ? said : value(said, next.group("end").equals("\""));
      next.appendReplacement(masked, Matcher.quoteReplacement((next.group(1) == null ? "" : next.group(1)) + '"' + kept
          + next.group("end") + (next.group("colon") == null ? "" : next.group("colon"))));
    }
    next.appendTail(masked);
    return masked.toString();
  }

  private String value(String said, boolean isWhole) {
    String known = isWhole ? marks.get(said) : beginning(said);
    if (known != null || said.isEmpty()) {
      return known == null ? said : known;
    }
    return isWhole && SENTENCE.matcher(said).matches() ? text(said) : said.endsWith(CUT) ? IdentityMask.GONE + CUT : IdentityMask.GONE;
  }

  /** The mark of an identity that begins so; null if none does. */
  private @Nullable String beginning(String said) {
    String begun = said.endsWith(CUT) ? said.substring(0, said.length() - 1) : said;
    return begun.isEmpty() ? null : marks.entrySet().stream().filter(entry -> entry.getKey().startsWith(begun))
        .map(entry -> entry.getValue() + CUT).findFirst().orElse(null);
  }

  private String text(String said) {
    String masked = said;
    for (Map.Entry<String, String> identity : marks.entrySet()) {
      masked = Pattern.compile("(?<![A-Za-z0-9-])" + Pattern.quote(identity.getKey()) + "(?![A-Za-z0-9])").matcher(masked)
          .replaceAll(Matcher.quoteReplacement(identity.getValue()));
    }
    Matcher path = PATH.matcher(masked);
    if (path.find() && !marks.containsValue(path.group(2))) {
      masked = path.replaceFirst("$1" + IdentityMask.GONE);
    }
    return LONG_RUN.matcher(mask.withoutAddresses(masked)).replaceAll(IdentityMask.GONE);
  }
}
