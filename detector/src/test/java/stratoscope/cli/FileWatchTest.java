package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;

/** What goes wrong while files are read again is said, and does not end the looking. */
class FileWatchTest {
  private static final String ENTRY = "  - {address: 192.0.2.1, reason: x}\n";

  @TempDir
  private Path folder;

  @Test
  void failureWhileReading_isSaid_andTheNextChangeIsRead() throws IOException, RuleFileException, InterruptedException {
    Path file = Files.writeString(folder.resolve("allow.yaml"), "allow:\n" + ENTRY);
    RuleOptions rules = CommandLine.populateCommand(new RuleOptions(), "--allow", file.toString());
    rules.load();
    StringWriter said = new StringWriter();
    LinkedBlockingQueue<Knowledge> read = new LinkedBlockingQueue<>();
    FileWatch watch = new FileWatch(rules, knowledge -> {
      read.add(knowledge);
      if (knowledge.allow().entries().size() == 2) {
        throw new IllegalStateException("two are too many");
      }
      if (knowledge.allow().entries().size() == 3) {
        throw new OutOfMemoryError("a million");
      }
    }, new InventoryOptions(), inventory -> {}, () -> {}, false, new PrintWriter(said, true));
    try {
      Files.writeString(file, "allow:\n" + ENTRY.repeat(2));
      assertThat(read.poll(30, TimeUnit.SECONDS)).isNotNull();
      Files.writeString(file, "allow:\n" + ENTRY.repeat(3));
      assertThat(read.poll(30, TimeUnit.SECONDS)).as("after the failure").isNotNull();
      Files.writeString(file, "allow:\n" + ENTRY.repeat(4));
      assertThat(read.poll(30, TimeUnit.SECONDS)).as("after there was no room").isNotNull();
    } finally {
      watch.close();
    }
    assertThat(said.toString()).contains("two are too many").contains("the rules are not read again, the old ones stay")
        .contains("stratoscope: " + Main.OUT_OF_MEMORY + "; the rules are not read again, the old ones stay");
  }

  @Test
  void filesThatCannotBeUsed_areRefusedUntilTheyCan() throws IOException, RuleFileException {
    Path file = Files.writeString(folder.resolve("allow.yaml"), "allow:\n" + ENTRY);
    RuleOptions rules = CommandLine.populateCommand(new RuleOptions(), "--allow", file.toString());
    rules.load();
    assertThat(rules.isRefused()).isFalse();
    Files.writeString(file, "allow:\n  - {address: 192.0.2.1}\n");
    assertThatExceptionOfType(RuleFileException.class).isThrownBy(rules::load);
    assertThat(rules.isRefused()).isTrue();
    Files.writeString(file, "allow: []\n");
    rules.load();
    assertThat(rules.isRefused()).isFalse();
  }
}
