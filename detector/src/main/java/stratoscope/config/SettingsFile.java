package stratoscope.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a user's settings: a YAML mapping from names to a value, or a list of values. */
public final class SettingsFile {
  private SettingsFile() {}

  /**
   * One line of the file.
   *
   * @param values one, or as many as the list holds
   * @param where file and line
   */
  public record Setting(String name, List<String> values, String where) {}

  /**
   * Reads a file.
   *
   * @param known the names there may be
   * @throws RuleFileException with file, line and reason, at the first thing that is wrong
   */
  public static List<Setting> load(Path file, Set<String> known) throws RuleFileException {
    return read(YamlNode.read(file, new RuleProblems()), known);
  }

  private static List<Setting> read(YamlNode file, Set<String> known) throws RuleFileException {
    List<Setting> settings = new ArrayList<>();
    Map<String, YamlNode> members = file.members();
    for (YamlNode key : file.names()) {
      String name = key.text();
      if (!known.contains(name)) {
        throw key.error("unknown key '" + name + "'" + Nearest.hint(name, known));
      }
      YamlNode node = file.member(members, name);
      List<String> values = new ArrayList<>();
      for (YamlNode value : node.isList() ? node.elements() : List.of(node)) {
        values.add(text(value, name));
      }
      settings.add(new Setting(name, values, key.where()));
    }
    return settings;
  }

  private static String text(YamlNode value, String name) throws RuleFileException {
    String text = value.textOrNull();
    if (text == null || text.isEmpty()) {
      throw value.error("'" + name + "' has no value: give one, or take the line out");
    }
    return text;
  }
}
