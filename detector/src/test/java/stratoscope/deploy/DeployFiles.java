package stratoscope.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import stratoscope.testing.MakePcaps;

/** What is in the folder {@code deploy}. */
final class DeployFiles {
  static final Path FOLDER = MakePcaps.root().resolveSibling("deploy");
  /** Metrics of ours, of recording rules, of the process, and Prometheus's own. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:stratoscope|jvm|process|system)[_:][a-z0-9_:]+|up|ALERTS)\\b(\\{[^}]*\\})?");
  private static final Pattern TEXT = Pattern.compile("(?<==)\"[^\"]*\"|(?<=~)\"[^\"]*\"");

  private DeployFiles() {}

  static List<Path> in(String folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  static Object yaml(Path file) throws IOException {
    return new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(Files.readString(file, UTF_8));
  }

  /** All rules, of alerts and recordings. */
  static List<Map<?, ?>> rules() throws IOException {
    List<Map<?, ?>> rules = new ArrayList<>();
    for (Path file : in("prometheus/rules", ".yml")) {
      for (Object group : (List<?>) ((Map<?, ?>) yaml(file)).get("groups")) {
        ((List<?>) ((Map<?, ?>) group).get("rules")).forEach(rule -> rules.add((Map<?, ?>) rule));
      }
    }
    return rules;
  }

  /** The queries of the dashboards with where they stand, as Grafana would ask them. */
  static Map<String, String> queries() throws IOException {
    Map<String, String> queries = new TreeMap<>();
    for (Path file : in("grafana/dashboards", ".json")) {
      JsonNode board = new ObjectMapper().readTree(file.toFile());
      for (JsonNode note : board.at("/annotations/list")) {
        queries.put(file.getFileName() + ": annotation " + note.path("name").asText(), asked(note.path("expr").asText()));
      }
      for (JsonNode panel : board.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.put(file.getFileName() + ": " + panel.path("title").asText() + " " + target.path("refId").asText(),
              asked(target.path("expr").asText()));
        }
      }
    }
    return queries;
  }

  private static String asked(String expression) {
    return expression.replace("$__rate_interval", "1m").replace("$sensor", ".*");
  }

  /** The series that an expression picks, each as a query of its own. */
  static Set<String> selectors(String expression) {
    Set<String> selectors = new TreeSet<>();
    Matcher matcher = SELECTOR.matcher(expression);
    while (matcher.find()) {
      selectors.add(matcher.group());
    }
    return selectors;
  }

  /** The metrics that an expression names. */
  static Set<String> names(String expression) {
    Set<String> names = new TreeSet<>();
    SELECTOR.matcher(TEXT.matcher(expression).replaceAll("\"\"")).results().forEach(found -> names.add(found.group(1)));
    return names;
  }
}
