package stratoscope.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is fetched to build and run containers is the same everywhere and for ever: it is named by tag and digest. */
class ImagesTest {
  private static final Pattern IMAGE = Pattern.compile("(?m)^(?:FROM| +image:) (docker\\.io/\\S+)");

  @ParameterizedTest
  @CsvSource({"Containerfile,2", "docker-compose.yml,3"})
  void images_arePinnedByDigest(String file, int count) throws IOException {
    String text = Files.readString(DeployFiles.FOLDER.resolve(file), UTF_8);
    assertThat(IMAGE.matcher(text).results().map(found -> found.group(1)))
        .hasSize(count).allMatch(image -> image.matches("[a-z./-]+:[\\w.-]+@sha256:[0-9a-f]{64}"));
  }
}
