package stratoscope.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the thread that writes a store does: batches, anchors, retention, a full disk. */
@Timeout(60)
class StoreWriterTest {
  private static final long DAY_MICROS = 86_400_000_000L;
  /** 2026-01-01. */
  private static final long START = 20_454 * DAY_MICROS;
  private static final StoreWriter.Retention ALL = new StoreWriter.Retention(0, Long.MAX_VALUE);

  @TempDir
  private Path folder;
  private Path file;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void name() {
    file = folder.resolve("access.db");
  }

  private StoreWriter open(StoreWriter.Retention retention) throws StoreException {
    return new StoreWriter(AccessStore.open(file), Anchors.fileOf(file), retention, nanos::get, () -> Long.MAX_VALUE, log::add);
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    while (!what.getAsBoolean()) {
      Thread.sleep(20);
    }
  }

  @Test
  void close_writesWhatWaits() throws StoreException {
    try (StoreWriter writer = open(ALL)) {
      for (int i = 1; i <= 2500; i++) {
        writer.offer(START, Stores.mining(i, "2026-01-01", "confirmed"));
      }
    }
    assertThat(Stores.check(file, List.of())).isEqualTo(new StoreCheck(2500, 0, 0, null));
    assertThat(log).isEmpty();
  }

  @Test
  void days_areAnchored_overARestartToo() throws StoreException, InterruptedException {
    try (StoreWriter writer = open(ALL)) {
      writer.offer(START, Stores.mining(1, "2026-01-01", "confirmed"));
      await(() -> writer.written() == 1);
      writer.offer(START + DAY_MICROS, Stores.mining(2, "2026-01-02", "confirmed"));
      await(() -> writer.written() == 2);
    }
    try (StoreWriter writer = open(ALL)) {
      writer.offer(START + 3 * DAY_MICROS, Stores.mining(3, "2026-01-04", "confirmed"));
    }
    List<Anchors.Anchor> anchors = Anchors.read(Anchors.fileOf(file));
    assertThat(anchors).extracting(Anchors.Anchor::day).containsExactly("2026-01-01", "2026-01-02");
    assertThat(anchors).extracting(anchor -> anchor.link().number()).containsExactly(1L, 2L);
    assertThat(Stores.check(file, anchors)).isEqualTo(new StoreCheck(3, 0, 2, null));
  }

  @Test
  void days_areAnchored_afterTheClockWasAhead() throws StoreException, InterruptedException {
    try (StoreWriter writer = open(ALL)) {
      writer.offer(START + 365 * DAY_MICROS, Stores.mining(1, "2027-01-01", "confirmed"));
      await(() -> writer.written() == 1);
      writer.offer(START + 2 * DAY_MICROS, Stores.mining(2, "2026-01-03", "confirmed"));
      await(() -> writer.written() == 2);
      writer.offer(START + DAY_MICROS, Stores.mining(3, "2026-01-02", "confirmed"));
      await(() -> writer.written() == 3);
      writer.offer(START + 3 * DAY_MICROS, Stores.mining(4, "2026-01-04", "confirmed"));
    }
    List<Anchors.Anchor> anchors = Anchors.read(Anchors.fileOf(file));
    assertThat(anchors).extracting(Anchors.Anchor::day).containsExactly("2027-01-01", "2026-01-03");
    assertThat(Stores.check(file, anchors)).isEqualTo(new StoreCheck(4, 0, 3, null));
  }

  @Test
  void retention_takesOldDays() throws StoreException, InterruptedException {
    try (StoreWriter writer = open(new StoreWriter.Retention(2, Long.MAX_VALUE))) {
      for (int day = 1; day <= 5; day++) {
        long written = writer.written();
        writer.offer(START + (day - 1) * DAY_MICROS, Stores.mining(day, "2026-01-0" + day, "confirmed"));
        await(() -> writer.written() > written);
      }
    }
    assertThat(Stores.read(file, new RecordFilter(), false)).hasSize(3);
    assertThat(Stores.check(file, Anchors.read(Anchors.fileOf(file))).problem()).isNull();
  }

  @Test
  void fullDisk_stopsRecordingOnly_andItGoesOnWhenThereIsRoom() throws StoreException, InterruptedException {
    AccessStore store = AccessStore.open(file);
    store.limitPages(30);
    try (StoreWriter writer = new StoreWriter(store, Anchors.fileOf(file), ALL, nanos::get, () -> Long.MAX_VALUE, log::add)) {
      int offered = 0;
      while (writer.errors() == 0) {
        writer.offer(START, Stores.mining(++offered, "2026-01-01", "confirmed"));
        Thread.sleep(1);
      }
      assertThat(writer.lagSeconds()).isZero();
      nanos.addAndGet(90_000_000_000L);
      assertThat(writer.lagSeconds()).isEqualTo(90);
      assertThat(log).containsExactly(file + ": no space left on the disk; records wait, and are lost if there are too many");
      for (int i = 0; i < 20_000; i++) {
        writer.offer(START, Stores.mining(++offered, "2026-01-01", "confirmed"));
      }
      long lost = writer.lost();
      assertThat(lost).as("what the queue can't hold").isPositive();
      store.limitPages(1 << 20);
      int all = offered;
      await(() -> writer.written() == all - lost);
      await(() -> writer.lagSeconds() == 0);
      assertThat(log).hasSize(2).last().asString().startsWith("the store can be written again; " + lost + " records were lost");
      writer.offer(START, Stores.mining(1, "2026-01-01", "confirmed"));
      await(() -> writer.written() == all - lost + 1);
      assertThat(Stores.read(file, new RecordFilter().type("gap"), false)).singleElement().asString().contains("\"records\":" + lost);
    }
    assertThat(Stores.check(file, List.of()).problem()).isNull();
  }

  @Test
  void anchorsThatCantBeWritten_areAnErrorLikeAnyOther() throws Exception {
    Files.createDirectory(Anchors.fileOf(file));
    try (StoreWriter writer = open(ALL)) {
      writer.offer(START, Stores.mining(1, "2026-01-01", "confirmed"));
      await(() -> writer.written() == 1);
      writer.offer(START + DAY_MICROS, Stores.mining(2, "2026-01-02", "confirmed"));
      await(() -> writer.errors() == 1);
      assertThat(log).singleElement().asString().startsWith(Anchors.fileOf(file) + ": can't be written");
      Files.delete(Anchors.fileOf(file));
      await(() -> writer.written() == 2);
    }
  }
}
