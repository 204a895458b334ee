package stratoscope.stratum;

import java.util.HashMap;
import java.util.Map;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;

/** The rules by dialect and sign, looked up once so that naming a sign costs no more than a hash. Immutable. */
final class DialectRules {
  private final Map<String, Map<String, Rule>> byDialect = new HashMap<>();
  private final Thresholds thresholds;

  DialectRules(RuleSet rules) {
    thresholds = rules.thresholds();
    for (Rule rule : rules.all()) {
      byDialect.computeIfAbsent(rule.dialect(), dialect -> new HashMap<>()).put(rule.sign(), rule);
    }
  }

  Thresholds thresholds() {
    return thresholds;
  }

  /** @throws IllegalArgumentException if the rule files have no such rule: code and rules are of different versions */
  Rule rule(String dialectId, String sign) {
    Rule rule = byDialect.getOrDefault(dialectId, Map.of()).get(sign);
    if (rule == null) {
      throw new IllegalArgumentException("no rule '" + dialectId + "-" + sign + "' in the rule files");
    }
    return rule;
  }
}
