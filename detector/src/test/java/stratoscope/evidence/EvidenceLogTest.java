package stratoscope.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What signs add up to. */
class EvidenceLogTest {
  private static final Thresholds THRESHOLDS = new Thresholds(15, 40, 80, 35);

  private final EvidenceLog log = new EvidenceLog(THRESHOLDS);

  private static Rule rule(String id, int weight, boolean isAgreement) {
    return new Rule(id, "test", "test", weight, isAgreement, false, "a test");
  }

  private EvidenceLog add(String id, int weight, boolean isAgreement) {
    log.add(new Evidence(rule(id, weight, isAgreement), Side.MINER, log.entries().size() + 1L, 0, id));
    return log;
  }

  @Test
  void noSign_isNothing() {
    assertThat(log.score()).isZero();
    assertThat(log.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void sameSignTwice_countsOnceWithItsFirstPlace() {
    add("a", 30, false);
    add("a", 30, false);
    assertThat(log.score()).isEqualTo(30);
    assertThat(log.entries()).extracting(Evidence::packetNumber).containsExactly(1L);
    assertThat(log.has(rule("a", 30, false))).isTrue();
    assertThat(log.has(rule("b", 30, false))).isFalse();
  }

  @Test
  void oneSidedSigns_howeverMany_confirmNothing() {
    for (int i = 0; i < 50; i++) {
      add("sign-" + i, 50, false);
    }
    assertThat(log.score()).isEqualTo(100);
    assertThat(log.verdict()).isEqualTo(Verdict.PROBABLE);
    assertThat(add("agreement", 1, true).verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void agreementBelowTheThreshold_confirmsNothing() {
    assertThat(add("agreement", 79, true).verdict()).isEqualTo(Verdict.PROBABLE);
    assertThat(add("b", 1, false).verdict()).isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void verdicts_beginAtTheirThresholds() {
    assertThat(add("a", 14, false).verdict()).isEqualTo(Verdict.NONE);
    assertThat(add("b", 1, false).verdict()).isEqualTo(Verdict.SUSPECTED);
    assertThat(add("c", 24, false).verdict()).isEqualTo(Verdict.SUSPECTED);
    assertThat(add("d", 1, false).verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void contrarySign_takesBack_scoreStaysWithinItsBounds() {
    add("a", 90, true);
    assertThat(add("against", -200, false).score()).isZero();
    assertThat(log.verdict()).isEqualTo(Verdict.NONE);
    assertThat(add("b", 60, false).score()).isZero(); // what speaks against is not forgotten at 0
  }

  @Test
  void signsOfSeveralDialects_onlyThoseOfTheHeaviestCount_andWhatIsShared() {
    log.add(new Evidence(new Rule("a-1", "a", "a", 20, false, false, "a test"), Side.MINER, 1, 0, ""));
    log.add(new Evidence(new Rule("b-1", "b", "a", 15, false, false, "a test"), Side.MINER, 2, 0, ""));
    assertThat(log.score()).isEqualTo(20);
    log.add(new Evidence(new Rule("b-2", "b", "a", 15, false, false, "a test"), Side.MINER, 3, 0, ""));
    assertThat(log.score()).isEqualTo(30);
    log.add(new Evidence(new Rule("a-2", "a", "a", 7, false, true, "a test"), Side.MINER, 4, 0, ""));
    log.add(new Evidence(new Rule("conversation-1", "conversation", "conversation", 5, false, false, "a test"), Side.MINER, 5, 0, ""));
    assertThat(log.score()).isEqualTo(42);
  }

  @Test
  void entries_cannotBeChanged() {
    List<Evidence> entries = add("a", 1, false).entries();
    assertThatThrownBy(entries::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void ruleSet_findsByIdAndRefusesDoubles() {
    Rule rule = rule("a", 1, false);
    assertThat(new RuleSet(List.of(rule), THRESHOLDS).rule("a")).isSameAs(rule);
    assertThatIllegalArgumentException().isThrownBy(() -> new RuleSet(List.of(rule, rule), THRESHOLDS)).withMessageContaining("'a'");
    assertThatIllegalArgumentException().isThrownBy(() -> new RuleSet(List.of(rule), THRESHOLDS).rule("b")).withMessageContaining("'b'");
  }

  @Test
  void thresholds_mustRise() {
    for (int[] t : new int[][] {{0, 40, 80}, {40, 40, 80}, {50, 40, 80}, {15, 80, 80}, {15, 40, 101}, {-1, 0, 1}}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(t[0], t[1], t[2], 0));
    }
    assertThat(new Thresholds(1, 2, 100, 1).confirmed()).isEqualTo(100);
  }

  @Test
  void thresholds_circumstancesThatWouldBeProbable_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(15, 40, 80, 40)).withMessageContaining("no list proves");
    assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(15, 40, 80, -1));
  }

  @Test
  void score_ofManyCircumstances_staysBelowProbable() {
    for (int i = 0; i < 9; i++) {
      log.add(new Evidence(new Rule("circumstance-" + i, "circumstance", "circumstance", 20, false, false, "x"), Side.MINER, 1, 0, ""));
    }
    assertThat(log.score()).isEqualTo(35);
    assertThat(log.verdict()).isEqualTo(Verdict.SUSPECTED);
  }

  @Test
  void score_ofAnAgeingSign_isItsWeightHere() {
    log.add(new Evidence(new Rule("circumstance-a", "circumstance", "circumstance", 20, false, false, "a test"), 9, Side.MINER, 1, 0, ""));
    assertThat(log.score()).isEqualTo(9);
  }

  @Test
  void labels_areLowerCase() {
    assertThat(Verdict.CONFIRMED.label()).isEqualTo("confirmed");
    assertThat(Side.BOTH.label()).isEqualTo("both");
  }
}
