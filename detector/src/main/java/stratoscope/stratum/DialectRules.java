package stratoscope.stratum;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;

/** The rules by dialect and sign, looked up once so that naming a sign costs no more than a hash. Immutable. */
final class DialectRules {
  /** Signs of a conversation whatever its dialect. */
  static final String CONVERSATION = "conversation";

  private final Map<String, Map<String, Rule>> byDialect = new HashMap<>();

  DialectRules(List<StratumDialect> dialects, RuleSet rules) {
    dialects.forEach(dialect -> byDialect.put(dialect.id(), rulesOf(dialect.id(), rules)));
    byDialect.put(CONVERSATION, rulesOf(CONVERSATION, rules));
  }

  private static Map<String, Rule> rulesOf(String dialectId, RuleSet rules) {
    Map<String, Rule> bySign = new HashMap<>();
    String prefix = dialectId + "-";
    for (Rule rule : rules.all()) {
      if (rule.id().startsWith(prefix)) {
        bySign.put(rule.id().substring(prefix.length()), rule);
      }
    }
    return bySign;
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
