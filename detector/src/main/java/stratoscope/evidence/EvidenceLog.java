package stratoscope.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The signs of one session and what they add up to. Each rule counts once, however often it is seen, so the log holds at most one
 * entry per rule. Belongs to the thread of its session.
 *
 * <p>The score is the sum of the weights, kept within 0 and 100. Of the signs that dialects have of their own, those of the dialect with
 * most behind it count alone: a page that shows many dialects is no more of a dialogue than one that shows one. Circumstances (names,
 * lists, certificates) speak for the same thing over and over and are cut where {@link Thresholds} say. {@code confirmed} is reached
 * without them or not at all, and needs a rule that shows both sides agreeing, so no list and no sum of one-sided signs confirms.
 */
public final class EvidenceLog {
  private static final int MAX_SCORE = 100;

  private final Thresholds thresholds;
  private final List<Evidence> entries = new ArrayList<>(8);
  /** Of all signs that are neither a dialect's own nor circumstances that speak for mining. */
  private int sum;
  private int circumstances;
  /** Of the dialect's own signs that weigh most together. */
  private int heaviest;
  private boolean hasAgreement;

  public EvidenceLog(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /** The same as it is now. */
  public EvidenceLog copy() {
    EvidenceLog copy = new EvidenceLog(thresholds);
    copy.entries.addAll(entries);
    copy.sum = sum;
    copy.circumstances = circumstances;
    copy.heaviest = heaviest;
    copy.hasAgreement = hasAgreement;
    return copy;
  }

  /** True if the rule is already in the log: its excerpt need not be made again. */
  public boolean has(Rule rule) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).rule().id().equals(rule.id())) {
        return true;
      }
    }
    return false;
  }

  /** Adds a sign; a rule that is there already stays with its first place. */
  public void add(Evidence evidence) {
    if (!has(evidence.rule())) {
      entries.add(evidence);
      hasAgreement |= evidence.rule().isAgreement();
      if (isOwn(evidence.rule())) {
        heaviest = Math.max(heaviest, weightOf(evidence.rule().dialect()));
      } else if (evidence.rule().dialect().equals(Rule.CIRCUMSTANCE) && evidence.weight() > 0) {
        circumstances += evidence.weight();
      } else {
        sum += evidence.weight();
      }
    }
  }

  private static boolean isOwn(Rule rule) {
    return !rule.isShared() && rule.weight() > 0 && rule.isOfDialect();
  }

  private int weightOf(String dialect) {
    int weight = 0;
    for (int i = 0; i < entries.size(); i++) {
      Rule rule = entries.get(i).rule();
      weight += isOwn(rule) && rule.dialect().equals(dialect) ? rule.weight() : 0;
    }
    return weight;
  }

  /** From 0 to 100. */
  public int score() {
    return Math.max(0, Math.min(MAX_SCORE, sum + heaviest + Math.min(circumstances, thresholds.circumstances())));
  }

  public Verdict verdict() {
    int score = score();
    if (sum + heaviest >= thresholds.confirmed() && hasAgreement) {
      return Verdict.CONFIRMED;
    }
    if (score >= thresholds.probable()) {
      return Verdict.PROBABLE;
    }
    return score >= thresholds.suspected() ? Verdict.SUSPECTED : Verdict.NONE;
  }

  /** In the order seen. */
  public List<Evidence> entries() {
    return Collections.unmodifiableList(entries);
  }
}
