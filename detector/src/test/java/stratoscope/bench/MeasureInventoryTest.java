package stratoscope.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.InventoryFiles;

/** A generous version of what {@link MeasureInventory} measures: a large inventory loads in seconds and answers at once. */
class MeasureInventoryTest {
  private static final int ROWS = 200_000;

  @TempDir
  private Path folder;

  @Test
  void largeInventory_loadsAndAnswersFast() throws Exception {
    Path file = folder.resolve("inventory.csv");
    MeasureInventory.fill(file, ROWS);
    InventoryFiles files = new InventoryFiles(ZoneOffset.UTC);
    long start = System.nanoTime();
    Inventory inventory = files.read(file);
    assertThat(System.nanoTime() - start).as("nanoseconds to load").isLessThan(20_000_000_000L);
    assertThat(inventory.rows()).isEqualTo(ROWS);
    assertThat(files.problems().count()).isZero();
    assertThat(MeasureInventory.nanos(inventory, ROWS, true)).as("nanoseconds for a look-up").isBetween(1.0, 20_000.0);
  }
}
