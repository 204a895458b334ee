package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.testing.MakePcaps;

/**
 * Every capture in {@code pcaps/} gives the records that stand beside it. A new capture is a new case without code;
 * {@code -Dgolden.update=true} writes what came instead of comparing.
 */
class PcapGoldenTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final boolean IS_UPDATE = Boolean.getBoolean("golden.update");

  @TempDir
  Path folder;

  static List<Path> captures() throws IOException {
    List<Path> captures = MakePcaps.captures(MakePcaps.root());
    assertThat(captures).as("captures in pcaps/").isNotEmpty();
    return captures;
  }

  @ParameterizedTest
  @MethodSource("captures")
  void scan_writesWhatStandsBesideTheCapture(Path capture) throws IOException {
    List<String> raw = GoldenScan.rawLines(capture, folder.resolve("records.json"));
    sumsHold(JSON.readTree(raw.get(raw.size() - 1)));
    for (String line : raw) {
      RecordSchema.check(line);
    }
    List<String> lines = GoldenScan.stableLines(raw, capture);
    Path golden = GoldenScan.goldenOf(capture);
    if (IS_UPDATE) {
      Files.write(golden, lines);
    }
    assertThat(golden).as("write it with -Dgolden.update=true, and read it").exists();
    List<String> expected = Files.readAllLines(golden);
    if (!expected.equals(lines)) {
      String diff = RecordDiff.of(expected, lines);
      fail("%s differs (- golden, + scan):%n%s", golden, diff.isEmpty() ? "in the order or form of its lines alone" : diff);
    }
  }

  /** The equations that {@code Stats} and {@code FlowCount} state. */
  private static void sumsHold(JsonNode last) {
    assertThat(last.path("event_type").asText()).as("last record").isEqualTo("stats");
    JsonNode stats = last.path("stats");
    assertThat(stats.path("packets").asLong()).as("packets = inspected + ignored + dropped")
        .isEqualTo(stats.path("inspected").asLong() + sum(stats.path("ignored")) + sum(stats.path("dropped")));
    JsonNode streams = stats.path("streams");
    long segments = 0;
    for (String fate : List.of("tracked", "lingering", "no_payload", "reset", "uninteresting", "backed_off", "refused")) {
      segments += streams.path(fate).asLong();
    }
    assertThat(streams.path("segments").asLong()).as("segments = the sum of their fates").isEqualTo(segments);
    assertThat(streams.has("handler_failures")).as("a reader failed, e.g. for want of a rule").isFalse();
    assertThat(stats.path("inspected").asLong()).as("inspected packets are segments, or DNS").isGreaterThanOrEqualTo(segments);
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }

  @Test
  void nearMisses_showNothing() throws IOException {
    for (Path capture : captures()) {
      if (capture.getParent().getFileName().toString().equals("near-miss")) {
        assertThat(Files.readAllLines(GoldenScan.goldenOf(capture))).as("records of %s: its stats alone", capture).hasSize(1);
      }
    }
  }

  @Test
  void diff_namesTheFieldThatDiffers() throws IOException {
    String was = "{\"event_type\":\"mining\",\"src_ip\":\"10.0.0.1\",\"mining\":{\"shares\":{\"accepted\":6},\"carriers\":[\"tcp\"]}}";
    String is = was.replace('6', '7').replace("[\"tcp\"]", "[\"tcp\",\"tls\"]");
    assertThat(RecordDiff.of(List.of(was), List.of(is))).isEqualTo("""
        - mining 10.0.0.1.mining.shares.accepted = 6
        + mining 10.0.0.1.mining.shares.accepted = 7
        + mining 10.0.0.1.mining.carriers[1] = "tls"
        """);
    assertThat(RecordDiff.of(List.of(was, was), List.of(was))).contains("- mining 10.0.0.1 #2.mining.shares.accepted = 6");
    assertThat(RecordDiff.of(List.of(was), List.of(was))).isEmpty();
  }
}
