package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.record.store.AccessStore;

/** What becomes of hosts and sessions that a store tells of several times, when all that it told is read from a file: each counts once. */
class ToldAgainTest {
  /** Of one address: watched from day 1 to 3, and again from day 10, when its last record is one of an open host. */
  private static final List<String> TOLD = List.of(
      session("open", 7, 1, 1), host("open", 1, 1, 1), session("open", 7, 1, 2), host("open", 1, 2, 2),
      session("ended", 7, 1, 3), session("ended", 8, 1, 3), host("ended", 1, 3, 4),
      host("open", 10, 10, 8), host("open", 10, 11, 16), session("open", 9, 10, 11));

  @TempDir
  private Path folder;
  private String store = "";
  private String exported = "";

  @BeforeEach
  void export() throws Exception {
    Path file = folder.resolve("access.db");
    try (AccessStore opened = AccessStore.open(file)) {
      opened.append(TOLD);
    }
    store = file.toString();
    CommandLineRun all = CommandLineRun.of("records", "export", "--all", "--store", store);
    assertThat(all.lines()).containsExactlyElementsOf(TOLD);
    exported = Files.writeString(folder.resolve("all.json"), all.out()).toString();
  }

  private static String at(int day) {
    return "2026-01-" + (day < 10 ? "0" : "") + day + "T00:00:00.000000Z";
  }

  private static String host(String state, int firstDay, int day, int kwh) {
    return "{\"timestamp\":\"" + at(day) + "\",\"event_type\":\"host\",\"host\":{\"state\":\"" + state + "\",\"ip\":\"10.1.1.10\","
        + "\"verdict\":\"confirmed\",\"first_seen\":\"" + at(firstDay) + "\",\"last_seen\":\"" + at(day) + "\",\"active_seconds\":3600,"
        + "\"sessions\":1,\"energy_kwh\":{\"low\":" + kwh + ",\"high\":" + 2 * kwh + ",\"sessions\":1}}}";
  }

  private static String session(String state, int flow, int firstDay, int day) {
    return "{\"timestamp\":\"" + at(day) + "\",\"event_type\":\"mining\",\"src_ip\":\"10.1.1.10\",\"src_port\":4" + flow
        + ",\"dest_ip\":\"198.51.100.20\",\"dest_port\":3333,\"flow_id\":" + flow + ",\"mining\":{\"state\":\"" + state
        + "\",\"verdict\":\"confirmed\",\"score\":90,\"first_seen\":\"" + at(firstDay) + "\",\"last_seen\":\"" + at(day) + "\"}}";
  }

  @Test
  void screen_ofAllThatAStoreTold_countsEachHostOnce() throws Exception {
    String owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.1.0/24,A\n").toString();
    String[] arguments = {"screen", "--inventory", owners, "-f", "json", "--by", "all", exported};
    JsonNode row = new ObjectMapper().readTree(CommandLineRun.of(arguments).out());
    assertThat(row.path("confirmed").asInt()).isEqualTo(1);
    assertThat(row.path("kwh_low").asDouble()).as("of the last record of each stay").isEqualTo(4 + 16);
    assertThat(CommandLineRun.of("screen", "--inventory", owners, "-f", "json", "--by", "all", "--store", store).out())
        .isEqualTo(row.toString() + "\n");
  }

  @Test
  void report_ofAllThatAStoreTold_countsEachHostAndSessionOnce() throws Exception {
    String hosts = CommandLineRun.of("report", "-f", "json", exported).out();
    assertThat(new ObjectMapper().readTree(hosts).at("/energy_kwh/low").asDouble()).isEqualTo(4 + 16);
    assertThat(CommandLineRun.of("report", "-f", "json", "--store", store).out()).isEqualTo(hosts);
    JsonNode sessions = sessions(CommandLineRun.of("report", exported).out());
    assertThat(sessions).extracting(session -> session.path("src_port").asInt()).containsExactly(47, 48, 49);
    assertThat(sessions.get(0).path("last_seen").asText()).as("the newest record of the session").isEqualTo(at(3));
    assertThat(sessions(CommandLineRun.of("report", "--store", store).out())).containsExactlyInAnyOrderElementsOf(sessions);
  }

  /** As a store is exported each week, from a day before the last export on. */
  private String[] overlapping() throws Exception {
    return new String[] {Files.write(folder.resolve("first.json"), TOLD.subList(0, 9)).toString(),
        Files.write(folder.resolve("second.json"), TOLD.subList(3, TOLD.size())).toString()};
  }

  @Test
  void exportsThatOverlap_countEachHostAndSessionOnce_inAnyOrder() throws Exception {
    String[] parts = overlapping();
    String hosts = CommandLineRun.of("report", "-f", "json", exported).out();
    JsonNode sessions = sessions(CommandLineRun.of("report", exported).out());
    String owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.1.0/24,A\n").toString();
    for (String[] order : new String[][] {parts, {parts[1], parts[0]}, {parts[0], parts[0], parts[1]}, {exported, parts[0]}}) {
      assertThat(CommandLineRun.of(arguments(order, "report", "-f", "json")).out()).isEqualTo(hosts);
      assertThat(sessions(CommandLineRun.of(arguments(order, "report")).out())).containsExactlyInAnyOrderElementsOf(sessions);
      JsonNode row = new ObjectMapper().readTree(CommandLineRun.of(arguments(order, "screen", "--inventory", owners, "-f", "json", "--by",
          "all")).out());
      assertThat(row.path("kwh_low").asDouble()).isEqualTo(4 + 16);
      JsonNode withStore = new ObjectMapper().readTree(CommandLineRun.of(arguments(order, "screen", "--inventory", owners, "-f", "json",
          "--by", "all", "--store", store)).out());
      assertThat(withStore.path("kwh_low").asDouble()).as("of a store, and of what was exported of it").isEqualTo(4 + 16);
    }
    assertThat(CommandLineRun.of("report", "-f", "json", "--store", store, exported).out()).isEqualTo(hosts);
    assertThat(sessions(CommandLineRun.of("report", "--store", store, exported).out())).containsExactlyInAnyOrderElementsOf(sessions);
  }

  private static String[] arguments(String[] files, String... options) {
    return Stream.concat(Stream.of(options), Stream.of(files)).toArray(String[]::new);
  }

  @Test
  void addressInScansOfTwoDays_isOneHost_andWhatItDidAddsUp() throws Exception {
    Path monday = Files.writeString(folder.resolve("monday.json"), host("closed", 1, 1, 5));
    Path tuesday = Files.writeString(folder.resolve("tuesday.json"), host("closed", 2, 2, 7));
    List<String> hosts = CommandLineRun.of("report", "-f", "json", tuesday.toString(), monday.toString(), monday.toString()).lines();
    assertThat(hosts).hasSize(1);
    JsonNode host = new ObjectMapper().readTree(hosts.get(0));
    assertThat(host.at("/energy_kwh/low").asDouble()).as("one file was named twice").isEqualTo(5 + 7);
    assertThat(host.path("first_seen").asText()).isEqualTo(at(1));
    assertThat(host.path("last_seen").asText()).isEqualTo(at(2));
  }

  @Test
  void scanOfMoreCaptures_holdsTheOneBeforeOfTheSame_inAnyOrder() throws Exception {
    String owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.1.0/24,A\n").toString();
    String january = Files.writeString(folder.resolve("january.json"), scanned(host("", 1, 5, 5))).toString();
    String both = Files.writeString(folder.resolve("both.json"), scanned(host("", 1, 9, 7))).toString();
    for (String[] order : new String[][] {{january, both}, {both, january}}) {
      assertThat(new ObjectMapper().readTree(CommandLineRun.of(arguments(order, "report", "-f", "json")).out()).at("/energy_kwh/low")
          .asDouble()).isEqualTo(7);
      assertThat(new ObjectMapper().readTree(CommandLineRun.of(arguments(order, "screen", "--inventory", owners, "-f", "json", "--by",
          "all")).out()).path("kwh_low").asDouble()).isEqualTo(7);
    }
  }

  /** Records of scans have no state. */
  private static String scanned(String record) {
    return record.replace("\"state\":\"\",", "");
  }

  private static String of(String owner, String record) {
    return record.replace("\"ip\":", "\"owner\":\"" + owner + "\",\"ip\":");
  }

  @Test
  void addressThatChangesHands_isAHostOfEachOwner_withWhatHeDid() throws Exception {
    String[] files = {Files.writeString(folder.resolve("first.json"), session("closed", 7, 1, 2) + "\n" + of("A", host("closed", 1, 2, 5)))
        .toString(), Files.writeString(folder.resolve("then.json"), session("closed", 8, 5, 6) + "\n" + of("B", host("closed", 5, 6, 7)))
        .toString(), Files.writeString(folder.resolve("now.json"), session("closed", 9, 8, 9) + "\n" + of("C", host("closed", 8, 9, 3)))
        .toString()};
    for (String[] each : new String[][] {{"A", "5", "47"}, {"B", "7", "48"}}) {
      JsonNode host = new ObjectMapper().readTree(CommandLineRun.of(arguments(files, "report", "-f", "json", "--owner", each[0])).out());
      assertThat(host.path("owner").asText()).isEqualTo(each[0]);
      assertThat(host.at("/energy_kwh/low").asText()).startsWith(each[1]);
      JsonNode sessions = sessions(CommandLineRun.of(arguments(files, "report", "--owner", each[0])).out());
      assertThat(sessions).singleElement().extracting(session -> session.path("src_port").asText()).isEqualTo(each[2]);
    }
    String owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner,valid_from,valid_to\n10.1.1.0/24,A,,2026-01-03\n"
        + "10.1.1.0/24,B,2026-01-04,\n").toString();
    files = Arrays.copyOf(files, 2);
    List<String> rows = CommandLineRun.of(arguments(files, "screen", "--inventory", owners, "-f", "csv", "--by", "all,owner")).lines();
    assertThat(rows).anyMatch(row -> row.startsWith("owner,A,")).anyMatch(row -> row.startsWith("owner,B,"));
    ObjectMapper json = new ObjectMapper();
    for (String line : CommandLineRun.of(arguments(files, "screen", "--inventory", owners, "-f", "json", "--by", "all,owner")).lines()) {
      JsonNode row = json.readTree(line);
      assertThat(row.path("confirmed").asInt()).as(line).isEqualTo(1);
      assertThat(row.path("kwh_low").asDouble()).as(line).isEqualTo("A".equals(row.path("group").asText()) ? 5
          : "B".equals(row.path("group").asText()) ? 7 : 12);
    }
  }

  @Test
  void sessions_areThoseOfThePeriod_whateverWasBeforeAndAfter() throws Exception {
    List<String> told = new ArrayList<>();
    for (int day : new int[] {1, 10, 20}) {
      for (int flow = 0; flow < 25; flow++) {
        told.add(session("ended", 100 * day + flow, day, day + 1));
      }
      told.add(host("ended", day, day + 1, 1));
    }
    Path file = folder.resolve("months.db");
    try (AccessStore opened = AccessStore.open(file)) {
      opened.append(told);
    }
    String months = Files.write(folder.resolve("months.json"), told).toString();
    for (String[] from : new String[][] {{months}, {"--store", file.toString()}}) {
      JsonNode sessions = sessions(CommandLineRun.of(arguments(from, "report", "--from", "2026-01-09", "--to", "2026-01-12")).out());
      assertThat(sessions).as("in %s", from[0]).hasSize(20).allMatch(session -> session.path("first_seen").asText().equals(at(10)));
    }
  }

  private static JsonNode sessions(String page) throws Exception {
    String data = page.substring(page.indexOf("application/json\">") + "application/json\">".length());
    return new ObjectMapper().readTree(data.substring(0, data.indexOf("</script>"))).at("/hosts/0/s");
  }
}
