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
  /** The id without its dialect: how a reader of the dialect calls the sign. */
  public String sign() {
    return id.substring(dialect.length() + 1);
  }
}
