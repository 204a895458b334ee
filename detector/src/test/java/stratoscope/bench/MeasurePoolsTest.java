package stratoscope.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.config.RuleFiles;
import stratoscope.names.PoolDirectory;
import stratoscope.testing.MakePcaps;

/** A generous version of what {@link MeasurePools} measures: a large directory loads in seconds and answers at once. */
class MeasurePoolsTest {
  private static final int ROWS = 200_000;
  private static final int ASKED = 1_000_000;

  @TempDir
  private Path folder;

  @Test
  void largeDirectory_loadsAndAnswersFast() throws Exception {
    MeasurePools.fill(MakePcaps.root().resolveSibling("rules"), folder, ROWS);
    long start = System.nanoTime();
    PoolDirectory pools = RuleFiles.load(folder).pools();
    assertThat(System.nanoTime() - start).as("nanoseconds to load").isLessThan(20_000_000_000L);
    assertThat(pools.size()).isEqualTo(2 * ROWS);
    byte[] name = MeasurePools.name("pool", ROWS / 2).getBytes(StandardCharsets.US_ASCII);
    start = System.nanoTime();
    for (int i = 0; i < ASKED; i++) {
      assertFound(pools.screen(name, 0, name.length, 3333));
      assertFound(pools.byAddress(0, 0xFFFF_0100_0000L + (i % ROWS) / 3 * 3, 3333));
    }
    assertThat((System.nanoTime() - start) / ASKED).as("nanoseconds for two look-ups").isLessThan(20_000);
  }

  private static void assertFound(int index) {
    if (index < 0) {
      throw new AssertionError("not found");
    }
  }
}
