package stratoscope.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code report --notice} puts on its page, and that it is one. */
class NoticeTest {
  private static final String HOST = """
      {"event_type":"host","host":{"ip":"%s","owner":"%s","verdict":"%s","score":90,"first_seen":"2023-11-14T22:13:20.000000Z",\
      "last_seen":"2023-11-14T23:13:20.000000Z","active_seconds":3600.0,"sessions":%d,"pools":[%s],"rigs":{"low":1,"high":100},\
      "energy_kwh":%s,"kind":"single"%s}}""";
  private static final String SESSION = """
      {"timestamp":"2023-11-14T23:13:20.000000Z","event_type":"mining","src_ip":"%s","dest_ip":"%s","dest_port":3333,"flow_id":%d,\
      "pcap_filename":"%s","mining":{"verdict":"%s","score":%d,"first_seen":"2023-11-14T22:13:20.000000Z"%s}}""";

  private static final String NOTHING_FOUND = "{\"event_type\":\"stats\",\"stats\":{\"hosts_found\":0}}\n";

  @TempDir
  private Path folder;
  private final List<String> lines = new ArrayList<>();
  private Path records;

  @BeforeEach
  void nameRecords() {
    records = folder.resolve("found.json");
  }

  private void host(String ip, String verdict, int sessions, String pools, String energy, String more) {
    lines.add(String.format(Locale.ROOT, HOST, ip, "A", verdict, sessions, pools, energy, more));
  }

  private void session(String ip, String pool, String verdict, int score) {
    lines.add(String.format(Locale.ROOT, SESSION, ip, pool, lines.size(), "a.pcap", verdict, score, ""));
  }

  private String notice(String... arguments) throws Exception {
    Files.write(records, lines);
    List<String> all = new ArrayList<>(List.of("report", "--notice", "A"));
    all.addAll(List.of(arguments));
    all.add(records.toString());
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return run.out();
  }

  @Test
  void kind_thatIsMissingOrNotOurs_isUnknown() throws Exception {
    host("10.0.0.1", "confirmed", 1, "\"192.0.2.1:3333\"", "null", "");
    lines.replaceAll(line -> line.replaceAll(",\"kind\":\"[a-z]*\"", ""));
    host("10.0.0.2", "confirmed", 1, "\"192.0.2.1:3333\"", "null", "");
    lines.replaceAll(line -> line.replaceAll("\"kind\":\"[a-z]*\"", "\"kind\":\"farm\""));
    assertThat(notice()).contains("<dd>unknown</dd>").doesNotContain("farm");
  }

  @Test
  void surestHostsSessionsAndPools_areFirst() throws Exception {
    for (int i = 1; i <= 7; i++) {
      host("10.0.0." + i, "suspected", 1, "\"192.0.2.1:3333\"", "null", "");
      session("10.0.0." + i, "192.0.2.1", "suspected", 30);
    }
    host("10.0.0.8", "confirmed", 25, "\"192.0.2.1:3333\",\"192.0.2.2:3333\",\"192.0.2.3:3333\",\"192.0.2.8:3333\"", "null", "");
    for (int i = 0; i < 6; i++) {
      session("10.0.0.8", "192.0.2." + (i % 3 + 1), "probable", 50 + i);
    }
    session("10.0.0.8", "192.0.2.8", "confirmed", 90);
    host("10.0.0.9", "confirmed", 1, "\"192.0.2.1:3333\"", "{\"low\":1.5,\"high\":2.5,\"sessions\":1}", "");
    session("10.0.0.9", "192.0.2.9", "confirmed", 100);
    String notice = notice();
    assertThat(notice).as("the surest, and of those what takes the most energy").containsSubsequence("<td class=\"nowrap\">10.0.0.9</td>",
        "<td class=\"nowrap\">10.0.0.8</td>", "<td>192.0.2.8:3333, 192.0.2.3:3333, 2 more</td>", "10.0.0.1</td>",
        "4 more addresses are not listed here");
    assertThat(notice).containsSubsequence("10.0.0.9 → 192.0.2.9:3333", "10.0.0.8 → 192.0.2.8:3333", "10.0.0.8 → 192.0.2.3:3333",
        "10.0.0.8 → 192.0.2.2:3333", "29 more sessions").doesNotContain("10.0.0.1 →");
  }

  @Test
  void ofWhatIsNotConfirmed_claimsNoMining() throws Exception {
    host("10.0.0.1", "probable", 1, "", "null", "");
    host("10.0.0.2", "suspected", 1, "", "null", "");
    assertThat(notice()).contains("<title>Notice: signs of cryptocurrency mining",
        "shows signs of cryptocurrency mining, which do not prove")
        .doesNotContain("shows cryptocurrency mining", "Notice: cryptocurrency");
    assertThat(notice("--lang", "zh")).contains("疑似涉及虚拟货币挖矿", "尚不足以认定").doesNotContain("存在虚拟货币挖矿行为");
    host("10.0.0.3", "confirmed", 1, "", "null", "");
    assertThat(notice()).contains("<h1>Notice: cryptocurrency mining", "shows cryptocurrency mining");
  }

  @Test
  void proxy_countsAtItsClients_andIsSaidToBeOne() throws Exception {
    String surcharge = ",\"surcharge\":{\"amount_low\":3,\"amount_high\":5,\"currency\":\"CNY\",\"tariff\":\"sichuan\"}";
    host("10.0.0.1", "confirmed", 1, "", "{\"low\":1.5,\"high\":2.5,\"sessions\":1}", surcharge);
    lines.set(0, lines.get(0).replace("\"high\":100}", "\"high\":100,\"at_clients\":true}"));
    assertThat(notice()).contains("<dt>Machines</dt><dd>10.0.0.1: a proxy, whose machines").doesNotContain("<dt>Energy", "<dt>Surcharge");
    host("10.0.0.2", "confirmed", 1, "", "{\"low\":1.5,\"high\":2.5,\"sessions\":1}", surcharge);
    assertThat(notice()).contains("<dd>1 – 100; 10.0.0.1: a proxy,", "<dd>1.5 – 2.5 kWh</dd>", "<dd>3 – 5 CNY; sichuan</dd>");
  }

  @Test
  void draft_isMarkedBesideATariffInForce() throws Exception {
    String part = "{\"amount_low\":1.5,\"amount_high\":2.5,\"currency\":\"CNY\",\"tariff\":\"%s\",\"status\":\"%s\"}";
    host("10.0.0.1", "confirmed", 1, "", "null", ",\"surcharge\":{\"amount_low\":3,\"amount_high\":5,\"currency\":\"CNY\","
        + "\"tariff\":\"sichuan; shandong\",\"status\":\"in force; draft for comment\",\"whole_meter\":true,\"parts\":["
        + String.format(Locale.ROOT, part + "," + part, "sichuan", "in force", "shandong", "draft for comment") + "]}");
    assertThat(notice()).contains("; sichuan; shandong (draft); ").doesNotContain("sichuan (draft)");
    lines.clear();
    for (String[] each : new String[][] {{"10.0.0.1", "zhejiang", "in force"}, {"10.0.0.2", "shandong", "draft for comment"}}) {
      host(each[0], "confirmed", 1, "", "null", ",\"surcharge\":" + String.format(Locale.ROOT, part, each[1], each[2])
          .replace("\"currency", "\"whole_meter\":" + each[1].equals("zhejiang") + ",\"currency"));
    }
    assertThat(notice()).as("of two addresses").contains("; zhejiang; shandong (draft); where mining shares a meter");
  }

  @Test
  void tariff_isNamed_alsoWhereThereIsNoAmount() throws Exception {
    host("10.0.0.1", "confirmed", 1, "", "null", ",\"surcharge\":{\"amount_low\":null,\"amount_high\":null,\"currency\":\"CNY\","
        + "\"tariff\":\"zhejiang\",\"per_kwh\":0.5,\"status\":\"in force\",\"whole_meter\":true}");
    assertThat(notice()).contains("or the energy is not known; zhejiang; where mining shares a meter with other use, the whole");
  }

  @Test
  void endpointOfIpv6_hasBrackets() throws Exception {
    host("2001:db8::a", "confirmed", 1, "\"[2001:db8::20]:3333\"", "null", "");
    session("2001:db8::a", "2001:db8::20", "confirmed", 90);
    assertThat(notice()).contains("2001:db8::a → [2001:db8::20]:3333").doesNotContain("2001:db8::20:3333");
  }

  @Test
  void evidenceOfAnAddress_isFound_whateverManyOthersDid() throws Exception {
    for (int i = 0; i < 10_001; i++) {
      session("10.2." + i / 250 + "." + i % 250, "192.0.2.1", "confirmed", 90);
    }
    host("10.0.0.1", "confirmed", 1, "\"192.0.2.1:3333\"", "null", "");
    session("10.0.0.1", "192.0.2.1", "confirmed", 90);
    Files.write(records, lines);
    assertThat(CommandLineRun.of("report", "--notice", "10.0.0.1", records.toString()).out()).contains("10.0.0.1 → 192.0.2.1:3333")
        .doesNotContain("more sessions");
  }

  @Test
  void address_isFound_howeverItIsWritten() throws Exception {
    host("2001:db8:1:9::10", "confirmed", 1, "\"192.0.2.1:3333\"", "null", "");
    Files.write(records, lines);
    for (String written : List.of("2001:DB8:1:9::10", "2001:0db8:1:9:0:0:0:10")) {
      CommandLineRun noticed = CommandLineRun.of("report", "--notice", written, records.toString());
      assertThat(noticed.err()).isEmpty();
      assertThat(noticed.out()).contains("2001:db8:1:9::10");
      assertThat(CommandLineRun.of("report", "--owner", written, "-f", "csv", records.toString()).lines()).hasSize(2);
    }
  }

  @Test
  void times_areReadAsOfRecords_andOthersRefused() throws Exception {
    host("10.0.0.1", "confirmed", 1, "", "null", "");
    Files.write(records, lines);
    for (String from : List.of("2023", "2023-11-14", "2023-11-14T22", "2023-11-14T23:13", "2023-11-14T23:13Z", "2023-11-14T23:13:20Z",
        "2023-11-14T23:13:20.000Z")) {
      assertThat(CommandLineRun.of("report", "--from", from, "-f", "json", records.toString()).lines()).as(from).hasSize(1);
    }
    for (String to : List.of("2023-11-14T22:13Z", "2023-11-14T22:13:20.000Z")) {
      assertThat(CommandLineRun.of("report", "--to", to, "-f", "json", records.toString()).out()).as(to).isEmpty();
    }
    for (String wrong : List.of("garbage", "2023-13-01", "2023-11-32", "2023-11-14T24:00", "2023-11-14 22:00",
        "2023-11-14T22:00+08:00")) {
      for (String option : List.of("--from", "--to")) {
        CommandLineRun run = CommandLineRun.of("report", option, wrong, records.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).containsExactly(
            "stratoscope: " + option + " '" + wrong + "' is no day or time (2026-11-25, 2026-11-25T08:30)");
      }
    }
  }

  /** More of everything than there is in any capture, and each as long as it can be. */
  private void fill() {
    String longText = "a-rather-long-name-".repeat(8);
    for (int i = 0; i < 40; i++) {
      String ip = "2001:db8:1111:2222:3333:4444:5555:" + (1000 + i);
      List<String> pools = IntStream.range(0, 20).mapToObj(pool -> "\"[2001:db8:1111:2222:3333:4444:7777:" + (1000 + pool) + "]:3333\"")
          .toList();
      host(ip, "confirmed", 30, String.join(",", pools), "{\"low\":1.5,\"high\":2.5,\"sessions\":1}", String.format(Locale.ROOT, """
          ,"nature":"nature %1$d %2$s","region":"region %1$d %2$s","site":"site %1$d %2$s","account":"account %1$d %2$s",\
          "contact":"contact %1$d %2$s","power_watts":{"low":1,"high":2,"assumes":"any asic for algorithm%1$d of its time: 18.9-103 J/TH \
          (estimated); any gpu for algorithm%1$d of its time: 1.5-4 J/MH"},"hashrate":{"sha256d":{"low":519200000000,"high":1600000000000},\
          "ethash":{"low":519200000000,"high":1600000000000},"randomx":{"low":519200000000,"high":1600000000000}},\
          "surcharge":{"amount_low":1.5,"amount_high":2.5,"currency":"CNY","tariff":"tariff-%1$d","status":"draft for comment",\
          "whole_meter":true}""", i, longText));
      for (int j = 0; j < 15; j++) {
        lines.add(String.format(Locale.ROOT, SESSION, ip, "2001:db8:1111:2222:3333:4444:7777:" + (1000 + j), j,
            "/captures/" + longText + "last.pcap",
            "confirmed", 90, String.format(Locale.ROOT, """
                ,"pool_host":"%1$s","evidence_file":"%1$s.pcap","evidence_sha256":"%2$s","evidence":[\
                {"rule":"stratum-v1-subscribe-answered-other","weight":40,"side":"miner","packet":123456},\
                {"rule":"conversation-mining-software-of-some","weight":35,"side":"miner","packet":123457}]""", longText, "0".repeat(64))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void notice_isOnePage_whateverThereIs(String language) throws Exception {
    fill();
    Path cases = folder.resolve("cases.csv");
    List<String> rows = new ArrayList<>(List.of("case,status,date,note"));
    for (int i = 0; i < 40; i++) {
      rows.add("2001:db8:1111:2222:3333:4444:5555:" + (1000 + i) + ",notified,2023-11-" + (10 + i % 9) + "," + "some words ".repeat(20));
    }
    Files.write(cases, rows);
    List<String> arguments = new ArrayList<>(List.of("--lang", language, "--status", cases.toString()));
    for (int i = 0; i < 5; i++) {
      arguments.add(Files.writeString(folder.resolve("other-" + "x".repeat(90) + i + ".json"), NOTHING_FOUND).toString());
    }
    Path page = Files.writeString(folder.resolve("notice.html"), notice(arguments.toArray(String[]::new)));
    Path pdf = folder.resolve("notice.pdf");
    assertThat(Files.readString(page)).as("of a path its end").contains("long-name-last.pcap").contains("-name-.pcap");
    Browser.shown(folder, page, "", "--print-to-pdf=" + pdf);
    String printed = Files.readString(pdf, ISO_8859_1);
    assertThat(printed.split("/Type /Page\\b", -1).length - 1).as("pages").isEqualTo(1);
  }
}
