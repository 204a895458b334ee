package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How long streams of jobs and shares were alive. */
class StreamTimeTest {
  private static final long SECOND = 1_000_000L;
  private static final long START = 1_700_000_000L * SECOND;

  private final StreamTime time = new StreamTime();

  private static long at(long second) {
    return START + second * SECOND;
  }

  /** Jobs each half minute from one second to another; and shares with them. */
  private void mine(long from, long to, boolean hasShares) {
    for (long second = from; second <= to; second += 30) {
      time.add(at(second), false);
      if (hasShares) {
        time.add(at(second + 7), true);
      }
    }
  }

  @Test
  void steadyStream_hasNoPauses() {
    mine(0, 7200, true);
    assertThat(time.pauses(START, at(7207))).isEmpty();
    assertThat(time.seconds()).isEqualTo(7207);
  }

  @Test
  void silence_muchLongerThanUsual_doesNotCount() {
    mine(0, 3600, true);
    mine(3600 + 1800, 7200, true);
    assertThat(time.pauses(START, at(7207))).containsExactly(new Pause(at(3607), at(5400), false));
    assertThat(time.seconds()).isEqualTo(7207 - 1793);
  }

  @Test
  void silence_ofAStreamThatIsSlow_countsUpToAnHour() {
    for (long second = 0; second < 40 * 3000; second += 3000) {
      time.add(at(second), false);
    }
    assertThat(time.seconds()).isEqualTo(39 * 3000);
    time.add(at(39 * 3000 + 3601), false);
    assertThat(time.seconds()).isEqualTo(39 * 3000);
  }

  @Test
  void jobsWithoutShares_arePausesAwake() {
    mine(0, 3600, true);
    mine(3630, 10_000, false);
    mine(10_020, 12_000, true);
    assertThat(time.pauses(START, at(12_000))).containsExactly(new Pause(at(3607), at(10_027), true));
  }

  @Test
  void jobsWithoutShares_atTheEnd_arePauseToo() {
    mine(0, 3600, true);
    mine(3630, 10_000, false);
    assertThat(time.pauses(START, at(10_000))).containsExactly(new Pause(at(3607), at(10_000), true));
    assertThat(time.seconds()).isCloseTo(3607, within(1e-9));
  }

  @Test
  void idleConnection_afterTheStream_doesNotCount() {
    mine(0, 3600, true);
    assertThat(time.pauses(START, at(40_000))).containsExactly(new Pause(at(3607), at(40_000), false));
    assertThat(time.pauses(START - 7200 * SECOND, at(3607))).containsExactly(new Pause(START - 7200 * SECOND, START, false));
  }

  @Test
  void jobsAlone_areNoPause() {
    mine(0, 36_000, false);
    assertThat(time.pauses(START, at(36_000))).isEmpty();
  }

  @Test
  void harderShares_areAwaitedLonger() {
    mine(0, 3600, true);
    time.onHarder();
    for (long second = 3630; second < 50_000; second += 30) {
      time.add(at(second), second % 900 == 0);
    }
    assertThat(time.pauses(START, at(50_000))).isEmpty();
  }

  @Test
  void pauses_areBounded_whatComesAfterCountsAsWork() {
    for (int i = 0; i < 1000; i++) {
      mine(i * 10_000L, i * 10_000L + 900, true);
    }
    List<Pause> pauses = time.pauses(START, at(10_000_000));
    assertThat(pauses).hasSize(256);
    assertThat(time.seconds()).isGreaterThan(0);
  }
}
