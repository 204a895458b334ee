package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;

/** What is told of an open session, and when. */
class ToldTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_700_000_000L * SECOND;

  private final Told told = new Told();

  @Test
  void strongerVerdict_isToldAtOnce_andTheSameOnceAMinute() {
    assertThat(told.isOld(1, START)).isTrue();
    told.onLook(1);
    assertThat(told.isNews(Verdict.PROBABLE, START)).isTrue();
    assertThat(told.tell(Verdict.PROBABLE, START)).isTrue();
    assertThat(told.isOld(1, START + SECOND)).as("nothing was said since").isFalse();
    assertThat(told.isOld(2, START + SECOND)).as("it may rise").isTrue();
    told.onLook(2);
    assertThat(told.isNews(Verdict.PROBABLE, START + SECOND)).isFalse();
    assertThat(told.isNews(Verdict.CONFIRMED, START + SECOND)).isTrue();
    assertThat(told.tell(Verdict.CONFIRMED, START + SECOND)).isTrue();
    assertThat(told.isOld(3, START + 2 * SECOND)).as("it can't rise any more").isFalse();
    assertThat(told.isOld(2, START + 61 * SECOND)).as("it goes on, though nothing new is said").isTrue();
    assertThat(told.isOld(3, START + 61 * SECOND)).isTrue();
    assertThat(told.isNews(Verdict.CONFIRMED, START + 61 * SECOND)).isTrue();
    assertThat(told.tell(Verdict.CONFIRMED, START + 61 * SECOND)).as("no more than before").isFalse();
  }

  @Test
  void lookThatShowsNothing_isNotRepeatedAtOnce_norDoesItMakeNewsLate() {
    told.tell(Verdict.PROBABLE, START);
    told.onNoNews(START + 30 * SECOND);
    assertThat(told.isNews(Verdict.PROBABLE, START + 61 * SECOND)).isTrue();
    told.onNoNews(START + 61 * SECOND);
    assertThat(told.isOld(0, START + 62 * SECOND)).isFalse();
    assertThat(told.isOld(1, START + 62 * SECOND)).isTrue();
    assertThat(told.isNews(Verdict.CONFIRMED, START + 62 * SECOND)).isTrue();
    assertThat(told.isOld(0, START + 122 * SECOND)).isTrue();
  }

  @Test
  void contactThatGoesOn_isLookedAtOnceAMinute() {
    assertThat(told.onContact(START)).as("it may show more").isFalse();
    told.onLook(1);
    assertThat(told.onContact(START + SECOND)).as("another name").isFalse();
    assertThat(told.isOld(1, START + 59 * SECOND)).isFalse();
    assertThat(told.isOld(1, START + 60 * SECOND)).isTrue();
    assertThat(told.onContact(START + 60 * SECOND)).isTrue();
    assertThat(told.isOld(1, START + 61 * SECOND)).isFalse();
    assertThat(told.isNews(Verdict.SUSPECTED, START + 61 * SECOND)).isTrue();
    told.onNoNews(START + 61 * SECOND);
    assertThat(told.isOld(1, START + 300 * SECOND)).as("it is none").isFalse();
  }

  @Test
  void clockThatIsSetBack_makesNothingLate() {
    told.tell(Verdict.CONFIRMED, START);
    assertThat(told.isOld(1, START - SECOND)).as("packets that are a little late").isFalse();
    assertThat(told.isOld(1, START - 3000 * SECOND)).isTrue();
    assertThat(told.isNews(Verdict.CONFIRMED, START - 3000 * SECOND)).isTrue();
    assertThat(told.tell(Verdict.CONFIRMED, START - 3000 * SECOND)).isFalse();
    assertThat(told.isNews(Verdict.CONFIRMED, START - 2999 * SECOND)).isFalse();
    assertThat(told.isNews(Verdict.CONFIRMED, START - 2940 * SECOND)).isTrue();
  }
}
