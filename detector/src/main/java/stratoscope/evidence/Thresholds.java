package stratoscope.evidence;

/**
 * Scores from which a verdict is given; data from {@code rules/scoring.yaml}.
 *
 * @param circumstances most that names, lists and certificates can add up to: less than {@code probable}, so that they suspect and no more
 */
public record Thresholds(int suspected, int probable, int confirmed, int circumstances) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if they do not rise within 1 and 100
   */
  public Thresholds {
    if (suspected < 1 || probable <= suspected || confirmed <= probable || confirmed > 100) {
      throw new IllegalArgumentException("thresholds must rise: 1 <= suspected < probable < confirmed <= 100");
    }
    if (circumstances < 0 || circumstances >= probable) {
      throw new IllegalArgumentException("circumstances must stay below probable: no list proves that someone mines");
    }
  }
}
