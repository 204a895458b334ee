package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.testing.Wait;

/** Files of records that end by size and time, and lines on their way there. */
@Timeout(60)
class RotationTest {
  private static final long DAY = 86_400;

  private final List<String> said = new ArrayList<>();
  private final AtomicLong seconds = new AtomicLong(10 * DAY + 5);

  @TempDir
  private Path folder;
  private Path file = Path.of("alerts.json");

  @BeforeEach
  void place() {
    file = folder.resolve("alerts.json");
  }

  private AppendedLines open(long maxBytes, long periodSeconds, int files) throws IOException {
    return new AppendedLines(file, new Rotation(maxBytes, periodSeconds, files), seconds::get, said::add);
  }

  private static void write(OutputStream lines, String line) throws IOException {
    lines.write((line + "\n").getBytes(UTF_8));
    lines.flush();
  }

  private Path aside(int number) {
    return folder.resolve("alerts.json." + number);
  }

  @Test
  void size_endsAFile_beforeItIsExceeded_andTheEldestGoes() throws IOException {
    try (AppendedLines lines = open(8, 0, 2)) {
      for (String each : new String[] {"one", "two", "thr", "fou", "fiv", "six", "sev"}) {
        write(lines, each);
      }
    }
    assertThat(file).hasContent("sev\n");
    assertThat(aside(1)).hasContent("fiv\nsix\n");
    assertThat(aside(2)).hasContent("thr\nfou\n");
    assertThat(aside(3)).doesNotExist();
    assertThat(said).isEmpty();
  }

  @Test
  void lineLongerThanAFile_isWrittenAlone() throws IOException {
    try (AppendedLines lines = open(4, 0, 5)) {
      write(lines, "much too long");
      write(lines, "one");
    }
    assertThat(aside(1)).hasContent("much too long\n");
    assertThat(file).hasContent("one\n");
  }

  @Test
  void time_endsAFileAtMidnight() throws IOException {
    try (AppendedLines lines = open(0, DAY, 5)) {
      write(lines, "one");
      seconds.set(11 * DAY - 1);
      write(lines, "two");
      seconds.set(11 * DAY);
      write(lines, "three");
    }
    assertThat(aside(1)).hasContent("one\ntwo\n");
    assertThat(file).hasContent("three\n");
  }

  @Test
  void time_countsOverARestart() throws IOException {
    Files.writeString(file, "yesterday\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(10 * DAY - 1)));
    try (AppendedLines lines = open(0, DAY, 5)) {
      write(lines, "today");
    }
    assertThat(aside(1)).hasContent("yesterday\n");
    assertThat(file).hasContent("today\n");
  }

  @Test
  void fileThatCantBePutAside_grows_andThatIsSaidOnce() throws IOException {
    Files.createDirectories(aside(1).resolve("in the way"));
    try (AppendedLines lines = open(4, 0, 1)) {
      write(lines, "one");
      write(lines, "two");
      write(lines, "three");
      assertThat(lines.lost()).isZero();
    }
    assertThat(file).hasContent("one\ntwo\nthree\n");
    assertThat(said).hasSize(1).first().asString().contains("can't be put aside");
  }

  @Test
  void queuedLines_reachTheFile_andTheEndWaitsForThem() throws IOException {
    try (QueuedLines lines = new QueuedLines(open(0, 0, 1), System::nanoTime)) {
      for (int i = 0; i < 1000; i++) {
        write(lines, "line " + i);
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(1000).startsWith("line 0", "line 1").endsWith("line 999");
  }

  @Test
  void queuedLines_afterReopen_goToANewFile() throws IOException {
    try (QueuedLines lines = new QueuedLines(open(0, 0, 1), System::nanoTime)) {
      write(lines, "one");
      Wait.until(() -> lines.written() == 1);
      Files.move(file, aside(1));
      lines.reopen();
      write(lines, "two");
    }
    assertThat(aside(1)).hasContent("one\n");
    assertThat(file).hasContent("two\n");
  }

  @Test
  void diskThatHangs_stopsNobody_andWhatFindsNoRoomIsCounted() throws IOException {
    CountDownLatch goesOn = new CountDownLatch(1);
    AtomicLong calls = new AtomicLong();
    QueuedLines lines = new QueuedLines(new AppendedLines(file, Rotation.NONE, () -> {
      if (calls.getAndIncrement() > 0) {
        waitFor(goesOn);
      }
      return 0;
    }, said::add), System::nanoTime);
    write(lines, "hangs");
    Wait.until(() -> calls.get() > 1);
    long start = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      write(lines, "line");
    }
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(lines.lost()).isEqualTo(10_000 - 4096);
    goesOn.countDown();
    lines.close();
    assertThat(Files.readAllLines(file)).hasSize(4097);
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
