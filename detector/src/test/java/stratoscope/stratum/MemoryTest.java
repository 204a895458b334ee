package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.flow.Direction;

/** What a session remembers of requests and jobs, and that it forgets the oldest. */
class MemoryTest {
  private static final Direction UP = Direction.FROM_ORIGINATOR;
  private static final Direction DOWN = Direction.FROM_RESPONDER;

  @Test
  void request_isTakenOnceByItsIdFromItsSide() {
    PendingRequests<String> pending = new PendingRequests<>(4);
    pending.put(UP, "1", "a");
    assertThat(pending.take(DOWN, "1")).isNull();
    assertThat(pending.take(UP, "2")).isNull();
    assertThat(pending.take(UP, "1")).isEqualTo("a");
    assertThat(pending.take(UP, "1")).isNull();
  }

  @Test
  void repeatedIds_areAnsweredInOrder() {
    PendingRequests<String> pending = new PendingRequests<>(4);
    pending.put(UP, "1", "a");
    pending.put(UP, "2", "b");
    pending.put(UP, "1", "c");
    assertThat(pending.take(UP, "1")).isEqualTo("a");
    assertThat(pending.take(UP, "1")).isEqualTo("c");
    assertThat(pending.take(UP, "2")).isEqualTo("b");
  }

  @Test
  void requestWithoutIdOrWithALongOne_isNotKept() {
    PendingRequests<String> pending = new PendingRequests<>(4);
    pending.put(UP, null, "a");
    pending.put(UP, "x".repeat(65), "b");
    assertThat(pending.take(UP, null)).isNull();
    assertThat(pending.take(UP, "x".repeat(65))).isNull();
  }

  @Test
  void requestsBeyondTheBound_oldestOfThatSideIsForgotten() {
    PendingRequests<Integer> pending = new PendingRequests<>(3);
    pending.put(DOWN, "0", 100);
    for (int i = 0; i < 10; i++) {
      pending.put(UP, String.valueOf(i), i);
    }
    assertThat(pending.take(UP, "6")).isNull();
    assertThat(pending.take(UP, "7")).isEqualTo(7);
    assertThat(pending.take(UP, "9")).isEqualTo(9);
    assertThat(pending.take(DOWN, "0")).isEqualTo(100);
  }

  @Test
  void job_isKnownWithTheDifficultyItWasIssuedAt() {
    JobBook jobs = new JobBook(4);
    jobs.issue("a", 10);
    jobs.issue("b", Double.NaN);
    assertThat(jobs.knows("a")).isTrue();
    assertThat(jobs.difficultyOf("a")).isEqualTo(10);
    assertThat(jobs.knows("b")).isTrue();
    assertThat(jobs.difficultyOf("b")).isNaN();
    assertThat(jobs.knows("c")).isFalse();
    assertThat(jobs.difficultyOf("c")).isNaN();
    jobs.issue("a", 20);
    assertThat(jobs.difficultyOf("a")).isEqualTo(20);
  }

  @Test
  void jobsBeyondTheBound_oldestIsForgotten_longNamesToo() {
    JobBook jobs = new JobBook(3);
    for (int i = 0; i < 10; i++) {
      jobs.issue("job" + i, i);
    }
    jobs.issue("x".repeat(129), 1);
    assertThat(jobs.knows("job6")).isFalse();
    assertThat(jobs.knows("job7")).isTrue();
    assertThat(jobs.knows("x".repeat(129))).isFalse();
  }

  @Test
  void jobIssuedAgain_isTheNewest() {
    JobBook jobs = new JobBook(2);
    jobs.issue("a", 1);
    jobs.issue("b", 1);
    jobs.issue("a", 2);
    jobs.issue("c", 1);
    assertThat(jobs.knows("a")).isTrue();
    assertThat(jobs.knows("b")).isFalse();
  }
}
