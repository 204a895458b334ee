package stratoscope.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How connections are split among workers. */
class FlowSplitTest {
  private static final long MAPPED = 0xFFFF_0000_0000L;

  @Test
  void workerOf_bothDirections_isTheSame_andAllGetTheirShare() {
    FlowSplit split = new FlowSplit(5, 0x0123_4567_89AB_CDEFL);
    SplittableRandom random = new SplittableRandom(1);
    int[] counts = new int[5];
    for (int i = 0; i < 50_000; i++) {
      boolean isIpv6 = i % 2 == 0;
      long high = isIpv6 ? 0x2001_0db8_0000_0000L : 0;
      long one = isIpv6 ? random.nextLong() : MAPPED | 0x0A00_0000 | random.nextInt(1 << 16);
      long other = isIpv6 ? 7 : MAPPED | 0xC633_6401L;
      int port = random.nextInt(1024, 65_536);
      int worker = split.workerOf(high, one, port, high, other, 443);
      assertThat(split.workerOf(high, other, 443, high, one, port)).isEqualTo(worker);
      counts[worker]++;
    }
    assertThat(IntStream.of(counts).boxed()).allSatisfy(count -> assertThat(count).isBetween(9000, 11_000));
  }

  @Test
  void workerOf_otherSeed_isAnother() {
    SplittableRandom seeds = new SplittableRandom(2);
    assertThat(seeds.longs(100).mapToInt(seed -> new FlowSplit(8, seed).workerOf(0, MAPPED | 1, 2, 0, MAPPED | 3, 4)).distinct())
        .hasSize(8);
  }
}
