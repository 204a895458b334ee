package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.MakePcaps;

/** Several captures in one run are one wire: sessions go on from file to file. */
class ManyCapturesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FILE_HEADER_BYTES = 24;
  private static final int RECORD_HEADER_BYTES = 16;
  /** Ethernet header, then the source address in the IPv4 header. */
  private static final int SOURCE_ADDRESS_OFFSET = RECORD_HEADER_BYTES + 14 + 12;
  private static final int DAY_SECONDS = 86_400;

  @TempDir
  Path folder;

  private List<JsonNode> scan(String... arguments) throws IOException {
    Path output = folder.resolve("records.json");
    List<String> all = new ArrayList<>(List.of("scan", "-f", "json", "-w", output.toString()));
    all.addAll(List.of(arguments));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      RecordSchema.check(line);
      records.add(JSON.readTree(line));
    }
    return records;
  }

  private static List<JsonNode> mining(List<JsonNode> records) {
    return records.stream().filter(record -> record.has("mining")).toList();
  }

  private static JsonNode last(List<JsonNode> records) {
    return records.get(records.size() - 1).path("stats");
  }

  /** What the session is, without where its packets stand. */
  private static JsonNode session(JsonNode record) {
    ObjectNode mining = record.path("mining").deepCopy();
    mining.path("evidence").forEach(sign -> ((ObjectNode) sign).remove("packet"));
    mining.put("flow_id", record.path("flow_id").asLong());
    return mining;
  }

  private static JsonNode handshakeAlone() throws IOException {
    for (String line : Files.readAllLines(MakePcaps.root().resolve("stratum-v1/handshake.json"))) {
      JsonNode record = JSON.readTree(line);
      if (record.has("mining")) {
        return session(record);
      }
    }
    throw new AssertionError("no session");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 20, 31, 50})
  void sessionOverTwoRotatedFiles_isOneSession(int packetsInTheFirst) throws IOException {
    List<byte[]> records = recordsOf("stratum-v1/handshake.pcap");
    write("trace-1.pcap", records.subList(0, packetsInTheFirst));
    write("trace-2.pcap", records.subList(packetsInTheFirst, records.size()));
    List<JsonNode> all = scan(folder.resolve("trace-1.pcap").toString(), folder.resolve("trace-2.pcap").toString());
    assertThat(mining(all)).hasSize(1);
    assertThat(session(mining(all).get(0))).isEqualTo(handshakeAlone());
    assertThat(last(all).path("packets").asInt()).isEqualTo(records.size());
    assertThat(last(all).path("flows").asInt()).isEqualTo(1);
  }

  @Test
  void folderOfRotatedFiles_isReadInTheOrderOfNames() throws IOException {
    List<byte[]> records = recordsOf("stratum-v1/handshake.pcap");
    Path traces = Files.createDirectory(folder.resolve("traces"));
    write("traces/b.pcap", records.subList(20, records.size()));
    write("traces/a.pcap", records.subList(0, 20));
    List<JsonNode> all = scan(traces.toString());
    assertThat(mining(all)).hasSize(1);
    assertThat(session(mining(all).get(0))).isEqualTo(handshakeAlone());
    assertThat(mining(all).get(0).path("pcap_filename").asText()).endsWith("a.pcap");
  }

  @Test
  void sameAddressesAndPortsOnAnotherDay_areAnotherSession() throws IOException {
    List<byte[]> records = recordsOf("stratum-v1/suggest-difficulty.pcap");
    Path today = write("today.pcap", records);
    Path tomorrow = write("tomorrow.pcap", records.stream().map(record -> later(record, DAY_SECONDS)).toList());
    List<JsonNode> all = scan(today.toString(), tomorrow.toString());
    List<JsonNode> mining = mining(all);
    assertThat(mining).hasSize(2);
    assertThat(mining.stream().map(record -> record.at("/mining/shares/accepted").asInt())).containsExactly(1, 1);
    assertThat(mining.stream().map(record -> record.at("/mining/first_seen").asText().substring(0, 10)))
        .containsExactly("2023-11-14", "2023-11-15");
    assertThat(mining.get(0).path("flow_id")).isNotEqualTo(mining.get(1).path("flow_id"));
    assertThat(mining.get(0).path("community_id")).isEqualTo(mining.get(1).path("community_id"));
    assertThat(mining.stream().map(record -> record.path("pcap_filename").asText()))
        .containsExactly(today.toString(), tomorrow.toString());
    JsonNode host = all.get(2).path("host");
    assertThat(host.path("sessions").asInt()).isEqualTo(2);
    assertThat(host.path("active_seconds").asDouble()).as("the night between is not active").isLessThan(60);
    assertThat(last(all).path("hosts_found").asInt()).isEqualTo(1);
  }

  @Test
  void timeOrder_mergesTwoHalvesOfOneWire() throws IOException {
    List<byte[]> records = recordsOf("stratum-v1/handshake.pcap");
    String fromMiner = write("from-miner.pcap", only(records, last -> last == 10)).toString();
    String fromPool = write("from-pool.pcap", only(records, last -> last == 20)).toString();
    List<JsonNode> all = scan("--time-order", fromPool, fromMiner);
    assertThat(mining(all)).hasSize(1);
    assertThat(session(mining(all).get(0))).isEqualTo(handshakeAlone());
    assertThat(mining(scan(fromPool, fromMiner)).stream().map(ManyCapturesTest::session))
        .as("without it, the halves come one after the other")
        .isNotEmpty().doesNotContain(handshakeAlone());
  }

  @Test
  void timeOrder_takesFilesInAnyOrder() throws IOException {
    List<byte[]> records = recordsOf("stratum-v1/handshake.pcap");
    String first = write("z.pcap", records.subList(0, 20)).toString();
    String second = write("a.pcap", records.subList(20, records.size())).toString();
    List<JsonNode> all = scan("--time-order", second, first);
    assertThat(session(mining(all).get(0))).isEqualTo(handshakeAlone());
    assertThat(mining(all).get(0).path("pcap_filename").asText()).isEqualTo(first);
  }

  @Test
  void folderOfAllCaptures_findsWhatEachAloneFinds() throws IOException {
    long sessions = 0;
    for (Path golden : RecordSchemaTest.goldens()) {
      if (golden.getParent().getFileName().toString().equals("stratum-v1")) {
        sessions += Files.readAllLines(golden).stream().filter(line -> line.contains("\"event_type\":\"mining\"")).count();
      }
    }
    List<JsonNode> all = scan(MakePcaps.root().resolve("stratum-v1").toString());
    assertThat(mining(all)).hasSize((int) sessions);
  }

  /** The records of a little-endian classic capture, each with its header. */
  private static List<byte[]> recordsOf(String name) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(MakePcaps.root().resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.getInt(0)).as("classic, little-endian").isEqualTo(0xA1B2C3D4);
    List<byte[]> records = new ArrayList<>();
    for (int at = FILE_HEADER_BYTES; at < file.limit(); ) {
      int end = at + RECORD_HEADER_BYTES + file.getInt(at + 8);
      records.add(Arrays.copyOfRange(file.array(), at, end));
      at = end;
    }
    return records;
  }

  private Path write(String name, List<byte[]> records) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(Files.readAllBytes(MakePcaps.root().resolve("stratum-v1/handshake.pcap")), 0, FILE_HEADER_BYTES);
    for (byte[] record : records) {
      file.write(record);
    }
    return Files.write(folder.resolve(name), file.toByteArray());
  }

  private static byte[] later(byte[] record, int seconds) {
    byte[] later = record.clone();
    ByteBuffer header = ByteBuffer.wrap(later).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, header.getInt(0) + seconds);
    return later;
  }

  /** @param sender judges the last byte of the IPv4 source address */
  private static List<byte[]> only(List<byte[]> records, IntPredicate sender) {
    return records.stream().filter(record -> sender.test(record[SOURCE_ADDRESS_OFFSET + 3])).toList();
  }
}
