package stratoscope.stratum;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Rule;

/**
 * The dialects that a conversation's evidence names.
 *
 * @param main the one with the most weight behind it, the first heard where two are even; null if none is named
 * @param decidedBy the rule that says most for it; null if there is none
 * @param history all that were spoken, in the order heard
 */
public record SpokenDialects(@Nullable String main, @Nullable String decidedBy, List<String> history) {
  /** None spoken. */
  public static final SpokenDialects NONE = new SpokenDialects(null, null, List.of());

  private static final class Tally {
    private int weight;
    private @Nullable Rule heaviest;

    private void add(Rule rule) {
      weight += rule.weight();
      heaviest = heaviest == null || rule.weight() > heaviest.weight() ? rule : heaviest;
    }
  }

  /** The family with the most weight, then the dialect in it; signs that a family shares name its dialect only where no other sign does. */
  static SpokenDialects of(Collection<Evidence> evidence) {
    List<Rule> rules = evidence.stream().map(Evidence::rule)
        .filter(rule -> rule.weight() > 0 && rule.isOfDialect()).toList();
    String family = heaviest(tallies(rules, Rule::family));
    List<Rule> ofFamily = rules.stream().filter(rule -> rule.family().equals(family)).toList();
    Map<String, Tally> specific = tallies(ofFamily.stream().filter(rule -> !rule.isShared()).toList(), Rule::dialect);
    Map<String, Tally> candidates = specific.isEmpty() ? tallies(ofFamily, Rule::dialect) : specific;
    String main = heaviest(candidates);
    Tally most = main == null ? null : candidates.get(main);
    return new SpokenDialects(main, most == null || most.heaviest == null ? null : most.heaviest.id(), history(rules));
  }

  private static Map<String, Tally> tallies(List<Rule> rules, Function<Rule, String> group) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    rules.forEach(rule -> tallies.computeIfAbsent(group.apply(rule), name -> new Tally()).add(rule));
    return tallies;
  }

  private static @Nullable String heaviest(Map<String, Tally> tallies) {
    String heaviest = null;
    int most = 0;
    for (Map.Entry<String, Tally> tally : tallies.entrySet()) {
      if (tally.getValue().weight > most) {
        heaviest = tally.getKey();
        most = tally.getValue().weight;
      }
    }
    return heaviest;
  }

  /** All that a sign of their own speaks for; what a family shares counts where no dialect of the family has one. */
  private static List<String> history(List<Rule> rules) {
    List<String> named = rules.stream().filter(rule -> !rule.isShared()).map(Rule::family).toList();
    return rules.stream().filter(rule -> !rule.isShared() || !named.contains(rule.family())).map(Rule::dialect).distinct().toList();
  }
}
