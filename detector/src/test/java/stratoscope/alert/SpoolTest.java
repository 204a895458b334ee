package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, in memory and on disk. */
class SpoolTest {
  /** More than a test needs. */
  private static final long ROOM = 4096;
  /** What a body of one character takes on the disk. */
  private static final long SHORT = 10;

  @TempDir
  private Path folder;

  private static byte[] body(String text) {
    return text.getBytes(UTF_8);
  }

  /** Takes the eldest out. */
  private static String take(Spool spool) {
    for (Spool.Entry first : spool.first(1)) {
      spool.remove(first);
      return new String(first.body(), UTF_8);
    }
    return null;
  }

  @Test
  void disk_keepsOrder_overARestart() throws IOException {
    try (Spool spool = new DiskSpool(folder, ROOM)) {
      for (int i = 0; i < 12; i++) {
        assertThat(spool.add(body("alert " + i))).isZero();
      }
      assertThat(take(spool)).isEqualTo("alert 0");
    }
    try (Spool spool = new DiskSpool(folder, ROOM)) {
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
    try (Spool disk = new DiskSpool(folder, 3 * SHORT); Spool memory = new MemorySpool(3)) {
      int dropped = 0;
      for (String each : new String[] {"1", "2", "3", "4", "5"}) {
        dropped += disk.add(body(each)) + memory.add(body(each));
      }
      assertThat(dropped).isEqualTo(4);
      assertThat(take(disk)).isEqualTo("3").isEqualTo(take(memory));
      assertThat(disk.size()).isEqualTo(2).isEqualTo(memory.size());
    }
    try (Spool disk = new DiskSpool(folder, ROOM)) {
      assertThat(take(disk)).isEqualTo("4");
      assertThat(take(disk)).isEqualTo("5");
      assertThat(take(disk)).isNull();
    }
  }

  @Test
  void smallerBound_afterARestart_counts() throws IOException {
    try (Spool spool = new DiskSpool(folder, ROOM)) {
      for (int i = 0; i < 10; i++) {
        spool.add(body("alert " + i));
      }
    }
    try (Spool spool = new DiskSpool(folder, 4 * (SHORT + 6))) {
      assertThat(spool.add(body("another"))).isEqualTo(7);
      assertThat(take(spool)).isEqualTo("alert 7");
    }
  }

  @Test
  void droppedMeanwhile_isNotRemovedTwice() throws IOException {
    try (Spool spool = new DiskSpool(folder, SHORT)) {
      spool.add(body("1"));
      Spool.Entry first = spool.first(1).get(0);
      spool.add(body("2"));
      spool.remove(first);
      assertThat(take(spool)).isEqualTo("2");
    }
  }

  @Test
  void halfABody_atTheEndOfAFile_isPassedOver_andOthersAreLeftAlone() throws IOException {
    Files.writeString(folder.resolve("README"), "not ours");
    Files.createFile(folder.resolve("0000000000000000001.alerts"));
    try (Spool spool = new DiskSpool(folder, ROOM)) {
      spool.add(body("whole"));
      spool.add(body("cut"));
    }
    Path file = folder.resolve("0000000000000000002.alerts");
    byte[] all = Files.readAllBytes(file);
    for (int length = all.length - 1; length >= all.length - 12; length--) {
      Files.write(file, Arrays.copyOf(all, length));
      try (Spool spool = new DiskSpool(folder, ROOM)) {
        assertThat(spool.size()).isEqualTo(1);
        spool.add(body("next"));
        assertThat(take(spool)).isEqualTo("whole");
        assertThat(take(spool)).isEqualTo("next");
      }
      assertThat(Files.exists(file)).isFalse();
    }
    assertThat(folder.resolve("README")).hasContent("not ours");
  }

  @Test
  void changedBody_isPassedOver() throws IOException {
    try (Spool spool = new DiskSpool(folder, ROOM)) {
      spool.add(body("changed"));
      spool.add(body("whole"));
      Path file = folder.resolve("0000000000000000000.alerts");
      byte[] all = Files.readAllBytes(file);
      all[12]++;
      Files.write(file, all);
      assertThat(take(spool)).isEqualTo("whole");
    }
  }

  @Test
  void killed_whatWasDelivered_isNotThereAgain() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Path used = folder.resolve("used");
    try (Spool spool = new DiskSpool(used, ROOM)) {
      spool.add(body("1"));
      spool.add(body("2"));
      spool.add(body("3"));
      spool.remove(spool.first(2).get(1));
      assertThat(take(spool)).isEqualTo("1");
      Files.copy(used.resolve("0000000000000000000.alerts"), copy.resolve("0000000000000000000.alerts")); // as kill -9 would leave it
    }
    try (Spool spool = new DiskSpool(copy, ROOM)) {
      assertThat(take(spool)).isEqualTo("3");
      assertThat(take(spool)).isNull();
    }
  }

  @Test
  void files_goOnceNothingInThemWaits() throws IOException {
    byte[] large = new byte[100_000];
    try (Spool spool = new DiskSpool(folder, 1 << 24)) {
      for (int i = 0; i < 12; i++) {
        spool.add(large);
      }
      assertThat(files()).isEqualTo(4);
      for (int i = 0; i < 10; i++) {
        assertThat(take(spool)).hasSize(large.length);
      }
      assertThat(files()).isEqualTo(1);
    }
    try (Spool spool = new DiskSpool(folder, 1 << 24)) {
      assertThat(spool.size()).isEqualTo(2);
      take(spool);
      take(spool);
      assertThat(files()).isZero();
    }
  }

  private long files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".alerts")).count();
    }
  }

  @Test
  void folderInUse_isAnError() throws IOException {
    try (Spool spool = new DiskSpool(folder, ROOM)) {
      assertThat(spool.isKept()).isTrue();
      assertThatThrownBy(() -> new DiskSpool(folder, ROOM)).isInstanceOf(IOException.class).hasMessage("another process uses it");
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
