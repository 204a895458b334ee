package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One capture of {@code pcaps/} scanned as a user would, and its records without what varies from run to run. */
public final class GoldenScan {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CAPTURE_NAME = Pattern.compile("(.*?)\\.pcap(ng)?(\\.gz|\\.zst)?");
  private static final List<String> ORDER = List.of("mining", "host", "stats");
  private static final List<String> VARYING = List.of("made_by", "elapsed_seconds", "packets_per_second", "bytes_per_second");

  private GoldenScan() {}

  /** {@code NAME.json} beside {@code NAME.pcap}, {@code NAME.pcapng.gz} and so on. */
  public static Path goldenOf(Path capture) {
    Matcher name = CAPTURE_NAME.matcher(capture.getFileName().toString());
    assertThat(name.matches()).as("%s is named like a capture", capture).isTrue();
    return capture.resolveSibling(name.group(1) + ".json");
  }

  /** The lines that {@code stratoscope scan -f json} writes, as they are. */
  public static List<String> rawLines(Path capture, Path output) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int exit = Main.run(out, errors, "scan", "-f", "json", "-w", output.toString(), capture.toString());
    String err = errors.toString(StandardCharsets.UTF_8);
    assertThat(exit).as("exit code; standard error: %s", err).isZero();
    assertThat(out.size()).as("bytes on standard output, with -w").isZero();
    List<String> lines = Files.readAllLines(output);
    boolean isDamaged = !JSON.readTree(lines.get(lines.size() - 1)).at("/stats/capture_problems").isEmpty();
    assertThat(err.isEmpty()).as("damage is counted and warned of, or neither: %s", err).isNotEqualTo(isDamaged);
    return lines;
  }

  /**
   * The lines without durations and rates, with the capture named from {@code pcaps/} on, ordered by kind, then by the packet that
   * showed them first.
   */
  public static List<String> stableLines(List<String> rawLines, Path capture) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : rawLines) {
      records.add(stable(JSON.readTree(line), capture));
    }
    records.sort(Comparator.<JsonNode>comparingInt(record -> ORDER.indexOf(record.path("event_type").asText()))
        .thenComparingLong(record -> record.path("pcap_cnt").asLong())
        .thenComparing(JsonNode::toString));
    return records.stream().map(JsonNode::toString).toList();
  }

  private static JsonNode stable(JsonNode record, Path capture) {
    if (record.path("stats") instanceof ObjectNode stats) {
      VARYING.forEach(name -> assertThat(stats.remove(name)).as("stats.%s", name).isNotNull());
    }
    if (record.has("pcap_filename")) {
      assertThat(record.get("pcap_filename").asText()).as("pcap_filename is the name as given").isEqualTo(capture.toString());
      ((ObjectNode) record).put("pcap_filename", capture.getParent().getFileName() + "/" + capture.getFileName());
    }
    return record;
  }

  /** A golden's line as the program wrote it: with something in the place of what varies. */
  static String withVarying(String stableLine) throws IOException {
    JsonNode record = JSON.readTree(stableLine);
    if (record.path("stats") instanceof ObjectNode stats) {
      VARYING.stream().filter(name -> !name.equals("made_by")).forEach(name -> stats.put(name, 1.5));
    }
    return record.toString();
  }
}
