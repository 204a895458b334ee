package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bare command answers, its help, and standard output that fails. */
class MainTest {
  private static final int TERMINAL_COLUMNS = 80;

  @Test
  void version_printsNameAndExitsZero() {
    CommandLineRun run = CommandLineRun.of("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("stratoscope ");
    assertThat(run.err()).isEmpty();
    assertThat(CommandLineRun.of("scan", "--version").out()).as("of a subcommand").isNotEmpty();
  }

  @Test
  void noArguments_printsUsage() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: stratoscope").contains("generate-completion");
  }

  @Test
  void unknownOption_exitsTwoAndWritesNothingToOut() {
    CommandLineRun run = CommandLineRun.of("--no-such-option");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).containsExactly("stratoscope: unknown option '--no-such-option'; see 'stratoscope --help'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "scan --help", "rules --help", "rules check --help", "rules list --help", "rules test --help",
      "generate-completion --help"})
  void help_fitsATerminal(String commandLine) {
    CommandLineRun run = CommandLineRun.of(commandLine.split(" "));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).hasSizeGreaterThan(5).allMatch(line -> line.length() <= TERMINAL_COLUMNS);
  }

  @Test
  void help_ofScan_explainsEveryOptionAndExitCode() {
    assertThat(CommandLineRun.of("scan", "--help").out())
        .contains("-f, --format=FORMAT", "table, json, csv", "-w, --write=FILE", "-F, --filter=BPF", "--min-verdict=VERDICT",
            "suspected, probable, confirmed", "--evidence=DIR", "--rules=DIR", "--exit-code", "--no-color", "-q, --quiet")
        .containsPattern("(?m)^  0 +done").containsPattern("(?m)^  1 +done and").containsPattern("(?m)^  2 +wrong usage")
        .doesNotContain("TABLE", "${");
  }

  @Test
  void output_onAFullDisk_isOneLineAndExitCodeTwo() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    for (String commandLine : new String[] {"--help", "generate-completion", "scan " + CommandLineRun.MINERS}) {
      err.reset();
      assertThat(Main.run(failing("No space left on device"), err, commandLine.split(" "))).isEqualTo(2);
      assertThat(err).hasToString("stratoscope: standard output: can't be written: No space left on device" + System.lineSeparator());
    }
  }

  @Test
  void output_toAClosedPipe_endsQuietly() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    for (String format : new String[] {"json", "csv", "table"}) {
      assertThat(Main.run(failing("Broken pipe"), err, "scan", "-f", format, CommandLineRun.MINERS)).isEqualTo(141);
    }
    assertThat(err.size()).isZero();
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
