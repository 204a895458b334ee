package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.record.store.AccessStore;
import stratoscope.testing.MakePcaps;

/** Addresses that several customers have, behind a NAT or one after the other: each is answerable for what he did. */
class CustomersTest {
  /** 10.7.69.10 mines from port 41000, and ten seconds later from 41001. */
  private static final String TWO_PORTS = MakePcaps.root().resolve("carriers/http-1.0.pcap").toString();
  private static final String NAT = """
      public_address,port_range,private_address,from,to,subscriber
      10.7.69.10,41000-41000,100.64.0.1,2023-11-01,2023-12-01,line-1
      10.7.69.10,41001-41999,100.64.0.2,2023-11-01,2023-12-01,line-2
      """;

  @TempDir
  private Path folder;
  private Path inventory;

  @BeforeEach
  void writeInventory() throws Exception {
    inventory = Files.createDirectory(folder.resolve("inventory"));
    Files.writeString(inventory.resolve("owners.csv"), """
        prefix,owner,nature,region,account
        10.0.0.0/8,Carrier,carrier_nat,Zhejiang,
        100.64.0.1/32,A House,residential,Zhejiang,line-1
        100.64.0.3/32,B House,residential,Zhejiang,line-3
        """);
  }

  private List<JsonNode> records(String type, CommandLineRun run) throws Exception {
    assertThat(run.code()).as(run.err()).isZero();
    List<JsonNode> found = new ArrayList<>();
    for (String line : run.lines()) {
      RecordSchema.check(line);
      JsonNode record = new ObjectMapper().readTree(line);
      if (record.path("event_type").asText().equals(type)) {
        found.add(record);
      }
    }
    return found;
  }

  private Path scan(String name, String capture) {
    Path file = folder.resolve(name);
    CommandLineRun run = CommandLineRun.of("scan", "--inventory", inventory.toString(), "-f", "json", "-w", file.toString(), capture);
    assertThat(run.code()).isZero();
    return file;
  }

  private JsonNode group(String by, String group, String... inputs) throws Exception {
    String[] arguments = Stream.concat(Stream.of("screen", "--inventory", inventory.toString(), "-f", "json"), Stream.of(inputs))
        .toArray(String[]::new);
    return records("screen", CommandLineRun.of(arguments)).stream()
        .filter(row -> row.path("by").asText().equals(by) && row.path("group").asText().equals(group)).findFirst().orElseThrow();
  }

  @Test
  void customersBehindANat_areHostsOfTheirOwn_inRecordsAndReports() throws Exception {
    Files.writeString(inventory.resolve("nat.csv"), NAT);
    CommandLineRun run = CommandLineRun.of("scan", "--inventory", inventory.toString(), "-f", "json", TWO_PORTS);
    assertThat(records("host", run)).extracting(host -> host.at("/host/owner").asText() + " " + host.at("/host/sessions").asInt() + " "
        + host.at("/host/subscribers/0/id").asText()).containsExactly("A House 1 line-1", "Carrier 1 line-2");
    assertThat(records("mining", run)).extracting(session -> session.path("src_port").asInt() + " "
        + session.at("/mining/owner").asText() + " " + session.at("/mining/subscriber/private_ip").asText())
        .containsExactly("41000 A House 100.64.0.1", "41001 Carrier 100.64.0.2");
    Path found = scan("found.json", TWO_PORTS);
    CommandLineRun csv = CommandLineRun.of("report", "-f", "csv", found.toString());
    assertThat(csv.lines()).hasSize(3).anyMatch(row -> row.startsWith("10.7.69.10,Carrier,carrier_nat,Zhejiang,,,line-2,"));
    String notice = CommandLineRun.of("report", "--notice", "line-2", found.toString()).out();
    assertThat(notice).contains("<dd>line-2</dd>", "2023-11-14 22:13:32", "10.7.69.10:41001 →")
        .doesNotContain("A House", "line-1", ":41000");
    assertThat(CommandLineRun.of("report", found.toString()).out()).contains("An address that several customers had counts once for each");
    assertThat(CommandLineRun.of("report", "--notice", "line-9", found.toString()).code()).isEqualTo(2);
  }

  @Test
  void customersBehindANat_areScreenedForWhoTheyAre_andTheirAddressIsCleanNowhere() throws Exception {
    Files.writeString(inventory.resolve("nat.csv"), NAT);
    for (String input : List.of(TWO_PORTS, scan("found.json", TWO_PORTS).toString())) {
      assertThat(group("owner", "A House", input).path("confirmed").asInt()).isEqualTo(1);
      assertThat(group("owner", "Carrier", input).path("confirmed").asInt()).isEqualTo(1);
      assertThat(group("all", "all", input).path("confirmed").asInt()).as("it is one address").isEqualTo(1);
    }
    Files.writeString(inventory.resolve("nat.csv"), NAT.lines().limit(2).toList().get(0) + "\n"
        + "10.7.69.10,41000-41999,100.64.0.1,2023-11-01,2023-12-01,line-1\n");
    JsonNode carrier = group("owner", "Carrier", TWO_PORTS);
    assertThat(carrier.path("seen").asInt()).isEqualTo(1);
    assertThat(carrier.path("confirmed").asInt()).isZero();
    assertThat(carrier.path("clean").asInt()).isZero();
  }

  @Test
  void falseAlarmOfACustomer_leavesTheOthersOfHisAddress() throws Exception {
    Files.writeString(inventory.resolve("nat.csv"), NAT);
    Path status = Files.writeString(folder.resolve("cases.csv"), "case,status,date\nline-2,false_alarm,2023-11-20\n");
    Path found = scan("found.json", TWO_PORTS);
    List<JsonNode> hosts = records("host", CommandLineRun.of("scan", "--inventory", inventory.toString(), "-f", "json", TWO_PORTS));
    assertThat(hosts).hasSize(2);
    CommandLineRun report = CommandLineRun.of("report", "-f", "csv", "--status", status.toString(), found.toString());
    assertThat(report.lines().stream().filter(row -> row.contains("false_alarm"))).singleElement().asString().contains("line-2");
    assertThat(group("owner", "A House", "--status", status.toString(), found.toString()).path("confirmed").asInt()).isEqualTo(1);
    assertThat(group("owner", "Carrier", "--status", status.toString(), found.toString()).path("confirmed").asInt()).isZero();
    JsonNode all = group("all", "all", "--status", status.toString(), TWO_PORTS);
    assertThat(all.path("seen").asInt()).as("it is one address").isEqualTo(1);
    assertThat(all.path("false_alarm").asInt()).isEqualTo(1);
    Files.writeString(status, "line-1,false_alarm,2023-11-20\n", StandardOpenOption.APPEND);
    JsonNode falseAlarms = group("owner", "Carrier", "--status", status.toString(), TWO_PORTS);
    assertThat(falseAlarms.path("seen").asInt()).isEqualTo(1);
    assertThat(falseAlarms.path("clean").asInt()).isZero();
  }

  @Test
  void leasesThatComeLater_tellWhoseRecordsAre_andASubscriberIsRepeatedAtAnotherAddress() throws Exception {
    Path owners = inventory.resolve("owners.csv");
    String kept = Files.readString(owners);
    Files.writeString(owners, "prefix\n192.0.2.0/24\n");
    Path november = scan("november.json", CommandLineRun.MINERS);
    Path december = scan("december.json", later(CommandLineRun.MINERS, 40 * 86_400).toString());
    Files.writeString(owners, kept);
    Files.writeString(inventory.resolve("radacct.csv"), """
        username,acctstarttime,acctstoptime,framedipaddress
        line-1,2023-11-01 00:00:00,2023-11-30 00:00:00,10.1.1.10
        line-3,2023-11-01 00:00:00,2023-11-30 00:00:00,10.1.1.11
        line-1,2023-12-01 00:00:00,2023-12-31 00:00:00,10.1.1.11
        line-4,2023-12-01 00:00:00,2023-12-31 00:00:00,10.1.1.10
        """);
    String[] inputs = {november.toString(), december.toString()};
    assertThat(group("owner", "A House", inputs).path("confirmed").asInt()).as("at two addresses").isEqualTo(2);
    assertThat(group("owner", "A House", inputs).path("repeated").asInt()).isEqualTo(2);
    assertThat(group("owner", "B House", inputs).path("confirmed").asInt()).isEqualTo(1);
    assertThat(group("owner", "B House", inputs).path("repeated").asInt()).isZero();
    CommandLineRun repeated = CommandLineRun.of("screen", "--inventory", inventory.toString(), "-f", "json", "--period", "month", "--table",
        "repeated", "--mask-identities", november.toString(), december.toString());
    assertThat(records("screen_address", repeated)).hasSize(2).allSatisfy(row -> {
      assertThat(row.path("owner").asText()).isEqualTo("A House");
      assertThat(row.path("subscriber").asText()).startsWith("subscriber-");
      assertThat(row.path("found_in").toString()).isEqualTo("[\"2023-11\",\"2023-12\"]");
    });
  }

  @Test
  void addressWhoseLeaseChanges_isOfNobodyWhereARecordSpansBoth() throws Exception {
    Path found = scan("found.json", CommandLineRun.MINERS);
    Files.writeString(inventory.resolve("radacct.csv"), """
        username,acctstarttime,acctstoptime,framedipaddress
        line-1,2023-11-01 00:00:00,2023-11-14 22:13:25,10.1.1.10
        line-3,2023-11-14 22:13:26,2023-11-30 00:00:00,10.1.1.10
        """);
    assertThat(group("owner", "Carrier", found.toString()).path("confirmed").asInt()).isEqualTo(2);
    assertThat(group("owner", "A House", found.toString()).path("confirmed").asInt()).isZero();
  }

  @Test
  void eachCustomerOfAnAddress_hasSessionsInHisNotice_howeverManyOthersHave() throws Exception {
    Files.writeString(inventory.resolve("nat.csv"), NAT);
    List<String> lines = new ArrayList<>();
    List<String> found = Files.readAllLines(scan("found.json", TWO_PORTS));
    for (int i = 0; i < 50; i++) {
      lines.add(found.get(0).replaceFirst("\"flow_id\":\\d+", "\"flow_id\":" + (900 + i)));
    }
    lines.addAll(found);
    for (int i = 0; i < 50; i++) {
      lines.add(found.get(0).replaceFirst("\"flow_id\":\\d+", "\"flow_id\":" + (1900 + i)));
    }
    Path many = Files.write(folder.resolve("many.json"), lines);
    assertThat(CommandLineRun.of("report", "--notice", "line-2", many.toString()).out()).contains("10.7.69.10:41001");
    Path store = folder.resolve("access.db");
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(lines);
    }
    assertThat(CommandLineRun.of("report", "--notice", "line-2", "--store", store.toString()).out()).contains("10.7.69.10:41001");
    String page = CommandLineRun.of("report", "-f", "html", "--store", store.toString()).out();
    assertThat(page.split("\"src_port\":41000", -1)).as("twenty of the other").hasSize(21);
  }

  @Test
  void hostThatIsWithdrawn_isInNoReportOfWhatAStoreExported() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(scan("found.json", TWO_PORTS))) {
      if (line.contains("\"event_type\":\"host\"")) {
        lines.add(line.replace("\"host\":{", "\"host\":{\"state\":\"open\","));
        lines.add(line.replace("\"host\":{", "\"host\":{\"state\":\"withdrawn\","));
      }
    }
    Path export = Files.write(folder.resolve("export.json"), lines);
    assertThat(group("owner", "Carrier", export.toString()).path("confirmed").asInt()).isZero();
    assertThat(group("owner", "Carrier", "--period", "day", export.toString()).path("confirmed").asInt()).isZero();
    assertThat(CommandLineRun.of("report", "-f", "csv", export.toString()).lines()).as("its header").hasSize(1);
  }

  @Test
  void page_opensTheCustomerThatIsAskedFor_withThePortThatTellsHim() throws Exception {
    Files.writeString(inventory.resolve("nat.csv"), NAT);
    String page = CommandLineRun.of("report", "-f", "html", scan("found.json", TWO_PORTS).toString()).out();
    Path file = Files.writeString(folder.resolve("page.html"), page);
    String shown = Browser.shown(folder, file, "#open=10.7.69.10&customer=line-2", "--dump-dom");
    assertThat(shown.substring(shown.indexOf("class=\"detail\""), shown.indexOf("id=\"previous\""))).as("what is open")
        .contains("10.7.69.10:41001").doesNotContain(":41000");
  }

  @Test
  void energyOfAProxy_whoseClientsWereSeen_countsOnce() throws Exception {
    String capture = MakePcaps.root().resolve("cryptonote/proxy-and-its-clients.pcap").toString();
    Path found = scan("found.json", capture);
    double kwh = 0;
    for (JsonNode host : records("host", CommandLineRun.of("scan", "--inventory", inventory.toString(), "-f", "json", capture))) {
      kwh += host.at("/host/rigs/at_clients").asBoolean() ? 0 : host.at("/host/energy_kwh/high").asDouble();
    }
    Path store = folder.resolve("access.db");
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(Files.readAllLines(found));
    }
    assertThat(group("all", "all", capture).path("kwh_high").asDouble()).isCloseTo(kwh, within(1e-12));
    assertThat(group("all", "all", found.toString()).path("kwh_high").asDouble()).isCloseTo(kwh, within(1e-12));
    assertThat(group("all", "all", "--store", store.toString()).path("kwh_high").asDouble()).isCloseTo(kwh, within(1e-12));
  }

  @Test
  void contactsOfSubscribersWhoHadAnAddressOneAfterTheOther_areTheirs() throws Exception {
    String lookups = MakePcaps.root().resolve("encrypted/look-ups.pcap").toString();
    Files.writeString(inventory.resolve("radacct.csv"), """
        username,acctstarttime,acctstoptime,framedipaddress
        line-1,2023-11-01 00:00:00,2023-11-20 00:00:00,10.20.1.11
        line-3,2023-11-20 00:00:01,2023-11-30 00:00:00,10.20.1.11
        """);
    CommandLineRun run = CommandLineRun.of("scan", "--inventory", inventory.toString(), "-f", "json", lookups,
        later(lookups, 10 * 86_400).toString());
    assertThat(records("host", run)).filteredOn(host -> host.at("/host/ip").asText().equals("10.20.1.11"))
        .extracting(host -> host.at("/host/owner").asText() + " " + host.at("/host/verdict").asText())
        .containsExactly("A House suspected", "B House suspected");
  }

  /** The same capture so many seconds later. */
  private Path later(String original, int seconds) throws Exception {
    ByteBuffer capture = ByteBuffer.wrap(Files.readAllBytes(Path.of(original))).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 24; at < capture.limit(); at += 16 + capture.getInt(at + 8)) {
      capture.putInt(at, capture.getInt(at) + seconds);
    }
    return Files.write(folder.resolve("later.pcap"), capture.array());
  }
}
