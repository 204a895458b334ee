package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import stratoscope.config.RuleFileException;

/** What a sensor that runs for months says of its allow list while it runs. */
class RuleOptionsTest {
  private static final long DAY_MICROS = 86_400_000_000L;

  @TempDir
  private Path folder;

  @Test
  void entryThatExpires_isSaidOnce_andAgainWhenItIsChanged() throws IOException, RuleFileException {
    Path file = folder.resolve("allow.yaml");
    RuleOptions rules = CommandLine.populateCommand(new RuleOptions(), "--allow", file.toString());
    Files.writeString(file, "allow:\n  - {wallet: w, reason: for ever}\n  - {wallet: w, reason: hall, expires: 1970-01-03}\n");
    rules.load();
    List<String> said = new ArrayList<>();
    rules.sayExpired(2 * DAY_MICROS - 1, said::add);
    assertThat(said).isEmpty();
    rules.sayExpired(2 * DAY_MICROS, said::add);
    rules.load();
    rules.sayExpired(3 * DAY_MICROS, said::add);
    assertThat(said).containsExactly(file + ":3: expired on 1970-01-03: allows nothing any more (hall)");
    Files.writeString(file, "allow:\n  - {wallet: w, reason: hall, expires: 1970-01-04}\n");
    rules.load();
    rules.sayExpired(3 * DAY_MICROS, said::add);
    assertThat(said).hasSize(2).last().asString().contains(":2: expired on 1970-01-04");
  }
}
