package stratoscope.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.names.PoolSource;

/** Reads {@code pools/sources.yaml}. */
final class PoolSourcesFile {
  static final String NAME = "pools/sources.yaml";
  private static final Set<String> KEYS = Set.of("id", "title", "url", "licence", "date", "trust");

  private PoolSourcesFile() {}

  /** Sources by id, in the order of the file. */
  static Map<String, PoolSource> read(YamlNode file) throws RuleFileException {
    Map<String, PoolSource> sources = new LinkedHashMap<>();
    file.member(file.members(Set.of("sources")), "sources").forEach(node -> {
      Map<String, YamlNode> source = node.members(KEYS);
      String id = node.member(source, "id").text();
      PoolSource read = new PoolSource(id, node.member(source, "title").text(), text(source, "url"), text(source, "licence"),
          text(source, "date"), trust(node.member(source, "trust")));
      if (sources.put(id, read) != null) {
        throw node.error("source '" + id + "' is here twice");
      }
    });
    return sources;
  }

  private static @Nullable String text(Map<String, YamlNode> source, String key) throws RuleFileException {
    YamlNode text = source.get(key);
    return text == null ? null : text.textOrNull();
  }

  private static double trust(YamlNode node) throws RuleFileException {
    double trust = node.number();
    if (trust < 0 || trust > 1) {
      throw node.error("trust must lie between 0 and 1");
    }
    return trust;
  }
}
