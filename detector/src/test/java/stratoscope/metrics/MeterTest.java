package stratoscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stratoscope.testing.MakePcaps;

/** What is promised of the meters. */
class MeterTest {
  private static final List<String> BOUNDED =
      List.of("dialect", "coin", "verdict", "reason", "interface", "sensor", "event", "sink", "bound");

  private static String row(Meter meter) {
    String labels = String.join(", ", meter.labels().stream().map(label -> "`" + label + "`").toList());
    return one("| `" + meter.fullName() + "` | " + meter.type().name().toLowerCase(Locale.ROOT) + " | " + labels + " | " + meter.sentence()
        + " |");
  }

  /** With single spaces only. */
  private static String one(String line) {
    return line.replaceAll(" +", " ");
  }

  @Test
  void table_inTheReadme_isThatOfTheCode() throws IOException {
    List<String> rows = Files.readAllLines(MakePcaps.root().resolveSibling("README.md")).stream()
        .filter(line -> line.startsWith("| `stratoscope_")).map(MeterTest::one).toList();
    assertThat(rows).containsExactlyElementsOf(Stream.of(Meter.values()).map(MeterTest::row).toList());
  }

  @ParameterizedTest
  @EnumSource
  void name_followsTheRulesOfPrometheus(Meter meter) {
    assertThat(meter.fullName()).matches("stratoscope_[a-z]+(_[a-z]+)*");
    assertThat(meter.fullName().endsWith("_total")).isEqualTo(meter.type() == Meter.Type.COUNTER);
    assertThat(meter.sentence()).endsWith(".").doesNotContain("|");
  }

  @ParameterizedTest
  @EnumSource
  void labels_areBounded(Meter meter) {
    if (meter != Meter.TOP_HOST_SCORE) {
      assertThat(BOUNDED).containsAll(meter.labels());
    }
  }
}
