package stratoscope.evidence;

/**
 * One sign, with the place where it was seen first.
 *
 * @param rule what it is
 * @param weight that it has here: the rule's own, or less where what it rests on is old or doubtful
 * @param side whose traffic shows it
 * @param packetNumber number of the packet in its file, from 1
 * @param timestampMicros that packet's time
 * @param excerpt up to {@link #MAX_EXCERPT_CHARS} characters of what was said, control characters replaced
 */
public record Evidence(Rule rule, int weight, Side side, long packetNumber, long timestampMicros, String excerpt) {
  /** Enough to recognise a message; a record stays below a few kB with all its evidence. */
  public static final int MAX_EXCERPT_CHARS = 96;

  /** A sign of full weight. */
  public Evidence(Rule rule, Side side, long packetNumber, long timestampMicros, String excerpt) {
    this(rule, rule.weight(), side, packetNumber, timestampMicros, excerpt);
  }
}
