package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.capture.Strain;

/** When a detector counts as overloaded, and when no more. */
class OverloadTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_700_000_000 * SECOND;

  private final Overload overload = new Overload();

  @ParameterizedTest
  @CsvSource({"0, 0", "0.49, 0", "0.5, 1", "0.69, 1", "0.7, 2", "0.85, 3", "1, 3"})
  void look_share_givesItsLevelAtOnce(double share, int level) {
    assertThat(overload.look(new Strain(share, 0), START)).isEqualTo(level);
  }

  @Test
  void look_losses_raiseByOneEachTime() {
    assertThat(overload.look(new Strain(0, 7), START)).as("lost before the first look").isZero();
    assertThat(overload.look(new Strain(0, 8), START + 1)).isEqualTo(1);
    assertThat(overload.look(new Strain(0, 9), START + 2)).isEqualTo(2);
    assertThat(overload.look(new Strain(0, 10), START + 3)).isEqualTo(3);
    assertThat(overload.look(new Strain(0, 11), START + 4)).isEqualTo(3);
  }

  @Test
  void look_calm_lowersByOneASecond() {
    overload.look(new Strain(0.9, 0), START);
    assertThat(overload.look(new Strain(0.1, 0), START + SECOND - 1)).isEqualTo(3);
    assertThat(overload.look(new Strain(0.1, 0), START + SECOND)).isEqualTo(2);
    assertThat(overload.look(new Strain(0.1, 0), START + SECOND + 1)).isEqualTo(2);
    assertThat(overload.look(new Strain(0.1, 0), START + 2 * SECOND)).isEqualTo(1);
    assertThat(overload.look(new Strain(0.1, 0), START + 3 * SECOND)).isZero();
  }

  @Test
  void look_betweenCalmAndStrained_stays() {
    overload.look(new Strain(0.5, 0), START);
    for (int i = 1; i < 10; i++) {
      assertThat(overload.look(new Strain(0.3, 0), START + i * SECOND)).isEqualTo(1);
    }
    assertThat(overload.look(new Strain(0.2, 0), START + 10 * SECOND)).isZero();
  }

  @Test
  void isDue_tenTimesASecond_andWhenTheClockGoesBack() {
    assertThat(overload.isDue(START)).isTrue();
    assertThat(overload.isDue(START + 99_999)).isFalse();
    assertThat(overload.isDue(START + 100_000)).isTrue();
    assertThat(overload.isDue(START - SECOND)).isTrue();
    assertThat(overload.isDue(START - SECOND + 1)).isFalse();
  }

  @Test
  void look_clockGoesBack_isCalmAfterASecondAgain() {
    overload.look(new Strain(0.5, 0), START);
    assertThat(overload.look(new Strain(0, 0), START - 100 * SECOND)).isEqualTo(1);
    assertThat(overload.look(new Strain(0, 0), START - 99 * SECOND)).isZero();
  }
}
