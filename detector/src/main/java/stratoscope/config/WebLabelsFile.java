package stratoscope.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stratoscope.names.WebLabels;

/** Reads {@code pools/web-labels.yaml}. */
final class WebLabelsFile {
  static final String NAME = "pools/web-labels.yaml";

  private WebLabelsFile() {}

  static WebLabels read(YamlNode file) throws RuleFileException {
    Map<String, YamlNode> lists = file.members(Set.of("web", "silent"));
    Set<String> all = new HashSet<>();
    return new WebLabels(words(file.member(lists, "web"), all), words(file.member(lists, "silent"), all));
  }

  /** @param all takes the words, and holds those that were read before */
  private static List<String> words(YamlNode list, Set<String> all) throws RuleFileException {
    List<String> words = new ArrayList<>();
    list.forEach(node -> {
      String word = node.text();
      if (word.isEmpty() || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
        throw node.error("'" + word + "' must be small letters only");
      }
      if (!all.add(word)) {
        throw node.error("'" + word + "' is here twice");
      }
      words.add(word);
    });
    return words;
  }
}
