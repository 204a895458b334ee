package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Finds the place of a number, however numbers are spread. */
class SlicedLongsTest {
  private static final int COUNT = 5000;

  private final Random random = new Random(1);

  @Test
  void lastUpTo_ofEvenlySpreadNumbers_isAsInOrder() {
    check(i -> random.nextLong());
    check(i -> 1000 + 7 * i);
  }

  @Test
  void lastUpTo_ofCrowdsWithinCrowds_isAsInOrder() {
    check(i -> random.nextLong() >>> random.nextInt(64));
    check(i -> -1L - (random.nextLong() >>> random.nextInt(64)));
    check(i -> (long) random.nextInt(3) << 60 | (long) random.nextInt(3) << 40 | random.nextInt(2000));
  }

  @Test
  void lastUpTo_ofFewNumbers_isAsInOrder() {
    check(new long[0]);
    check(new long[] {0});
    check(new long[] {-1});
    check(new long[] {0, -1});
    check(new long[] {5, 6});
  }

  private void check(LongUnaryOperator number) {
    check(LongStream.range(0, COUNT).map(number).map(SlicedLongsTest::turned).distinct().sorted().map(SlicedLongsTest::turned).toArray());
  }

  /** Unsigned numbers compare as signed ones with their highest bit turned. */
  private static long turned(long number) {
    return number ^ Long.MIN_VALUE;
  }

  private void check(long[] numbers) {
    long[] beside = Arrays.stream(numbers).map(number -> number * 31).toArray();
    SlicedLongs sliced = new SlicedLongs(numbers, beside, 0, numbers.length);
    long[] turned = Arrays.stream(numbers).map(SlicedLongsTest::turned).toArray();
    for (int i = 0; i < numbers.length; i++) {
      assertThat(sliced.number(i)).isEqualTo(numbers[i]);
      assertThat(sliced.beside(i)).isEqualTo(beside[i]);
    }
    LongStream.concat(LongStream.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE),
        Arrays.stream(numbers).flatMap(number -> LongStream.of(number - 1, number, number + 1, number ^ 1L << random.nextInt(64))))
        .forEach(asked -> {
          int found = Arrays.binarySearch(turned, turned(asked));
          assertThat(sliced.lastUpTo(asked)).as("place of %x", asked).isEqualTo(found >= 0 ? found : -found - 2);
        });
  }
}
