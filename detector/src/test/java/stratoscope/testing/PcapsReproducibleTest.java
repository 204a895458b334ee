package stratoscope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every committed capture is what its script makes, and none stands without a script. */
class PcapsReproducibleTest {
  private static final Path ROOT = MakePcaps.root();
  private static final long MOST_BYTES = 4 << 20;
  private static final Pattern ADDRESS = Pattern.compile("\\[?((?:\\d+\\.){3}\\d+|[0-9a-f:]*::[0-9a-f]*)]?:\\d+\\b");
  private static final Pattern ALLOWED = Pattern.compile(
      "192\\.0\\.2\\..*|198\\.51\\.100\\..*|203\\.0\\.113\\..*|10\\..*|2001:db8:.*|127\\.0\\.0\\.1");

  static List<Path> scripts() throws IOException {
    return MakePcaps.scripts(ROOT);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void capture_isWhatItsScriptMakes(Path script) throws IOException {
    CaptureScript made = CaptureScript.of(script);
    Path file = MakePcaps.captureOf(script, made);
    assertThat(file).as("run stratoscope.testing.MakePcaps").exists();
    assertThat(MakePcaps.contents(file)).as("%s: run stratoscope.testing.MakePcaps", file).isEqualTo(made.uncompressedBytes());
    assertThat(made.title()).as("title of %s", script).isNotBlank();
  }

  @Test
  void captures_haveOneScriptEach() throws IOException {
    Set<Path> made = new TreeSet<>();
    for (Path script : scripts()) {
      made.add(MakePcaps.captureOf(script, CaptureScript.of(script)));
    }
    assertThat(MakePcaps.captures(ROOT)).containsExactlyElementsOf(made);
  }

  @Test
  void captures_areSmall() throws IOException {
    long bytes = 0;
    for (Path capture : MakePcaps.captures(ROOT)) {
      bytes += Files.size(capture);
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void addresses_areNobodys(Path script) throws IOException {
    for (ScriptText.Line line : ScriptText.linesOf(script)) {
      Matcher matcher = ADDRESS.matcher(line.text());
      while (line.text().startsWith("flow ") && matcher.find()) {
        assertThat(matcher.group(1)).as("%s:%d", line.source(), line.number()).matches(ALLOWED);
      }
    }
  }
}
