package stratoscope.evidence;

/** Scores from which a verdict is given; data from {@code rules/scoring.yaml}. */
public record Thresholds(int suspected, int probable, int confirmed) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if they do not rise within 1 and 100
   */
  public Thresholds {
    if (suspected < 1 || probable <= suspected || confirmed <= probable || confirmed > 100) {
      throw new IllegalArgumentException("thresholds must rise: 1 <= suspected < probable < confirmed <= 100");
    }
  }
}
