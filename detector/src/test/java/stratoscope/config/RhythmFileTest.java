package stratoscope.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.rhythm.RhythmOptions;

/** The parameters of the rhythm as shipped, and what is said of broken ones. */
class RhythmFileTest {
  private static final Path SHIPPED = Files.isDirectory(Path.of("../rules")) ? Path.of("../rules") : Path.of("rules");

  @TempDir
  private Path folder;

  @Test
  void shippedParameters_areReadByName() throws Exception {
    RhythmOptions options = RuleFiles.load(SHIPPED).rhythm();
    assertThat(options.opening()).isEqualTo(new RhythmOptions.Opening(10, 90, 1.5));
    assertThat(options.cipher()).isEqualTo(new RhythmOptions.Cipher(2048, 256, 0.35));
    assertThat(options.shares().answers().minLength()).isEqualTo(44);
    assertThat(options.shares().answers().maxLength()).isEqualTo(140);
    assertThat(options.shares().answers().shorter()).isEqualTo(4);
    assertThat(options.shares().smallTalk()).isEqualTo(0.1);
    assertThat(options.shares().shortGaps()).isEqualTo(0.159);
    assertThat(options.shares().shortDoubt()).isEqualTo(2.5);
    assertThat(options.jobs().turns()).isEqualTo(0.8);
    assertThat(options.jobs().follows()).isEqualTo(0.4);
    assertThat(options.jobs().scatter()).isEqualTo(0.5);
    assertThat(options.jobs().timedSeconds()).isEqualTo(15);
    assertThat(options.jobs().few()).isEqualTo(6);
    assertThat(options.jobs().alike()).isEqualTo(0.5);
    assertThat(options.jobs().alone().seconds()).isEqualTo(120);
    assertThat(options.leastSeconds()).isEqualTo(60);
    assertThat(options).isEqualTo(RuleFiles.load(null).rhythm());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      turns: 0.8           | turns: 1.8          | 1.8 must be within 0 and 1.0
      strange_windows: 0.2 | strange_windows: -1 | -1 must be within 0
      least_seconds: 60    | least_seconds: -1   | -1 must be within 0
      surplus: 60          | surplus: 0          | 0 must be at least 1
      alike: 0.85          | like: 0.85          | unknown key 'like'
      echoes: 0.3,         | ""                  | 'echoes' is missing
      scatter: 0.35        | scatter: wide       | 'wide'
      bytes: 2048          | bytes: 65536        | bytes must be at most 65535
      unevenness: 0.35     | unevenness: -1      | -1 must be within 0
      """)
  void parameter_outOfRange_isComplainedOfWithItsLine(String from, String to, String complaint) throws Exception {
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(SHIPPED.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Path rules = folder.resolve("rhythm.yaml");
    String text = Files.readString(rules);
    assertThat(text).contains(from);
    Files.writeString(rules, text.replace(from, to));
    assertThatExceptionOfType(RuleFileException.class).isThrownBy(() -> RuleFiles.load(folder))
        .withMessageContaining("rhythm.yaml:").withMessageContaining(complaint);
  }
}
