package stratoscope.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the interval of a hashrate holds the truth as often as it says. */
class HashrateTest {
  private static final double HASHES_PER_SHARE = 1e10;
  private static final double SECONDS = 600;

  @ParameterizedTest
  @ValueSource(doubles = {4, 16, 100, 400})
  void intervalOfShares_holdsTheTruthInNineteenOfTwenty(double expectedShares) {
    Random random = new Random(7);
    double truth = expectedShares * HASHES_PER_SHARE / SECONDS;
    int rounds = 0;
    int held = 0;
    while (rounds < 4000) {
      int shares = poisson(expectedShares, random);
      if (shares > 0) { // without a share there is no rate
        rounds++;
        Hashrate rate = Hashrate.ofShares(shares * HASHES_PER_SHARE, shares, SECONDS);
        held += rate.low() <= truth && truth <= rate.high() ? 1 : 0;
      }
    }
    assertThat((double) held / rounds).isBetween(0.935, 0.985);
  }

  /** Shares whose distances are exponentially distributed, counted until their time is over. */
  private static int poisson(double expected, Random random) {
    int count = 0;
    for (double at = -Math.log(1 - random.nextDouble()); at < expected; at -= Math.log(1 - random.nextDouble())) {
      count++;
    }
    return count;
  }

  @Test
  void interval_narrowsWithShares() {
    Hashrate one = Hashrate.ofShares(1000, 1, 10);
    assertThat(one.hashesPerSecond()).isEqualTo(100);
    assertThat(one.low()).isBetween(0.0, 5.0);
    assertThat(one.high()).isBetween(500.0, 600.0); // exactly 557
    Hashrate hundred = Hashrate.ofShares(100_000, 100, 1000);
    assertThat(hundred.low()).isCloseTo(81.4, Offset.offset(0.2)); // exact interval of a Poisson count of 100
    assertThat(hundred.high()).isCloseTo(121.6, Offset.offset(0.2));
  }

  @Test
  void shareCount_unknownDifficultiesAreTakenAtTheMean() {
    ShareCount count = new ShareCount();
    assertThat(count.difficulty()).isNaN();
    count.add(Double.NaN);
    assertThat(count.count()).isEqualTo(1);
    assertThat(count.difficulty()).isNaN();
    count.add(100);
    count.add(300);
    assertThat(count.count()).isEqualTo(3);
    assertThat(count.difficulty()).isEqualTo(600);
  }
}
