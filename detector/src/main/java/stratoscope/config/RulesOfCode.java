package stratoscope.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;
import stratoscope.stratum.Dialects;
import stratoscope.stratum.Skeleton;

/** The rules that the program names itself, without a form: every folder of rules needs them, and no others without one are ever shown. */
final class RulesOfCode {
  private static final Set<String> FILES =
      Stream.of(Stream.of(Rule.CONVERSATION, Rule.RHYTHM, Rule.CIRCUMSTANCE), Dialects.ownIds().stream(),
              Stream.of(Skeleton.values()).map(Skeleton::home))
          .flatMap(ids -> ids).collect(Collectors.toUnmodifiableSet());

  private RulesOfCode() {}

  /** True for a file that holds some of them. */
  static boolean isNeeded(String dialectId) {
    return FILES.contains(dialectId);
  }

  /**
   * Demands those of one file, and warns of rules without a form that are none of them.
   *
   * @param shipped the same file inside the jar; null if the program names none of its rules
   * @throws RuleFileException if one is missing
   */
  static void demand(YamlNode node, DialectFile file, @Nullable YamlNode shipped) throws RuleFileException {
    Set<String> needed = shipped == null ? new TreeSet<>()
        : new TreeSet<>(ids(DialectFile.read(shipped, file.id(), null).rulesOfCode()));
    for (String id : ids(file.rulesOfCode())) {
      if (!needed.contains(id)) {
        file.nodes().getOrDefault(id, node).warn("'" + id + "' is never shown: it says of no message, and the program does not know it");
      }
    }
    needed.removeAll(file.nodes().keySet());
    if (!needed.isEmpty()) {
      throw node.error("the program needs the rule '" + String.join("', '", needed) + "'");
    }
  }

  private static List<String> ids(List<Rule> rules) {
    return rules.stream().map(Rule::id).toList();
  }
}
