package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, in memory and on disk. */
class SpoolTest {
  private static final long BLOCK = 4096;

  @TempDir
  private Path folder;

  private static byte[] body(String text) {
    return text.getBytes(UTF_8);
  }

  /** Takes the eldest out. */
  private static String take(Spool spool) {
    Spool.Entry first = spool.first();
    if (first == null) {
      return null;
    }
    spool.remove(first);
    return new String(first.body(), UTF_8);
  }

  @Test
  void disk_keepsOrder_overARestart() throws IOException {
    try (Spool spool = new DiskSpool(folder, 100 * BLOCK)) {
      for (int i = 0; i < 12; i++) {
        assertThat(spool.add(body("alert " + i))).isZero();
      }
      assertThat(take(spool)).isEqualTo("alert 0");
    }
    try (Spool spool = new DiskSpool(folder, 100 * BLOCK)) {
      assertThat(spool.size()).isEqualTo(11);
      spool.add(body("new"));
      for (int i = 1; i < 12; i++) {
        assertThat(take(spool)).isEqualTo("alert " + i);
      }
      assertThat(take(spool)).isEqualTo("new");
      assertThat(take(spool)).isNull();
    }
  }

  @Test
  void full_dropsTheEldest_andCountsThem() throws IOException {
    try (Spool disk = new DiskSpool(folder, 3 * BLOCK); Spool memory = new MemorySpool(3)) {
      int dropped = 0;
      for (String each : new String[] {"1", "2", "3", "4", "5"}) {
        dropped += disk.add(body(each)) + memory.add(body(each));
      }
      assertThat(dropped).isEqualTo(4);
      assertThat(take(disk)).isEqualTo("3").isEqualTo(take(memory));
      assertThat(disk.size()).isEqualTo(2).isEqualTo(memory.size());
      try (var files = Files.list(folder)) {
        assertThat(files.filter(file -> file.toString().endsWith(".alert"))).hasSize(2);
      }
    }
  }

  @Test
  void smallerBound_afterARestart_counts() throws IOException {
    try (Spool spool = new DiskSpool(folder, 100 * BLOCK)) {
      for (int i = 0; i < 10; i++) {
        spool.add(body("alert " + i));
      }
    }
    try (Spool spool = new DiskSpool(folder, 4 * BLOCK)) {
      assertThat(spool.add(body("new"))).isEqualTo(7);
      assertThat(take(spool)).isEqualTo("alert 7");
    }
  }

  @Test
  void droppedMeanwhile_isNotRemovedTwice() throws IOException {
    try (Spool spool = new DiskSpool(folder, BLOCK)) {
      spool.add(body("1"));
      Spool.Entry first = spool.first();
      spool.add(body("2"));
      spool.remove(first);
      assertThat(take(spool)).isEqualTo("2");
    }
  }

  @Test
  void rubbishInTheFolder_isPassedOver() throws IOException {
    Files.writeString(folder.resolve("README"), "not ours");
    Files.writeString(folder.resolve("part.tmp"), "half of an al");
    Files.createFile(folder.resolve("0000000000000000007.alert"));
    Files.writeString(folder.resolve("0000000000000000008.alert"), "whole");
    try (Spool spool = new DiskSpool(folder, 10 * BLOCK)) {
      assertThat(take(spool)).isEqualTo("whole");
      spool.add(body("next"));
      assertThat(folder.resolve("0000000000000000009.alert")).hasContent("next");
    }
    assertThat(folder.resolve("README")).hasContent("not ours");
  }

  @Test
  void folderInUse_isAnError() throws IOException {
    try (Spool spool = new DiskSpool(folder, BLOCK)) {
      assertThat(spool.isKept()).isTrue();
      assertThatThrownBy(() -> new DiskSpool(folder, BLOCK)).isInstanceOf(IOException.class).hasMessage("another process uses it");
    }
  }

  @Test
  void backoff_doubles_upToItsBound_withARandomHalf() {
    Backoff least = new Backoff(100, 1000, () -> 0);
    Backoff most = new Backoff(100, 1000, () -> 1);
    long[] steps = {100, 200, 400, 800, 1000, 1000};
    for (long step : steps) {
      least.onFailure(5000);
      most.onFailure(5000);
      assertThat(least.waitNanos(5000)).isEqualTo(step / 2);
      assertThat(most.waitNanos(5000)).isEqualTo(step);
      assertThat(most.waitNanos(5000 + step)).isZero();
    }
    most.onSuccess();
    assertThat(most.waitNanos(5000)).isZero();
    most.onFailure(5000);
    assertThat(most.waitNanos(5000)).isEqualTo(100);
  }
}
