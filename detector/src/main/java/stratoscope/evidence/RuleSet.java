package stratoscope.evidence;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All rules in force, by id, with the thresholds. Immutable, so threads may share it. */
public final class RuleSet {
  private final Map<String, Rule> rules = new LinkedHashMap<>();
  private final Thresholds thresholds;

  /**
   * Indexes the rules.
   *
   * @throws IllegalArgumentException if two of them have one id
   */
  public RuleSet(Collection<Rule> rules, Thresholds thresholds) {
    this.thresholds = thresholds;
    for (Rule rule : rules) {
      if (this.rules.put(rule.id(), rule) != null) {
        throw new IllegalArgumentException("rule id '" + rule.id() + "' is defined twice");
      }
    }
  }

  /**
   * The rule of that id.
   *
   * @throws IllegalArgumentException if the rule files do not define it: code and rules are of different versions
   */
  public Rule rule(String id) {
    Rule rule = rules.get(id);
    if (rule == null) {
      throw new IllegalArgumentException("no rule '" + id + "' in the rule files");
    }
    return rule;
  }

  /** The rule of that id; null if there is none, as when the files changed since the id was written down. */
  public @Nullable Rule find(String id) {
    return rules.get(id);
  }

  public Collection<Rule> all() {
    return rules.values();
  }

  public Thresholds thresholds() {
    return thresholds;
  }
}
