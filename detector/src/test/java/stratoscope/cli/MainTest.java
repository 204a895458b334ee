package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What the bare command answers. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void version_printsNameAndExitsZero() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("stratoscope ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void noArguments_printsUsage() {
    assertThat(run()).isZero();
    assertThat(out.toString()).startsWith("Usage: stratoscope");
  }

  @Test
  void unknownOption_exitsTwoAndWritesNothingToOut() {
    assertThat(run("--no-such-option")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("--no-such-option");
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
