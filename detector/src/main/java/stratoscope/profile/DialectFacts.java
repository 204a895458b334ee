package stratoscope.profile;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the name of a dialect alone says of its jobs: the unit of its difficulty, and the algorithm where it has but one. The tables know
 * the dialects that are built in; a rule file may add others or correct them. Immutable.
 *
 * @param hashesPerDifficulty hashes that a share of difficulty 1 takes on average, by dialect; NaN if unknown; before the table
 * @param algorithms proof of work by dialect, in the words of records; before the table
 */
public record DialectFacts(Map<String, Double> hashesPerDifficulty, Map<String, String> algorithms) {
  /** Nothing but the tables. */
  public static final DialectFacts BUILT_IN = new DialectFacts(Map.of(), Map.of());

  /** Dialects that leave no choice of algorithm even where the coin is open. */
  private static final Map<String, String> ALGORITHMS = Map.of(
      "ethereum-stratum-1", "ethash",
      "stratum-v2", "sha256d",
      "datum", "sha256d");

  public DialectFacts {
    hashesPerDifficulty = Map.copyOf(hashesPerDifficulty);
    algorithms = Map.copyOf(algorithms);
  }

  /** The dialects that the tables know. */
  public static Set<String> dialects() {
    return HashesPerDifficulty.dialects();
  }

  /** NaN where it is unknown. */
  double hashesPerDifficulty(String dialectId, @Nullable String algorithm) {
    Double own = hashesPerDifficulty.get(dialectId);
    return own == null ? HashesPerDifficulty.of(dialectId, algorithm) : own;
  }

  /** Null where the dialect alone does not say. */
  @Nullable String algorithmOf(String dialectId) {
    String own = algorithms.get(dialectId);
    return own == null ? ALGORITHMS.get(dialectId) : own;
  }
}
