package stratoscope.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that alert lines are appended to. */
class AppendedLinesTest {
  @TempDir
  private Path folder;
  private final List<String> said = new ArrayList<>();

  private static void write(AppendedLines lines, String line) {
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    lines.write(bytes, 0, bytes.length);
    lines.flush();
  }

  @Test
  void lines_areAppendedToWhatIsThere() throws IOException {
    Path file = Files.writeString(folder.resolve("alerts.json"), "before\n");
    try (AppendedLines lines = new AppendedLines(file, said::add)) {
      write(lines, "one");
      assertThat(file).hasContent("before\none\n");
      write(lines, "two");
      assertThat(lines.written()).isEqualTo(2);
    }
    assertThat(file).hasContent("before\none\ntwo\n");
  }

  @Test
  void reopen_afterTheFileWasRenamed_makesANewOne() throws IOException {
    Path file = folder.resolve("alerts.json");
    Path old = folder.resolve("alerts.json.1");
    try (AppendedLines lines = new AppendedLines(file, said::add)) {
      write(lines, "one");
      Files.move(file, old);
      write(lines, "two");
      lines.reopen();
      write(lines, "three");
    }
    assertThat(old).hasContent("one\ntwo\n");
    assertThat(file).hasContent("three\n");
  }

  @Test
  void failure_losesLinesAndIsSaidOnce_andEndsWhenTheFileCanBeWritten() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("log"));
    Path file = sub.resolve("alerts.json");
    try (AppendedLines lines = new AppendedLines(file, said::add)) {
      write(lines, "one");
      Files.delete(file);
      Files.delete(sub);
      lines.reopen();
      write(lines, "two");
      write(lines, "three");
      assertThat(lines.lost()).isEqualTo(2);
      assertThat(said).hasSize(1).first().asString().isEqualTo(file + ": can't be written: no such file; lines are lost until it can");
      Files.createDirectory(sub);
      write(lines, "four");
    }
    assertThat(file).hasContent("four\n");
    assertThat(said).hasSize(2).last().asString().contains("2 lines were lost");
  }

  @Test
  void fullDisk_losesLinesOnly() throws IOException {
    try (AppendedLines lines = new AppendedLines(Path.of("/dev/full"), said::add)) {
      write(lines, "one");
      assertThat(lines.lost()).isEqualTo(1);
      assertThat(lines.written()).isZero();
    }
    assertThat(said).hasSize(1);
  }

  @Test
  void file_thatCantBeOpened_isAnError() {
    assertThatThrownBy(() -> new AppendedLines(folder.resolve("no/alerts.json"), said::add)).isInstanceOf(IOException.class);
  }
}
