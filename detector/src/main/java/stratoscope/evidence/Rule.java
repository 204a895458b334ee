package stratoscope.evidence;

/**
 * A named sign and what it weighs; data from {@code rules/}.
 *
 * @param id unique, kebab-case, starts with its dialect's id
 * @param weight points added to the score; below 0 for a sign that speaks against mining
 * @param isAgreement whether the sign shows that both sides take part in one exchange, without which nothing is confirmed
 * @param meaning one sentence for people who ask what the finding rests on
 */
public record Rule(String id, int weight, boolean isAgreement, String meaning) {}
