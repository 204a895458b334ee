package stratoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.cli.RecordSchema;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.names.PoolDirectory;
import stratoscope.record.JsonRecords;
import stratoscope.testing.CaptureScript;

/** What a scan with the shipped rules tells of connections that are written down as scripts: its records, all as their schema says. */
final class Scan {
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<JsonNode> mining = new ArrayList<>();
  final List<JsonNode> hosts = new ArrayList<>();
  JsonNode stats;

  private record Packet(long micros, byte[] bytes) {}

  /** Scans scripts that begin at the same time, as one capture. */
  static Scan of(String... scripts) {
    Knowledge knowledge = shipped();
    return of(knowledge.pools(), scripts);
  }

  /** The same with a directory of one's own, so that addresses can be listed that are nobody's. */
  static Scan of(PoolDirectory pools, String... scripts) {
    return of(DetectorOptions.defaults(), pools, scripts);
  }

  /** The same with other bounds. */
  static Scan of(DetectorOptions options, String... scripts) {
    return of(options, shipped().pools(), scripts);
  }

  /** What is told at the end though sessions were looked at twice a second while they were open, as in live traffic. */
  static Scan watched(String... scripts) {
    return of(DetectorOptions.defaults(), shipped().pools(), true, scripts);
  }

  private static Scan of(DetectorOptions options, PoolDirectory pools, String... scripts) {
    return of(options, pools, false, scripts);
  }

  private static Scan of(DetectorOptions options, PoolDirectory pools, boolean isWatched, String... scripts) {
    List<Packet> packets = new ArrayList<>();
    for (String script : scripts) {
      CaptureScript.of(script).forEachPacket((bytes, micros) -> packets.add(new Packet(micros, bytes)));
    }
    packets.sort(Comparator.comparingLong(Packet::micros));
    Scan scan = new Scan();
    try {
      scan.run(options, withPools(pools), new Packets(packets), isWatched);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scan;
  }

  private static Knowledge shipped() {
    try {
      return ShippedRules.take();
    } catch (RuleFileException e) {
      throw new AssertionError(e);
    }
  }

  private static Knowledge withPools(PoolDirectory pools) {
    Knowledge k = shipped();
    return new Knowledge(k.rules(), k.dialects(), k.dialectFacts(), k.agents(), k.coins(), k.coinbaseTags(), k.rhythm(), k.circumstance(),
        pools, k.allow(),
        k.hardware(), k.tariffs());
  }

  private void run(DetectorOptions options, Knowledge knowledge, PacketSource source, boolean isWatched) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonRecords records = new JsonRecords(out)) {
      Detector detector = new Detector(options, knowledge, records);
      if (isWatched) {
        detector.watch(pulse -> {});
      }
      detector.run(source);
      records.onStats(detector.stats(Map.of(), 1));
    }
    for (String line : out.toString(UTF_8).split("\n")) {
      if (line.contains("\"state\":\"open\"")) {
        continue;
      }
      RecordSchema.check(line);
      JsonNode record = JSON.readTree(line);
      switch (record.path("event_type").asText()) {
        case "mining" -> mining.add(record);
        case "host" -> hosts.add(record);
        default -> stats = record.path("stats");
      }
    }
    assertThat(stats.at("/streams/handler_failures").asInt()).as("failures of readers").isZero();
  }

  /** The only finding. */
  JsonNode only() {
    assertThat(mining).hasSize(1);
    return mining.get(0);
  }

  /** The only finding of an address. */
  JsonNode by(String address) {
    List<JsonNode> found = mining.stream().filter(record -> record.path("src_ip").asText().equals(address)).toList();
    assertThat(found).as("findings of %s", address).hasSize(1);
    return found.get(0);
  }

  /** How many packets were ignored for a reason. */
  long ignored(String reason) {
    return stats.at("/ignored/" + reason).asLong();
  }

  /** Fails unless the only finding is that, and rests on those rules alone. */
  void shows(String verdict, String dialect, String... rules) {
    shows(only(), verdict, dialect, rules);
  }

  /** Fails unless a finding is that, and rests on those rules alone. A dialect of null is none. */
  static void shows(JsonNode finding, String verdict, String dialect, String... rules) {
    assertThat(finding.at("/mining/evidence").findValuesAsText("rule")).containsExactlyInAnyOrder(rules);
    assertThat(finding.at("/mining/verdict").asText()).isEqualTo(verdict);
    assertThat(finding.at("/mining/dialect").asText(null)).isEqualTo(dialect);
  }

  /** Fails if anything was found. */
  void showsNothing() {
    assertThat(mining).isEmpty();
    assertThat(hosts).isEmpty();
  }

  private static final class Packets implements PacketSource {
    private static final int ETHERNET = 1;

    private final List<Packet> packets;
    private final ByteBuffer data = ByteBuffer.allocateDirect(1 << 16);
    private int next;

    Packets(List<Packet> packets) {
      this.packets = packets;
    }

    @Override
    public boolean next(RawPacket packet) {
      if (next == packets.size()) {
        return false;
      }
      Packet at = packets.get(next++);
      data.clear().put(at.bytes).clear();
      packet.data = data;
      packet.offset = 0;
      packet.capturedLength = at.bytes.length;
      packet.originalLength = at.bytes.length;
      packet.timestampMicros = at.micros;
      packet.linkType = ETHERNET;
      packet.number = next;
      return true;
    }

    @Override
    public String name() {
      return "made up";
    }

    @Override
    public void close() {
      // nothing to close
    }
  }
}
