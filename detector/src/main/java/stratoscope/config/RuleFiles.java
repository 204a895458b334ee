package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;
import stratoscope.profile.DialectFacts;
import stratoscope.stratum.Dialects;
import stratoscope.stratum.StratumDialect;

/** Reads the folder {@code rules/}, or the copy of it inside the jar. The schema is in its README. */
public final class RuleFiles {
  private static final Set<String> FILE_KEYS = Set.of("id", "title", "status", "references", "false_positives", "rules");
  private static final Set<String> RULE_KEYS = Set.of("id", "weight", "agreement", "meaning");
  /** No weight needs more to decide alone, and sums of them cannot overflow. */
  private static final int MAX_WEIGHT = 1000;

  private final @Nullable Path folder;

  private RuleFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * Reads all rules.
   *
   * @param folder null for the rules inside the jar
   * @throws RuleFileException with file, line and reason, at the first thing that is wrong
   */
  public static Knowledge load(@Nullable Path folder) throws RuleFileException {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new RuleFileException(folder + ": no such folder; --rules needs one with the files of rules/");
    }
    RuleFiles files = new RuleFiles(folder);
    return new Knowledge(files.ruleSet(), AgentsFile.read(files.open("agents.yaml")),
        CoinsFile.read(files.open("coins.yaml"), dialectIds()),
        CoinbaseTagsFile.read(files.open("pools/coinbase-tags.yaml")));
  }

  private YamlNode open(String name) throws RuleFileException {
    if (folder == null) {
      InputStream in = RuleFiles.class.getResourceAsStream("/rules/" + name);
      if (in == null) {
        throw new RuleFileException("rules/" + name + ": missing in the jar");
      }
      return YamlNode.read("rules/" + name, in);
    }
    Path file = folder.resolve(name);
    try {
      return YamlNode.read(file.toString(), Files.newInputStream(file));
    } catch (IOException e) {
      throw new RuleFileException(file + ": " + (Files.exists(file) ? "can't be read" : "no such file"));
    }
  }

  private RuleSet ruleSet() throws RuleFileException {
    List<Rule> rules = new ArrayList<>(rulesOf("conversation.yaml", "conversation"));
    for (StratumDialect dialect : Dialects.ALL) {
      rules.addAll(rulesOf("dialects/" + dialect.id() + ".yaml", dialect.id()));
    }
    YamlNode file = open("scoring.yaml");
    Map<String, YamlNode> scores = file.members(Set.of("suspected", "probable", "confirmed"));
    try {
      return new RuleSet(rules, new Thresholds(file.member(scores, "suspected").integer(), file.member(scores, "probable").integer(),
          file.member(scores, "confirmed").integer()));
    } catch (IllegalArgumentException e) {
      throw file.error(String.valueOf(e.getMessage()));
    }
  }

  private List<Rule> rulesOf(String name, String expectedId) throws RuleFileException {
    YamlNode file = open(name);
    Map<String, YamlNode> members = file.members(FILE_KEYS);
    if (!file.member(members, "id").text().equals(expectedId)) {
      throw file.member(members, "id").error("the id must be '" + expectedId + "'");
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlNode node : file.member(members, "rules").elements()) {
      Rule rule = rule(node);
      if (!rule.id().startsWith(expectedId + "-")) {
        throw node.error("rule id '" + rule.id() + "' must start with '" + expectedId + "-'");
      }
      if (!ids.add(rule.id())) {
        throw node.error("rule id '" + rule.id() + "' is defined twice");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static Rule rule(YamlNode node) throws RuleFileException {
    Map<String, YamlNode> rule = node.members(RULE_KEYS);
    boolean isAgreement = rule.containsKey("agreement") && node.member(rule, "agreement").bool();
    int weight = node.member(rule, "weight").integer();
    if (Math.abs((long) weight) > MAX_WEIGHT) {
      throw node.error("the weight must be within -" + MAX_WEIGHT + " and " + MAX_WEIGHT);
    }
    return new Rule(node.member(rule, "id").text(), weight, isAgreement, node.member(rule, "meaning").text());
  }

  /** The dialects that coins may name. */
  private static Set<String> dialectIds() {
    Set<String> ids = new TreeSet<>(DialectFacts.dialects());
    Dialects.ALL.forEach(dialect -> ids.add(dialect.id()));
    return ids;
  }
}
