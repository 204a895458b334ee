package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A browser without a window, in which pages are looked at. */
final class Browser {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private Browser() {}

  /**
   * The page as it shows it.
   *
   * @param folder for its own files
   * @param fragment of the page's address
   */
  static String shown(Path folder, Path page, String fragment, String... options) throws Exception {
    assertThat(CHROMIUM).as("the page is looked at in it: apt-get install chromium").isExecutable();
    List<String> command = new ArrayList<>(List.of(CHROMIUM.toString(), "--headless", "--no-sandbox", "--disable-gpu",
        "--user-data-dir=" + folder.resolve("browser")));
    command.addAll(List.of(options));
    command.add(page.toUri() + fragment);
    Path out = folder.resolve("shown.html");
    Process browser = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(folder.resolve("err.txt").toFile()).start();
    assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out);
  }
}
