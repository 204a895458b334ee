package stratoscope.stratum;

import java.util.HashMap;
import java.util.Map;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;

/** The rules by dialect and sign, looked up once so that naming a sign costs no more than a hash. Immutable. */
final class DialectRules {
  /** Signs of a conversation whatever its dialect. */
  static final String CONVERSATION = "conversation";

  private final Map<String, Map<String, Rule>> byDialect = new HashMap<>();

  DialectRules(RuleSet rules) {
    for (Rule rule : rules.all()) {
      byDialect.computeIfAbsent(rule.dialect(), dialect -> new HashMap<>()).put(rule.sign(), rule);
    }
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
