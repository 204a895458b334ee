package stratoscope.rhythm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What is measured of a window: the common length, the scatter of times, and the window itself. */
class MeasuresTest {
  @Test
  void lengths_ofTwoClasses_giveTheMiddleOfTheGreater() {
    int[] lengths = {100, 207, 206, 207, 100, 208, 9999};
    assertThat(Lengths.mostCommon(lengths, 6, 0.02)).isEqualTo(new Lengths(207, 4));
    assertThat(Lengths.mostCommon(lengths, 0, 0.02)).isEqualTo(new Lengths(0, 0));
  }

  @Test
  void lengths_ofEqualClasses_giveTheLonger() {
    assertThat(Lengths.mostCommon(new int[] {60, 60, 1800, 1800}, 4, 0.02)).isEqualTo(new Lengths(1800, 2));
  }

  @Test
  void gaps_ofTimer_areOnTheBeat() {
    Gaps gaps = Gaps.of(new int[] {0, 1000, 2010, 3000, 4000}, 5);
    assertThat(gaps.onTheBeat()).isEqualTo(1);
    assertThat(gaps.scatter()).isCloseTo(0, within(0.01));
  }

  @Test
  void gaps_ofChance_scatter() {
    Gaps gaps = Gaps.of(new int[] {0, 100, 3000, 3500, 9000, 9900}, 6);
    assertThat(gaps.onTheBeat()).isLessThan(0.3);
    assertThat(gaps.scatter()).isGreaterThan(0.8);
  }

  @Test
  void gaps_shorterThanAQuarterOfTheMedian_areCounted() {
    assertThat(Gaps.shortOnes(Gaps.sorted(new int[] {0, 1000, 2000, 2100, 2349, 3349}, 6))).isCloseTo(2 / 5.0, within(0.001));
    assertThat(Gaps.shortOnes(Gaps.sorted(new int[] {0, 1000, 2000, 90_000, 91_000}, 5))).isZero();
  }

  @Test
  void gaps_tooFewBackwardsOrOverflown_areHarmless() {
    assertThat(Gaps.of(new int[] {5, 7}, 2)).isEqualTo(new Gaps(0, 0));
    assertThat(Gaps.of(new int[] {9000, 5000, 1000, -3000}, 4).scatter()).isZero();
    int last = Integer.MAX_VALUE;
    assertThat(Gaps.of(new int[] {last - 1000, last, last + 1000, last + 2000}, 4).onTheBeat()).isEqualTo(1);
    assertThat(Gaps.of(new int[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE, -1}, 4).scatter()).isGreaterThanOrEqualTo(0);
  }

  @Test
  void window_withRunOfAlike_keepsFirstAndLast() {
    RecordWindow window = new RecordWindow();
    for (int at = 0; at <= 900; at += 100) {
      window.add(at, false, 170);
    }
    window.add(950, true, 170);
    window.add(4000, true, 170);
    assertThat(window.size()).isEqualTo(4);
    assertThat(window.millis(0)).isZero();
    assertThat(window.millis(1)).isEqualTo(900);
    assertThat(window.isFromOriginator(2)).isTrue();
  }

  @Test
  void window_withAbsurdLength_keepsItsDirection() {
    RecordWindow window = new RecordWindow();
    window.add(0, true, Integer.MAX_VALUE);
    window.add(1, false, 1400);
    window.grow(70_000);
    assertThat(window.isFromOriginator(0)).isTrue();
    assertThat(window.isFromOriginator(1)).isFalse();
    assertThat(window.length(0)).isEqualTo(window.length(1)).isEqualTo(0x7FFF);
  }

  @Test
  void withoutPings_leavesOutWhatIsAnsweredWithTheSameAndAMask() {
    RecordWindow window = new RecordWindow();
    int[][] records = {{0, 207, 1}, {60, 87, 0}, {1000, 26, 0}, {1010, 400, 0}, {1050, 30, 1}, {9000, 31, 1}, {9050, 27, 0}};
    for (int[] record : records) {
      window.add(record[0], record[2] == 1, record[1]);
    }
    RecordWindow others = window.withoutPings(44);
    assertThat(others.size()).isEqualTo(3);
    assertThat(others.length(2)).isEqualTo(400);
    assertThat(others.millis(2)).isEqualTo(1010);
    assertThat(others.isFromOriginator(2)).isFalse();
  }

  @Test
  void withoutPings_ofOneLengthTheWrongWayTooLateOrTooLong_leavesAll() {
    RecordWindow window = new RecordWindow();
    int[][] records = {{0, 24, 1}, {50, 24, 0}, {100_000, 30, 0}, {100_050, 26, 1}, {200_000, 26, 0}, {205_001, 30, 1}, {300_000, 44, 0},
        {300_050, 48, 1}, {400_000, 26, 0}};
    for (int[] record : records) {
      window.add(record[0], record[2] == 1, record[1]);
    }
    assertThat(window.withoutPings(44).size()).isEqualTo(records.length);
    assertThat(new RecordWindow().withoutPings(44).size()).isZero();
  }
}
