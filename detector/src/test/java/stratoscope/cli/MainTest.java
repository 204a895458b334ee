package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

/** What the bare command answers. */
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void version_printsNameAndExitsZero() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("stratoscope ");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void noArguments_printsUsage() {
    assertThat(run()).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: stratoscope");
  }

  @Test
  void unknownOption_exitsTwoAndWritesNothingToOut() {
    assertThat(run("--no-such-option")).isEqualTo(2);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).contains("--no-such-option");
  }

  private int run(String... arguments) {
    return Main.run(out, err, arguments);
  }
}
