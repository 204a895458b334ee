package stratoscope.evidence;

/**
 * A named sign and what it weighs; data from {@code rules/}.
 *
 * @param id unique, kebab-case, starts with its dialect's id
 * @param dialect id of the dialect whose rule file defines it
 * @param family id of the dialect that its skeleton is called after; its own where it has a grammar of its own
 * @param weight points added to the score; below 0 for a sign that speaks against mining
 * @param isAgreement whether the sign shows that both sides take part in one exchange, without which nothing is confirmed
 * @param isShared whether other dialects show it too, so that it does not tell which one is spoken
 * @param meaning one sentence for people who ask what the finding rests on
 */
public record Rule(String id, String dialect, String family, int weight, boolean isAgreement, boolean isShared, String meaning) {
  /** Owner of the signs that a conversation shows whatever its dialect. */
  public static final String CONVERSATION = "conversation";
  /** Owner of the signs that the rhythm of a cipher shows. */
  public static final String RHYTHM = "rhythm";
  /** Owner of the signs that lie around a connection: names, lists, certificates. */
  public static final String CIRCUMSTANCE = "circumstance";

  /** True if the sign speaks for the dialect whose file defines it; false for what is seen in any. */
  public boolean isOfDialect() {
    return !dialect.equals(CONVERSATION) && !dialect.equals(RHYTHM) && !dialect.equals(CIRCUMSTANCE);
  }

  /** The id without its dialect: how a reader of the dialect calls the sign. */
  public String sign() {
    return id.substring(dialect.length() + 1);
  }
}
