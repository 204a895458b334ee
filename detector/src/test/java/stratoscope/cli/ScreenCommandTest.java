package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code screen}, on captures and on what a scan wrote. */
class ScreenCommandTest {
  private static final String TWO_MINERS = CommandLineRun.MINERS;

  @TempDir
  private Path folder;
  private Path owners;

  @BeforeEach
  void writeInventory() throws Exception {
    owners = Files.writeString(folder.resolve("owners.csv"), """
        prefix,owner,nature,region,site
        10.1.1.0/24,"=A, School",school,Zhejiang,
        198.51.100.0/24,Transit,,,
        192.0.2.0/24,Nobody seen,school,Hainan,
        2001:db8::/48,Six,residential,,
        """);
  }

  private static JsonNode row(CommandLineRun run, String by, String group) throws Exception {
    for (String line : run.lines()) {
      RecordSchema.check(line);
      JsonNode row = new ObjectMapper().readTree(line);
      if (row.path("by").asText().equals(by) && row.path("group").asText().equals(group)) {
        return row;
      }
    }
    throw new AssertionError("no row " + by + " " + group + " in " + run);
  }

  private CommandLineRun screen(String... rest) {
    String[] arguments = new String[rest.length + 3];
    arguments[0] = "screen";
    arguments[1] = "--inventory";
    arguments[2] = owners.toString();
    System.arraycopy(rest, 0, arguments, 3, rest.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void capture_tellsSeenAndCleanAndFound_byOwnerAndNature() throws Exception {
    CommandLineRun run = screen("-f", "json", TWO_MINERS);
    assertThat(run.code()).isZero();
    JsonNode school = row(run, "owner", "=A, School");
    assertThat(school.path("addresses").asInt()).isEqualTo(256);
    assertThat(school.path("confirmed").asInt()).isEqualTo(2);
    assertThat(school.path("seen").asInt()).isEqualTo(school.path("clean").asInt() + 2);
    JsonNode unseen = row(run, "owner", "Nobody seen");
    assertThat(unseen.path("seen").asInt()).isZero();
    assertThat(row(run, "nature", "school").path("addresses").asInt()).isEqualTo(512);
    assertThat(row(run, "nature", "unknown").path("addresses").asInt()).isEqualTo(256);
    assertThat(row(run, "owner", "Six").path("networks_ipv6").asInt()).isEqualTo(65_536);
    JsonNode all = row(run, "all", "all");
    assertThat(all.path("addresses").asInt()).isEqualTo(768);
    assertThat(all.path("confirmed").asInt()).isEqualTo(2);
  }

  @Test
  void recordsOfScans_tellRepeatedOnes_butNotWhatWasSeen() throws Exception {
    Path january = folder.resolve("january.json");
    Path february = folder.resolve("february.json");
    CommandLineRun.of("scan", "-f", "json", "-w", january.toString(), TWO_MINERS);
    CommandLineRun.of("scan", "-f", "json", "-w", february.toString(), TWO_MINERS);
    CommandLineRun run = screen("-f", "json", "--by", "owner", january.toString(), february.toString());
    JsonNode school = row(run, "owner", "=A, School");
    assertThat(school.path("confirmed").asInt()).isEqualTo(2);
    assertThat(school.path("repeated").asInt()).isEqualTo(2);
    assertThat(school.path("seen").isNull()).isTrue();
    assertThat(school.path("clean").isNull()).isTrue();
    assertThat(run.out()).doesNotContain("\"by\":\"nature\"");
    assertThat(row(screen("-f", "json", january.toString()), "all", "all").path("repeated").asInt()).isZero();
  }

  @Test
  void addressInTwoCaptures_isRepeated() throws Exception {
    assertThat(row(screen("-f", "json", TWO_MINERS, later(86_400).toString()), "all", "all").path("repeated").asInt()).isEqualTo(2);
  }

  /** The same capture so many seconds later. */
  private Path later(int seconds) throws IOException {
    ByteBuffer capture = ByteBuffer.wrap(Files.readAllBytes(Path.of(TWO_MINERS))).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 24; at < capture.limit(); at += 16 + capture.getInt(at + 8)) {
      capture.putInt(at, capture.getInt(at) + seconds);
    }
    return Files.write(folder.resolve("again.pcap"), capture.array());
  }

  @Test
  void addressThatChangesHandsBetweenCaptures_isRepeatedOfNeitherOwner() throws Exception {
    Path owners = Files.writeString(folder.resolve("hands.csv"),
        "prefix,owner,valid_from,valid_to\n10.0.0.0/8,A,,2023-11-20\n10.0.0.0/8,B,2023-11-21,\n");
    CommandLineRun run = CommandLineRun.of("screen", "--inventory", owners.toString(), "-f", "json", "--by", "all,owner", TWO_MINERS,
        later(40 * 86_400).toString());
    for (String owner : new String[] {"A", "B"}) {
      assertThat(row(run, "owner", owner).path("confirmed").asInt()).isEqualTo(2);
      assertThat(row(run, "owner", owner).path("repeated").asInt()).isZero();
    }
    assertThat(row(run, "all", "all").path("repeated").asInt()).isEqualTo(2);
  }

  @Test
  void periods_tellRepeatedOnes_whateverTheInput() throws Exception {
    Path january = folder.resolve("january.json");
    Path march = folder.resolve("march.json");
    CommandLineRun.of("scan", "-f", "json", "-w", january.toString(), TWO_MINERS);
    Files.writeString(march, Files.readString(january).replace("2023-11-14T", "2023-11-20T").replace("\"10.1.1.11\"", "\"10.1.1.12\""));
    String[] inputs = {"-f", "json", january.toString(), march.toString(), "--period", "day"};
    assertThat(row(screen(inputs), "all", "all").path("repeated").asInt()).isEqualTo(1);
    inputs[5] = "week";
    assertThat(row(screen(inputs), "all", "all").path("repeated").asInt()).isEqualTo(1);
    inputs[5] = "month";
    assertThat(row(screen(inputs), "all", "all").path("repeated").asInt()).isZero();
  }

  @Test
  void periods_areAllThatAFindingLasts() throws Exception {
    Path long_ = folder.resolve("long.json");
    writeHost(long_, "10.1.1.10", "2023-11-14T22:13:20.000000Z", "2024-01-02T00:00:00.000000Z");
    assertThat(addresses("--table", "repeated", "--period", "month", long_.toString())).singleElement()
        .extracting(address -> address.path("found_in").toString()).isEqualTo("[\"2023-11\",\"2023-12\",\"2024-01\"]");
    assertThat(addresses("--table", "repeated", "--period", "week", long_.toString()).get(0).path("found_in")).hasSize(8);
    writeHost(long_, "10.1.1.10", "2003-11-14T22:13:20.000000Z", "2024-01-02T00:00:00.000000Z");
    assertThat(addresses("--table", "repeated", "--period", "day", long_.toString()).get(0).path("found_in")).hasSize(64);
  }

  /** A record of a host. */
  private static void writeHost(Path file, String ip, String from, String to) throws IOException {
    Files.writeString(file, "{\"timestamp\":\"" + to + "\",\"event_type\":\"host\",\"host\":{\"ip\":\"" + ip
        + "\",\"verdict\":\"confirmed\",\"first_seen\":\"" + from + "\",\"last_seen\":\"" + to + "\"}}\n");
  }

  /** What is told of addresses one by one. */
  private List<JsonNode> addresses(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-f", "json"));
    all.addAll(List.of(arguments));
    List<JsonNode> addresses = new ArrayList<>();
    for (String line : screen(all.toArray(String[]::new)).lines()) {
      RecordSchema.check(line);
      addresses.add(new ObjectMapper().readTree(line));
    }
    return addresses;
  }

  @Test
  void captureAndItsRecord_countEnergyOnce() throws Exception {
    Path found = folder.resolve("found.json");
    CommandLineRun.of("scan", "-f", "json", "--inventory", owners.toString(), "-w", found.toString(), TWO_MINERS);
    JsonNode once = row(screen("-f", "json", TWO_MINERS), "all", "all");
    assertThat(once.path("kwh_high").asDouble()).isPositive();
    JsonNode twice = row(screen("-f", "json", TWO_MINERS, found.toString()), "all", "all");
    for (String count : new String[] {"confirmed", "kwh_low", "kwh_high"}) {
      assertThat(twice.path(count).asDouble()).as(count).isEqualTo(once.path(count).asDouble());
    }
    assertThat(row(screen("-f", "json", "--period", "day", TWO_MINERS, found.toString()), "all", "all").path("kwh_high").asDouble())
        .isEqualTo(once.path("kwh_high").asDouble());
    CommandLineRun.of("scan", "-f", "json", "-w", found.toString(), TWO_MINERS);
    assertThat(row(screen("-f", "json", TWO_MINERS, found.toString()), "all", "all").path("kwh_high").asDouble())
        .as("a record that does not say whose they are").isEqualTo(once.path("kwh_high").asDouble());
  }

  @Test
  void repeatedAddresses_andThoseOfUnknownOwners_areListedOneByOne() throws Exception {
    owners = Files.writeString(folder.resolve("other.csv"), "prefix,owner,nature\n10.1.1.10,a@school.example,school\n");
    Path again = later(86_400);
    Path cases = Files.writeString(folder.resolve("cases.csv"), "case,status,date\n10.1.1.11,notified,2026-01-01\n");
    List<JsonNode> repeated = addresses("--table", "repeated", "--status", cases.toString(), TWO_MINERS, again.toString());
    assertThat(repeated).extracting(address -> address.path("ip").asText()).containsExactly("10.1.1.10", "10.1.1.11");
    assertThat(repeated.get(0).path("found_in")).hasSize(2);
    assertThat(repeated.get(0).path("owner").asText()).isEqualTo("a@school.example");
    assertThat(repeated.get(1).path("status").asText()).isEqualTo("notified");
    assertThat(repeated.get(1).path("status_date").asText()).isEqualTo("2026-01-01");
    assertThat(addresses("--table", "repeated", TWO_MINERS)).isEmpty();
    assertThat(addresses("--table", "unknown", TWO_MINERS)).singleElement().extracting(address -> address.path("ip").asText())
        .isEqualTo("10.1.1.11");
    assertThat(screen("-f", "csv", "--table", "unknown", TWO_MINERS).lines()).hasSize(2)
        .contains("ip,verdict,owner,nature,region,site,subscriber,found_in,last_seen,status,status_date,kwh_low,kwh_high")
        .anyMatch(line -> line.startsWith("10.1.1.11,confirmed,,,,,," + TWO_MINERS + ",2023-11-14T"));
    assertThat(screen("-f", "table", "--table", "repeated", TWO_MINERS, again.toString()).lines()).hasSize(3).first().asString()
        .contains("FOUND IN").doesNotContain("STATUS");
  }

  @Test
  void listedAddresses_areMasked() throws Exception {
    owners = Files.writeString(folder.resolve("other.csv"), "prefix,owner,site\n10.1.1.10,a@school.example,hall of b@school.example\n");
    Path capture = Files.move(later(86_400), folder.resolve("c@school.example.pcap"));
    for (String format : new String[] {"json", "csv", "html", "table"}) {
      String[] arguments = {"-f", format, "--table", "repeated", capture.toString(), TWO_MINERS};
      assertThat(screen(arguments).out()).contains("@school.example");
      arguments = Arrays.copyOf(arguments, arguments.length + 1);
      arguments[arguments.length - 1] = "--mask-identities";
      assertThat(screen(arguments).out()).contains("email-").doesNotContain("school.example");
    }
  }

  @Test
  void falseAlarms_areCountedApart() throws Exception {
    Path cases = Files.writeString(folder.resolve("cases.csv"),
        "case,status,date\n10.1.1.10,false_alarm,2026-01-01\n\"=A, School\",notified,2026-01-01\n");
    JsonNode plain = row(screen("-f", "json", TWO_MINERS), "owner", "=A, School");
    assertThat(plain.path("false_alarm").isNull()).isTrue();
    CommandLineRun run = screen("-f", "json", "--status", cases.toString(), TWO_MINERS);
    for (String by : new String[] {"owner", "all"}) {
      JsonNode row = row(run, by, by.equals("all") ? "all" : "=A, School");
      assertThat(row.path("confirmed").asInt()).isEqualTo(1);
      assertThat(row.path("false_alarm").asInt()).isEqualTo(1);
      assertThat(row.path("notified").asInt()).isEqualTo(1);
    }
    JsonNode school = row(run, "owner", "=A, School");
    assertThat(school.path("clean").asInt()).as("neither clean nor mining").isEqualTo(plain.path("clean").asInt());
    assertThat(screen("-f", "table", "--status", cases.toString(), TWO_MINERS).out()).contains("FALSE ALARM");
    assertThat(screen("-f", "table", TWO_MINERS).out()).doesNotContain("FALSE ALARM");
  }

  @Test
  void page_holdsAllGroups_repeatOffendersAndUnknownOwners_inBothLanguages() throws Exception {
    owners = Files.writeString(folder.resolve("other.csv"), "prefix,owner,nature\n10.1.1.10,<b>A</b>,school\n");
    Path first = folder.resolve("first.json");
    CommandLineRun.of("scan", "-f", "json", "-w", first.toString(), TWO_MINERS);
    String page = screen("-f", "html", first.toString(), TWO_MINERS).out();
    assertThat(page).startsWith("<!doctype html>").contains("default-src 'none'").doesNotContain("src=").doesNotContain("href=")
        .doesNotContain("<b>A").contains("<td>&lt;b&gt;A&lt;/b&gt;</td>").contains("<h2>Nature</h2>").contains("not in the inventory");
    String offenders = page.substring(page.indexOf("<h2>repeat offenders"), page.indexOf("<h2>unknown owners"));
    assertThat(offenders).contains("10.1.1.10").contains("10.1.1.11").contains(first.toString()).contains(TWO_MINERS);
    assertThat(page.substring(page.indexOf("<h2>unknown owners"))).contains("10.1.1.11").doesNotContain("10.1.1.10");
    assertThat(page.split("<script", -1)).hasSize(2);
    assertThat(screen("-f", "html", "--lang", "zh", TWO_MINERS).out()).contains("地址筛查").contains("<td>学校</td>").contains("不在清单内");
  }

  @Test
  void bar_isDrawnOnlyWhereItIsKnownHowManyWereSeen() throws Exception {
    assertThat(screen("-f", "html", TWO_MINERS).out()).contains("<svg class=\"bar\"");
    Path found = folder.resolve("found.json");
    CommandLineRun.of("scan", "-f", "json", "-w", found.toString(), TWO_MINERS);
    assertThat(screen("-f", "html", found.toString()).out()).doesNotContain("<svg class=\"bar\"");
  }

  @Test
  void minersInNoInventory_areAGroupOfTheirOwn() throws Exception {
    owners = Files.writeString(folder.resolve("other.csv"), "prefix,owner\n203.0.113.0/24,A\n");
    CommandLineRun run = screen("-f", "json", TWO_MINERS);
    assertThat(row(run, "owner", "not in the inventory").path("confirmed").asInt()).isEqualTo(2);
    assertThat(row(run, "owner", "not in the inventory").path("seen").isNull()).isTrue();
    assertThat(row(run, "all", "all").path("confirmed").asInt()).isEqualTo(2);
    assertThat(row(run, "all", "all").path("clean").asInt()).isZero();
  }

  @Test
  void csv_isSafeForSpreadsheets_andATableIsForPeople() {
    assertThat(screen("-f", "csv", TWO_MINERS).lines())
        .contains("by,group,addresses,networks_ipv6,seen,clean,suspected,probable,confirmed,repeated,notified,explained,remedied,"
            + "false_alarm,kwh_low,kwh_high")
        .anyMatch(line -> line.startsWith("owner,\"'=A, School\",256,0,"));
    assertThat(screen("-f", "table", TWO_MINERS).out()).contains("CONFIRMED").contains("Nobody seen");
  }

  @Test
  void inventoryAlone_isCounted() throws Exception {
    CommandLineRun run = screen("-f", "json");
    assertThat(row(run, "all", "all").path("addresses").asInt()).isEqualTo(768);
    for (String unknown : new String[] {"seen", "clean", "suspected", "probable", "confirmed", "repeated"}) {
      assertThat(row(run, "all", "all").path(unknown).isNull()).as(unknown).isTrue();
    }
    Path cases = Files.writeString(folder.resolve("cases.csv"), "case,status,date\n10.1.1.10,false_alarm,2026-01-01\n");
    assertThat(row(screen("-f", "json", "--status", cases.toString()), "all", "all").path("false_alarm").isNull()).isTrue();
    assertThat(screen("-f", "csv").lines()).contains("all,all,768,65536,,,,,,,,,,,,");
    assertThat(screen("-f", "html").out()).contains("<span class=\"soft\">seen</span><b>–</b>")
        .contains("<span class=\"soft\">unknown owners</span><b>–</b>");
  }

  @Test
  void result_goesIntoAFile_andAnExitCodeTells() throws Exception {
    Path file = folder.resolve("out.csv");
    assertThat(screen("-f", "csv", "-w", file.toString(), "--exit-code", TWO_MINERS).code()).isEqualTo(1);
    assertThat(Files.readString(file)).startsWith("by,group");
    assertThat(screen("-f", "csv", "--exit-code", CommandLineRun.NO_MINER).code()).isZero();
    assertThat(screen("-f", "csv", "-w", "-", TWO_MINERS).out()).as("standard output").startsWith("by,group");
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void wrongUse_isOneClearLine() throws Exception {
    assertThat(CommandLineRun.of("screen", TWO_MINERS).errors())
        .containsExactly("stratoscope: whose addresses are to be screened is missing: --inventory FILE|DIR");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"event_type\":\"host\",\n\"host\":{]}");
    assertThat(screen(broken.toString()).errors()).singleElement().asString().startsWith("stratoscope: " + broken + ":2: no JSON: ");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"event_type\":\"host\"}");
    assertThat(screen(other.toString()).errors()).singleElement().asString().contains("a host record without ip, verdict or last_seen");
    for (String[] none : new String[][] {{"mad", "2023-11-14T22:13:20.051000Z"}, {"confirmed", "2023-13-14T22:13:20.051000Z"},
        {"confirmed", "2023-1x-14T22:13:20.051000Z"}, {"confirmed", "yesterday"}}) {
      Files.writeString(other, "{\"event_type\":\"host\",\"host\":{\"ip\":\"10.1.2.3\",\"verdict\":\"" + none[0]
          + "\",\"last_seen\":\"" + none[1] + "\"}}");
      assertThat(screen(other.toString()).errors()).singleElement().asString().contains("a verdict or a time that is none");
    }
    assertThat(screen("none.pcap").code()).isEqualTo(2);
    Files.writeString(other, "{\"event_type\":\"alert\"}\n{\"event_type\":\"stats\",\"stats\":{\"uptime\":8}}\n");
    assertThat(screen(other.toString()).errors()).containsExactly(
        "stratoscope: " + other + ": holds no record of a scan: is it what 'scan -f json' wrote?");
    CommandLineRun.of("scan", "-f", "json", "-w", other.toString(), CommandLineRun.NO_MINER);
    assertThat(row(screen("-f", "json", other.toString()), "all", "all").path("confirmed").toString()).isEqualTo("0");
    Files.writeString(other, "");
    assertThat(screen(other.toString()).code()).isEqualTo(2);
    assertThat(screen("--by", "colour").errors()).singleElement().asString().contains("all, owner, nature, region, site");
  }

  @Test
  void browser_showsCounts_andSearches() throws Exception {
    Path page = folder.resolve("screening.html");
    screen("-f", "html", "-w", page.toString(), TWO_MINERS);
    String all = Browser.shown(folder, page, "", "--dump-dom");
    assertThat(shownRows(all)).as("what nobody searches is all shown").contains("=A, School", "Nobody seen", "Six");
    assertThat(all).contains("<span class=\"soft\">IPv4 addresses</span><b>768</b>")
        .contains("<td>=A, School</td><td class=\"num\">256</td>");
    String found = Browser.shown(folder, page, "#search=nobody", "--dump-dom");
    assertThat(shownRows(found)).contains("Nobody seen").doesNotContain("=A, School", ">Six<");
    Path picture = folder.resolve("screening.png");
    Browser.shown(folder, page, "", "--screenshot=" + picture);
    assertThat(Files.readAllBytes(picture)).hasSizeGreaterThan(10_000);
  }

  /** The rows of tables that are not hidden. */
  private static String shownRows(String page) {
    return page.replaceAll("(?s)<tr hidden=\"\">.*?</tr>", "");
  }
}
