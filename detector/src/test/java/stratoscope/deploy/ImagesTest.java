package stratoscope.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is fetched to build and run containers is the same everywhere and for ever, and the sensor in them runs as that of the unit. */
class ImagesTest {
  private static final Pattern OPTION = Pattern.compile("-[XD][^\\s\",]+");
  private static final Pattern IMAGE = Pattern.compile("(?m)^(?:FROM| +image:) (docker\\.io/\\S+)");

  @ParameterizedTest
  @CsvSource({"Containerfile,2", "docker-compose.yml,3"})
  void images_arePinnedByDigest(String file, int count) throws IOException {
    String text = Files.readString(DeployFiles.FOLDER.resolve(file), UTF_8);
    assertThat(IMAGE.matcher(text).results().map(found -> found.group(1)))
        .hasSize(count).allMatch(image -> image.matches("[a-z./-]+:[\\w.-]+@sha256:[0-9a-f]{64}"));
  }

  /** Both have folders for native code: /tmp may not let programs run. The unit's Java may be older than the one option. */
  @Test
  void imageAndUnit_giveJavaTheSameOptions() throws IOException {
    assertThat(options("Containerfile", "ENTRYPOINT ["))
        .isEqualTo(options("systemd/stratoscope.service", "ExecStart="))
        .contains("-Djna.tmpdir=/var/lib/stratoscope", "-Dorg.sqlite.tmpdir=/var/lib/stratoscope");
  }

  private static List<String> options(String file, String start) throws IOException {
    String line = Files.readAllLines(DeployFiles.FOLDER.resolve(file), UTF_8).stream().filter(each -> each.startsWith(start))
        .findFirst().orElseThrow();
    return OPTION.matcher(line.replace("${STATE_DIRECTORY}", "/var/lib/stratoscope")).results().map(MatchResult::group).toList();
  }
}
