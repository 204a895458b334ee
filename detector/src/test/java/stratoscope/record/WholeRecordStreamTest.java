package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file never ends inside a record, even when there is no more room. */
class WholeRecordStreamTest {
  @TempDir
  Path folder;

  @Test
  void bytes_waitForFlush() throws IOException {
    Path file = folder.resolve("out");
    try (WholeRecordStream stream = new WholeRecordStream(file)) {
      stream.write('{');
      stream.write("ignored}\nignored".getBytes(UTF_8), 7, 2);
      assertThat(file).isEmptyFile();
      stream.flush();
      assertThat(file).hasContent("{}");
      stream.flush();
      stream.write("more".getBytes(UTF_8));
    }
    assertThat(file).hasContent("{}\nmore");
  }

  @Test
  void fileThatIsThere_isOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("out"), "something long from another run");
    try (WholeRecordStream stream = new WholeRecordStream(file)) {
      stream.write("new".getBytes(UTF_8));
    }
    assertThat(file).hasContent("new");
  }

  @Test
  void folderThatIsNotThere_isAnError() {
    assertThatThrownBy(() -> new WholeRecordStream(folder.resolve("no/such/folder"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX) // /dev/full, whose every write meets a full disk, is there alone
  void fullDevice_throwsWhatTheWriteMet_andDoesNotHideIt() throws IOException {
    WholeRecordStream stream = new WholeRecordStream(Path.of("/dev/full"));
    stream.write("record\n".getBytes(UTF_8));
    assertThatThrownBy(stream::flush).isInstanceOf(IOException.class).hasMessageContaining("No space left on device");
    stream.close();
  }

  /** The size limit of a child process cuts its write in the middle, as a full disk does; needs a POSIX shell. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void writeThatFailsHalfWay_leavesTheRecordsBefore() throws IOException, InterruptedException {
    Path file = folder.resolve("out");
    Path log = folder.resolve("log");
    Process child = new ProcessBuilder("sh", "-c", "ulimit -f 8 && exec \"$@\"", "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData", "-cp",
        classPath(), TwoRecords.class.getName(), file.toString())
        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int exit = child.waitFor();
    assertThat(exit).as("exit code of the child, which said: %s", Files.readString(log)).isEqualTo(TwoRecords.SECOND_FAILED);
    assertThat(file).hasContent(TwoRecords.FIRST.strip());
    assertThat(Files.size(file)).isEqualTo(TwoRecords.FIRST.length());
  }

  private static String classPath() {
    return Stream.of(TwoRecords.class, WholeRecordStream.class)
        .map(type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString())
        .distinct().collect(Collectors.joining(File.pathSeparator));
  }

  /** Writes a short record and one that is longer than its process may write. */
  static final class TwoRecords {
    static final String FIRST = "{\"first\":true}\n";
    static final int SECOND_FAILED = 42;

    private TwoRecords() {}

    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      WholeRecordStream stream = new WholeRecordStream(file);
      stream.write(FIRST.getBytes(UTF_8));
      stream.flush();
      stream.write("x".repeat(1 << 20).getBytes(UTF_8));
      try {
        stream.flush();
      } catch (IOException e) {
        stream.close();
        System.exit(SECOND_FAILED);
      }
    }
  }
}
