package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of records that end by size and time, and lines on their way there. */
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
  void end_isOnTheDisk_andSaidToWhoeverForces() throws IOException {
    AppendedLines lines = open(0, 0, 1);
    write(lines, "one");
    assertThat(lines.isEnded()).isFalse();
    lines.close();
    lines.force();
    assertThat(lines.isEnded()).isTrue();
    assertThat(said).isEmpty();
  }

  @Test
  void force_ofADevice_isNothing() throws IOException {
    try (AppendedLines lines = new AppendedLines(Path.of("/dev/null"), said::add)) {
      write(lines, "one");
      lines.force();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void sharedLines_ofSeveralThreads_stayWhole() throws IOException, InterruptedException {
    try (AppendedLines lines = open(0, 0, 1)) {
      List<Thread> writers = new ArrayList<>();
      for (char name : new char[] {'a', 'b', 'c'}) {
        Thread writer = new Thread(() -> writeMany(new SharedLines(lines), name));
        writers.add(writer);
        writer.start();
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(lines.written()).isEqualTo(3000);
    }
    assertThat(Files.readAllLines(file)).hasSize(3000).allMatch(line -> line.matches("a{100}|b{100}|c{100}"));
  }

  private static void writeMany(OutputStream lines, char name) {
    try {
      for (int i = 0; i < 1000; i++) {
        for (int j = 0; j < 100; j++) {
          lines.write(name);
        }
        lines.write('\n');
        lines.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
