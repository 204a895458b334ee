package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.capture.ProblemKind;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.flow.FlowCount;
import stratoscope.packet.PacketFate;
import stratoscope.stratum.Dialects;
import stratoscope.testing.MakePcaps;

/** The schema takes every record there is, refuses what is not in it, and says of each field what it means. */
class RecordSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path HANDSHAKE = MakePcaps.root().resolve("stratum-v1/handshake.json");

  static List<Path> goldens() throws IOException {
    List<Path> goldens = new ArrayList<>();
    for (Path capture : MakePcaps.captures(MakePcaps.root())) {
      goldens.add(GoldenScan.goldenOf(capture));
    }
    return goldens;
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void golden_everyLineIsARecord(Path golden) throws IOException {
    List<String> lines = Files.readAllLines(golden);
    assertThat(lines).isNotEmpty();
    for (String line : lines) {
      RecordSchema.check(GoldenScan.withVarying(line));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/mining", "/mining/shares", "/mining/hashrate", "/mining/evidence/0", "/host", "/host/rigs",
      "/host/hashrate/sha256d", "/stats", "/stats/ignored", "/stats/dropped", "/stats/capture_problems", "/stats/streams"})
  void unknownField_isRefused(String object) throws IOException {
    JsonNode record = record(object);
    ((ObjectNode) record.at(object)).put("surprise", 1);
    assertThat(RecordSchema.problems(record.toString())).anyMatch(problem -> problem.contains("surprise"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/mining", "/mining/shares", "/mining/hashrate", "/mining/evidence/0", "/host", "/host/rigs",
      "/host/hashrate/sha256d", "/stats"})
  void missingField_isRefused(String object) throws IOException {
    List<String> always = new ArrayList<>();
    record(object).at(object).fieldNames().forEachRemaining(always::add);
    always.remove("server_messages"); // only there when there are any
    for (String name : always) {
      JsonNode record = record(object);
      ((ObjectNode) record.at(object)).remove(name);
      assertThat(RecordSchema.problems(record.toString())).as("without %s", name).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
      "/event_type, alert", "/mining/verdict, sure", "/mining/verdict, none", "/mining/role, pirate", "/mining/dialect, Stratum V1",
      "/mining/sides_seen, left", "/mining/device_class, toaster", "/mining/hashrate/basis, guess", "/mining/evidence/0/side, neither",
      "/host/kind, farm", "/host/verdict, clean", "/timestamp, 2023-11-14T22:13:20Z", "/timestamp, 2023-13-14T22:13:20.000000Z",
      "/mining/first_seen, yesterday", "/src_ip, 10.0.0.256", "/dest_ip, pool.example", "/host/ip, ''", "/community_id, 1:short"})
  void wrongWord_isRefused(String field, String word) throws IOException {
    JsonNode record = record(field);
    int slash = field.lastIndexOf('/');
    ((ObjectNode) record.at(field.substring(0, slash))).put(field.substring(slash + 1), word);
    assertThat(RecordSchema.problems(record.toString())).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
      "/src_port, 65536", "/flow_id, 9007199254740993", "/pcap_cnt, 0", "/mining/score, 101", "/mining/shares/accepted, -1",
      "/mining/difficulty, 0", "/host/sessions, -1", "/stats/packets, -1", "/stats/elapsed_seconds, -1"})
  void numberOutOfRange_isRefused(String field, long number) throws IOException {
    JsonNode record = record(field);
    int slash = field.lastIndexOf('/');
    ((ObjectNode) record.at(field.substring(0, slash))).put(field.substring(slash + 1), number);
    assertThat(RecordSchema.problems(record.toString())).isNotEmpty();
  }

  @Test
  void wrongCarrier_isRefused() throws IOException {
    JsonNode record = record("/mining");
    ((ObjectNode) record.at("/mining")).putArray("carriers").add("tcp").add("pigeon");
    assertThat(RecordSchema.problems(record.toString())).isNotEmpty();
  }

  /** The record of the ordinary session that holds a field. */
  private static JsonNode record(String pointer) throws IOException {
    String kind = pointer.startsWith("/host") ? "host" : pointer.startsWith("/stats") ? "stats" : "mining";
    for (String line : Files.readAllLines(HANDSHAKE)) {
      JsonNode record = JSON.readTree(GoldenScan.withVarying(line));
      if (record.path("event_type").asText().equals(kind)) {
        assertThat(RecordSchema.problems(record.toString())).as("the record as it is").isEmpty();
        return record;
      }
    }
    throw new AssertionError("no " + kind + " record in " + HANDSHAKE);
  }

  @Test
  void everyField_isDescribed() {
    List<String> silent = new ArrayList<>();
    List<String> open = new ArrayList<>();
    walk("", RecordSchema.document(), silent, open);
    assertThat(silent).as("fields without a description").isEmpty();
    assertThat(open).as("objects that take unknown fields").isEmpty();
  }

  private static void walk(String path, JsonNode node, List<String> silent, List<String> open) {
    JsonNode properties = node.path("properties");
    properties.properties().forEach(property -> {
      JsonNode field = property.getValue();
      boolean isDefined = field.has("$ref") && RecordSchema.document().at(field.get("$ref").asText().substring(1)).has("description");
      if (!field.has("description") && !isDefined) {
        silent.add(path + "/" + property.getKey());
      }
    });
    if (node.path("type").toString().contains("\"object\"") && node.path("additionalProperties").asBoolean(true)) {
      open.add(path);
    }
    node.properties().forEach(child -> walk(path + "/" + child.getKey(), child.getValue(), silent, open));
  }

  @Test
  void words_areThoseOfTheCode() {
    assertThat(words("/$defs/verdict/enum")).containsExactlyInAnyOrderElementsOf(
        Stream.of(Verdict.values()).filter(verdict -> verdict != Verdict.NONE).map(Verdict::label).toList());
    assertThat(words("/$defs/mining/properties/evidence/items/properties/side/enum"))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Side.values()).map(Side::label).toList());
    assertThat(words("/$defs/mining/properties/dialect/anyOf/0/enum"))
        .containsAll(Dialects.ids());
  }

  @Test
  void reasons_areThoseOfTheCode() {
    String stats = "/$defs/stats/properties/";
    assertThat(names(stats + "ignored")).containsExactlyElementsOf(fates(PacketFate.Kind.IGNORED));
    assertThat(names(stats + "dropped")).containsExactlyElementsOf(fates(PacketFate.Kind.DROPPED));
    assertThat(names(stats + "capture_problems"))
        .containsExactlyElementsOf(Stream.of(ProblemKind.values()).map(ProblemKind::label).toList());
    assertThat(names(stats + "streams")).containsExactlyElementsOf(Stream.of(FlowCount.values()).map(FlowCount::label).toList());
  }

  private static List<String> fates(PacketFate.Kind kind) {
    return Arrays.stream(PacketFate.values()).filter(fate -> fate.kind() == kind).map(PacketFate::label).toList();
  }

  private static List<String> words(String pointer) {
    List<String> words = new ArrayList<>();
    RecordSchema.document().at(pointer).forEach(word -> words.add(word.asText()));
    return words;
  }

  private static List<String> names(String pointer) {
    List<String> names = new ArrayList<>();
    RecordSchema.document().at(pointer + "/properties").fieldNames().forEachRemaining(names::add);
    return names;
  }
}
