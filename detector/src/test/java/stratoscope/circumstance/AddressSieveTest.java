package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import stratoscope.testing.Allocation;

/** The sieve forgets none, and lets few pass that it never saw. */
class AddressSieveTest {
  private static final int ADDED = 1000;
  private static final int ASKED = 1_000_000;

  private final AddressSieve sieve = new AddressSieve();
  private final Random random = new Random(17);

  @Test
  void addresses_thatWereAdded_areAllThere() {
    assertThat(sieve.isEmpty()).isTrue();
    long[] highs = random.longs(ADDED).toArray();
    for (int i = 0; i < ADDED; i++) {
      sieve.add(i % 2 == 0 ? 0 : highs[i], 0xFFFF_0A00_0000L + i);
    }
    for (int i = 0; i < ADDED; i++) {
      assertThat(sieve.mayHold(i % 2 == 0 ? 0 : highs[i], 0xFFFF_0A00_0000L + i)).isTrue();
    }
    assertThat(sieve.isEmpty()).isFalse();
  }

  @Test
  void addresses_thatWereNot_passSeldom() {
    for (int i = 0; i < ADDED; i++) {
      sieve.add(0, 0xFFFF_CB00_7100L + i);
    }
    int neighbours = 0;
    int strangers = 0;
    for (int i = 0; i < ASKED; i++) {
      neighbours += sieve.mayHold(0, 0xFFFF_0A00_0000L + i) ? 1 : 0;
      strangers += sieve.mayHold(random.nextLong(), random.nextLong()) ? 1 : 0;
    }
    assertThat(neighbours).as("of a million in a row").isLessThan(ASKED / 200);
    assertThat(strangers).as("of a million anywhere").isLessThan(ASKED / 200);
  }

  @Test
  void sieve_thatIsFull_canBeCleared() {
    int added = 0;
    for (; !sieve.isFull(); added++) {
      sieve.add(1, added);
      sieve.add(1, added);
    }
    assertThat(added).as("with room for two memories of 65,536").isBetween(200_000, 400_000);
    int strangers = 0;
    for (int i = 0; i < ASKED; i++) {
      strangers += sieve.mayHold(random.nextLong(), random.nextLong()) ? 1 : 0;
    }
    assertThat(strangers).isLessThan(ASKED / 10);
    sieve.clear();
    assertThat(sieve.isFull()).isFalse();
    assertThat(sieve.isEmpty()).isTrue();
    assertThat(sieve.mayHold(1, 0)).isFalse();
  }

  @Test
  void look_makesNothing() {
    assertThat(Allocation.leastBytes(() -> {
      for (int i = 0; i < ADDED; i++) {
        sieve.mayHold(i, i);
      }
    })).isLessThan(100);
  }
}
