package stratoscope.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What reports say, in one language; from {@code report/en.properties} and its like. Immutable. */
public final class ReportTexts {
  private final String language;
  private final Map<String, String> texts = new TreeMap<>();

  /** @param language {@code en} or {@code zh} */
  public ReportTexts(String language) {
    this.language = language;
    Properties properties = new Properties();
    try (InputStream in = resource(language + ".properties");
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    properties.forEach((key, value) -> texts.put(key.toString(), value.toString()));
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

  /** By key. */
  Map<String, String> all() {
    return texts;
  }
}
