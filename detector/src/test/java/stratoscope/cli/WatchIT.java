package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.ReplayFile;
import stratoscope.testing.WireLab;

/** The sensor on a wire of its own. Needs Linux, unshare(1), ip(8), libpcap, and root or user namespaces. */
class WatchIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** As fast as the sender keeps up with. */
  private static final long GAP_MICROS = 100;
  private static final int SECONDS = 120;
  /** What depends on when the packets were sent. */
  private static final List<String> OF_TIME = List.of("first_seen", "last_seen", "hashrate", "rhythm_shares_per_minute", "state");

  @TempDir
  private Path folder;
  private Path replay = Path.of("replay.pcapng");
  private long packets;

  @BeforeEach
  void writeReplay() throws IOException {
    replay = folder.resolve("replay.pcapng");
    packets = ReplayFile.write(replay, GAP_MICROS);
    assertThat(packets).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap4j"})
  void shippedCaptures_overAWire_giveTheSameFindings(String capture) throws IOException, InterruptedException {
    WireLab.run(folder, """
        stratoscope watch -i st1 --no-http -w live.json --capture CAPTURE 2> err & sensor=$!
        await err 'st1: capturing'
        send st0 replay.pcapng
        sleep 2
        kill -TERM $sensor
        wait $sensor || code=$?
        [ $code = 143 ]
        """.replace("CAPTURE", capture), SECONDS);
    List<String> lines = Files.readAllLines(folder.resolve("live.json"));
    lines.forEach(RecordSchema::check);
    CommandLineRun file = CommandLineRun.of("scan", "-f", "json", replay.toString());
    assertThat(JSON.readTree(lines.get(lines.size() - 1)).at("/stats/capture_problems")).isEmpty();
    assertThat(JSON.readTree(lines.get(lines.size() - 1)).at("/stats/packets").asLong()).isEqualTo(packets);
    assertThat(findings(lines)).containsExactlyInAnyOrderElementsOf(findings(file.lines()));
  }

  /** Of each session the last record, without what depends on time. */
  private static List<String> findings(List<String> lines) throws IOException {
    List<String> findings = new ArrayList<>();
    for (String line : lines) {
      JsonNode record = JSON.readTree(line);
      JsonNode mining = record.path("mining");
      if (record.path("event_type").asText().equals("mining") && !mining.path("state").asText().equals("open")) {
        ((ObjectNode) record).remove(List.of("timestamp", "flow_id", "in_iface", "pcap_filename", "pcap_cnt"));
        ((ObjectNode) mining).remove(OF_TIME);
        findings.add(record.toString());
      }
    }
    return findings;
  }
}
