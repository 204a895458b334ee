package stratoscope.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How far a worker may be ahead of the others. */
class ConvoyTest {
  private static final long NOTHING = Long.MAX_VALUE;

  private final Convoy convoy = new Convoy(3, 1000, Long.MAX_VALUE);

  @Test
  void limit_isThatOfTheSlowestOther() {
    convoy.at(0, 10_000);
    convoy.at(1, 5000);
    convoy.at(2, 7000);
    assertThat(convoy.limit(0, other -> NOTHING)).isEqualTo(6000);
    assertThat(convoy.limit(1, other -> NOTHING)).isEqualTo(8000);
    assertThat(convoy.limit(1, other -> other == 2 ? 3000 : NOTHING)).as("others have a packet for it").isEqualTo(4000);
    assertThat(convoy.limit(1, other -> other == 1 ? 3000 : NOTHING)).as("what waits for itself is no limit").isEqualTo(8000);
  }

  @Test
  void limit_isNone_onceTheOthersHaveEnded() {
    convoy.at(0, 10_000);
    convoy.end(1);
    convoy.end(2);
    assertThat(convoy.limit(0, other -> NOTHING)).isEqualTo(Long.MAX_VALUE);
    assertThat(convoy.haveAllEnded()).isFalse();
    convoy.end(0);
    assertThat(convoy.haveAllEnded()).isTrue();
  }

  @Test
  void isOverdue_onceAWorkerHasAskedForLong() throws InterruptedException {
    Convoy patient = new Convoy(2, 1000, 50_000);
    long micros = 7;
    assertThat(patient.isOverdue(0, micros)).isFalse();
    Thread.sleep(60);
    assertThat(patient.isOverdue(0, micros)).isTrue();
    assertThat(patient.isOverdue(0, micros + 1)).isFalse();
  }

  @Test
  void silentMicros_liesBackByThePatience() {
    long before = System.currentTimeMillis() * 1000;
    assertThat(new Convoy(2, 1000, 50_000).silentMicros()).isBetween(before - 50_000, before + 10_000_000);
  }
}
