package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Counts of distinct things. */
class DistinctTest {
  private static Distinct of(int maxCount, int from, int to) {
    Distinct distinct = new Distinct(maxCount);
    for (int round = 0; round < 2; round++) {
      for (int i = from; i < to; i++) {
        distinct.add("rig" + i);
      }
    }
    return distinct;
  }

  @Test
  void add_countsEachOnce() {
    assertThat(of(5000, 0, 3000).count()).isEqualTo(3000);
    Distinct numbers = new Distinct(5000);
    for (long i = 0; i < 3000; i++) {
      numbers.add(i / 3);
    }
    assertThat(numbers.count()).isEqualTo(1000);
  }

  @Test
  void add_beyondTheBound_isNotCounted() {
    Distinct full = of(100, 0, 3000);
    assertThat(full.count()).isEqualTo(100);
    assertThat(full.isFull()).isTrue();
    assertThat(of(100, 0, 99).isFull()).isFalse();
    assertThat(of(0, 0, 9).count()).isZero();
  }

  @Test
  void addAll_isTheUnion() {
    Distinct sum = of(5000, 0, 1000);
    Distinct before = sum.copy();
    sum.addAll(of(5000, 500, 1500));
    assertThat(sum.count()).isEqualTo(1500);
    assertThat(before.count()).as("a copy stays").isEqualTo(1000);
    before.addAll(of(5000, 2000, 2010), of(5000, 2005, 2100));
    assertThat(before.count()).isEqualTo(1005);
  }
}
