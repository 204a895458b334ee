package stratoscope.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What reports say, in one language; from {@code report/en.properties} and its like. Immutable. */
public final class ReportTexts {
  private final String language;
  private static final String ENGLISH = "en";
  /** Keys of sentences that records say in English, so that they can be said in other languages, too. */
  private static final String SAID = "say.";
  private static final List<String> NOT_OF_THE_SCRIPT = List.of(SAID, "method.", "notice.", "screen.");
  private static final Pattern PLACE = Pattern.compile("\\{(\\d)\\}");

  private final Map<String, String> texts;
  /** Forms of English sentences, the longest first, with the same in this language; none for English itself. */
  private final Map<String, String> said = new LinkedHashMap<>();
  /** What signs mean, by id; none for English itself, which rules are in. */
  private final Map<String, String> meanings;

  /** @param language {@code en} or {@code zh} */
  public ReportTexts(String language) {
    this.language = language;
    texts = read(language);
    meanings = language.equals(ENGLISH) ? Map.of() : read("meanings." + language);
    if (!language.equals(ENGLISH)) {
      read(ENGLISH).entrySet().stream().filter(text -> text.getKey().startsWith(SAID))
          .sorted(Comparator.comparingInt((Map.Entry<String, String> text) -> text.getValue().length()).reversed())
          .forEach(text -> said.put(text.getValue(), of(text.getKey())));
    }
  }

  private static Map<String, String> read(String name) {
    Map<String, String> texts = new TreeMap<>();
    Properties properties = new Properties();
    try (InputStream in = resource(name + ".properties");
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.forEach((key, value) -> texts.put(key.toString(), value.toString()));
    return texts;
  }

  static InputStream resource(String name) throws IOException {
    InputStream in = ReportTexts.class.getResourceAsStream("/report/" + name);
    if (in == null) {
      throw new IOException("/report/" + name + " is missing in the jar");
    }
    return in;
  }

  String language() {
    return language;
  }

  String of(String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalArgumentException("no text '" + key + "' in " + language);
    }
    return text;
  }

  /** The text with something in the place of {@code {0}}, {@code {1}} and so on. */
  String of(String key, String... values) {
    return PLACE.matcher(of(key)).replaceAll(place -> Matcher.quoteReplacement(values[Integer.parseInt(place.group(1))]));
  }

  /** What a sign means; as the rule says it in English where it is a user's own. */
  public String meaning(String id, String english) {
    return meanings.getOrDefault(id, english);
  }

  /** A nature of an owner; words of an inventory's own are as they are. */
  String nature(String nature) {
    return texts.getOrDefault("nature." + nature, nature);
  }

  /** A kind of case; unknown where a record says none, or one that we don't know. */
  String kind(@Nullable Object kind) {
    return texts.getOrDefault("kind." + kind, of("kind.unknown"));
  }

  /** What a record says in English, sentences with {@code "; "} between them; as it is where it is not known. */
  String said(String english) {
    return said.isEmpty() ? english
        : Arrays.stream(english.split("; ", -1)).map(this::sentence).collect(Collectors.joining(between()));
  }

  /** What stands between parts of a list. */
  String between() {
    return language.equals("zh") ? "\uFF1B" : "; ";
  }

  private String sentence(String english) {
    for (Map.Entry<String, String> form : said.entrySet()) {
      Matcher known = Pattern.compile(PLACE.splitAsStream(form.getKey()).map(Pattern::quote).collect(Collectors.joining("(.+?)"))
          + (form.getKey().endsWith("}") ? "(.+?)" : "")).matcher(english);
      if (known.matches()) {
        return PLACE.matcher(form.getValue())
            .replaceAll(place -> Matcher.quoteReplacement(known.group(Integer.parseInt(place.group(1)) + 1)));
      }
    }
    return english;
  }

  /** Those that the script of a page shows, by key. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>(texts);
    all.keySet().removeIf(key -> NOT_OF_THE_SCRIPT.stream().anyMatch(key::startsWith));
    return all;
  }

  /** Pairs of English sentences and the same in this language. */
  List<List<String>> said() {
    return said.entrySet().stream().map(form -> List.of(form.getKey(), form.getValue())).toList();
  }
}
