package stratoscope.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.config.FolderHash;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Rule;
import stratoscope.testing.MakePcaps;

/** The command {@code report}: the page, the notice, the lists; looked at in a browser where there is one. */
class ReportCommandTest {
  private static final String WALLET = "bc1q4fqp73wh6suqk5spt2dhjvlslhd4pnjk3jqwlz";

  @TempDir
  private Path folder;
  private Path records;

  @BeforeEach
  void scan() throws Exception {
    records = folder.resolve("found.json");
    Path owners = Files.writeString(folder.resolve("owners.csv"), """
        prefix,owner,nature,region,contact
        10.1.1.0/24,"<script>alert(1)</script> & Co",school,Zhejiang,someone@school.example
        10.1.8.0/24,Hall 2,data_centre,Hainan,
        """);
    CommandLineRun.of("scan", "-q", "-f", "json", "--inventory", owners.toString(), "-w", records.toString(),
        MakePcaps.root().resolve("stratum-v1/handshake.pcap").toString(), CommandLineRun.MINERS);
    // A text that would end the script element, as a hostile miner may choose it.
    Files.writeString(records, Files.readString(records).replace("\"worker\":\"rig07\"", "\"worker\":\"</script><b>\""));
  }

  private String report(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("report"));
    all.addAll(List.of(arguments));
    all.add(records.toString());
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.out();
  }

  @Test
  void write_dash_isStandardOutput() throws Exception {
    assertThat(report("-w", "-")).isEqualTo(report()).startsWith("<!doctype html>");
    assertThat(Path.of("-")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void page_holdsAll_andLoadsNothing(String language) throws Exception {
    String page = report("--lang", language);
    assertThat(page).startsWith("<!doctype html>").contains("default-src 'none'").doesNotContain("src=").doesNotContain("href=");
    assertThat(page.split("<script", -1)).as("data and script, and none from the records").hasSize(3);
    assertThat(page).contains("10.1.8.10").contains("\\u003cscript>alert(1)");
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(records)));
    assertThat(page).contains(hash);
    String data = page.substring(page.indexOf("application/json\">") + "application/json\">".length());
    JsonNode tree = new ObjectMapper().readTree(data.substring(0, data.indexOf("</script>")));
    assertThat(tree.path("hosts")).hasSize(3);
    assertThat(tree.at("/hosts/0/s/0/evidence/0/rule").asText()).isNotEmpty();
    assertThat(page).contains(language.equals("en") ? "Mining report" : "挖矿行为报告");
  }

  @Test
  void texts_areTheSameInBothLanguages() throws Exception {
    List<Properties> both = new ArrayList<>();
    for (String language : new String[] {"en", "zh"}) {
      Properties texts = new Properties();
      texts.load(ReportCommandTest.class.getResourceAsStream("/report/" + language + ".properties"));
      both.add(texts);
    }
    assertThat(both.get(0).keySet()).isEqualTo(both.get(1).keySet());
  }

  @Test
  void meaningsOfSigns_areInChinese_andOfNoSignThereIsNot() throws Exception {
    Properties chinese = new Properties();
    try (Reader texts = new InputStreamReader(ReportCommandTest.class.getResourceAsStream("/report/meanings.zh.properties"), UTF_8)) {
      chinese.load(texts);
    }
    assertThat(chinese.keySet()).isEqualTo(RuleFiles.load(MakePcaps.root().resolveSibling("rules")).rules().all().stream().map(Rule::id)
        .collect(Collectors.toSet()));
    assertThat(chinese.values()).allMatch(text -> text.toString().codePoints().anyMatch(Character::isIdeographic));
    assertThat(report("--lang", "zh")).contains("\"stratum-v1-subscribe\":\"")
        .doesNotContain("asks for work with mining.subscribe\"");
    assertThat(report("--lang", "en")).contains("\"stratum-v1-subscribe\":\"asks for work with mining.subscribe\"");
  }

  @Test
  void notice_isOfOneOwner_orOneAddress() throws Exception {
    String notice = report("--notice", "Hall 2");
    assertThat(notice).contains("10.1.8.10").contains("Notice:").doesNotContain("10.1.1.10");
    assertThat(notice).as("no amount is made up").contains("a policy exists; no figure was published");
    String mining = Files.readAllLines(records).stream().filter(line -> line.contains("\"src_ip\":\"10.1.8.10\"")).findFirst()
        .orElseThrow();
    assertThat(notice).as("hash of the record").contains(HexFormat.of().formatHex(
        MessageDigest.getInstance("SHA-256").digest(mining.getBytes(UTF_8))));
    assertThat(report("--lang", "zh", "--notice", "10.1.1.10")).contains("通知").contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co")
        .doesNotContain("<script").contains("全部用电量均执行加价").doesNotContain("。；");
    CommandLineRun none = CommandLineRun.of("report", "--notice", "Nobody", records.toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.errors()).containsExactly(
        "stratoscope: nothing was found of 'Nobody': name an owner as the inventory does, or an address that mines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "csv", "json"})
  void maskedIdentities_areInNoOutput(String format) throws Exception {
    assertThat(report("-f", format)).contains(WALLET).contains("someone@school.example");
    String[] masking = {"-f", format, "--mask-key", folder.resolve("mask.key").toString()};
    String masked = report(masking);
    assertThat(masked).doesNotContain(WALLET).doesNotContain(WALLET.substring(0, 10)).doesNotContain("someone@school.example")
        .contains("wallet-");
    assertThat(report(masking)).as("the same marks each time").isEqualTo(masked);
  }

  @Test
  void lists_areFiltered() throws Exception {
    assertThat(report("-f", "csv").lines()).hasSize(4).first().asString().startsWith("ip,owner,nature")
        .contains(",surcharge.tariff,surcharge.per_kwh,surcharge.status,surcharge.whole_meter,coins,");
    assertThat(report("-f", "csv", "--region", "Hainan").lines()).hasSize(2);
    assertThat(report("-f", "json", "--owner", "10.1.8.10").lines()).hasSize(1);
    assertThat(report("-f", "json", "--from", "2024-01-01").lines()).isEmpty();
    assertThat(report("-f", "json", "--to", "2023-11-14").lines()).isEmpty();
    assertThat(report("-f", "json", "--from", "2023-11-14", "--to", "2023-11-15").lines()).hasSize(3);
  }

  @Test
  void campaigns_areWalletsAndPoolsWithTheirAddresses() throws Exception {
    List<String> lines = report("-f", "json", "--table", "campaigns").lines().toList();
    for (String line : lines) {
      RecordSchema.check(line);
    }
    JsonNode wallet = new ObjectMapper().readTree(lines.get(0));
    assertThat(wallet.path("by").asText()).isEqualTo("wallet");
    assertThat(wallet.path("id").asText()).isEqualTo(WALLET);
    assertThat(wallet.path("address_count").asInt()).isEqualTo(2);
    assertThat(wallet.path("addresses").toString()).isEqualTo("[\"10.1.1.10\",\"10.1.8.10\"]");
    assertThat(lines).anyMatch(line -> line.contains("\"by\":\"pool\",\"id\":\"198.51.100.20:3333\",\"address_count\":3"));
    assertThat(report("-f", "csv", "--table", "campaigns").lines().toList().get(1))
        .startsWith("wallet," + WALLET + ",2,confirmed,").endsWith(",10.1.1.10 10.1.8.10");
  }

  @Test
  void status_isSetAndCarriedOn_andAFalseAlarmIsShownButNotCounted() throws Exception {
    String cases = folder.resolve("cases.csv").toString();
    String notice = report("--notice", "Hall 2", "--status", cases, "--set-status", "notified", "--status-date", "2023-11-13", "--note",
        "letter 17");
    assertThat(notice).contains("notified 2023-11-13 · letter 17 · mines since");
    assertThat(Files.readString(Path.of(cases))).isEqualTo("\uFEFFcase,status,date,note\r\nHall 2,notified,2023-11-13,letter 17\r\n");
    assertThat(report("--lang", "zh", "--notice", "10.1.8.10", "--status", cases)).contains("已通知 2023-11-13 · letter 17 · 此后仍在挖矿");
    assertThat(report("-f", "csv", "--status", cases).lines()).anyMatch(line -> line.endsWith(",notified,2023-11-13,letter 17,true"));
    assertThat(report("--mask-identities", "-f", "json", "--status", cases)).contains("\"status\":\"notified\"")
        .doesNotContain("letter 17");
    CommandLineRun alone = CommandLineRun.of("report", "--notice", "10.1.8.10", "--status", cases, "--set-status", "false_alarm");
    assertThat(alone.code()).as("without records only the file is written: %s", alone.err()).isZero();
    assertThat(alone.out()).isEmpty();
    String page = report("--status", cases);
    assertThat(page).contains("data-ip").contains("10.1.8.10").contains("<span class=\"soft\">confirmed</span><b>2</b>")
        .contains("<span class=\"soft\">false alarm</span><b>1</b>").contains("counted nowhere else");
    assertThat(report("-f", "json", "--table", "campaigns", "--status", cases)).contains("\"address_count\":2").doesNotContain("10.1.8.10");
    assertThat(report("--notice", "Hall 2", "--status", cases)).contains("false alarm").contains("not counted among those that mine");
  }

  @Test
  void wrongStatus_isOneClearLine_andNothingIsWritten() throws Exception {
    Path cases = folder.resolve("cases.csv");
    String[][] wrong = {
        {"--set-status needs the case, --notice OWNER|IP, and the file to note it in, --status FILE", "--set-status", "notified"},
        {"nothing was found of 'Nobody': name an owner as the inventory does, or an address that mines", "--notice", "Nobody",
            "--set-status", "notified", "--status", cases.toString()},
        {"--status-date and --note belong to --set-status", "--note", "x"},
        {"--notice needs an owner, a customer or an address, and got nothing", "--notice", " ", "--set-status", "notified", "--status",
            cases.toString()},
        {"--owner needs an owner, a customer or an address, and got nothing", "--owner", ""},
        {cases + ": is one of the files to be read; -w needs another file", "--notice", "Hall 2", "--set-status", "notified", "--status",
            cases.toString(), "-w", cases.toString()},
        {cases + ": no such file; --set-status makes one", "--status", cases.toString()}};
    for (String[] each : wrong) {
      List<String> arguments = new ArrayList<>(List.of(each));
      arguments.set(0, "report");
      arguments.add(records.toString());
      CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
      assertThat(run.errors()).containsExactly("stratoscope: " + each[0]);
      assertThat(run.code()).isEqualTo(2);
    }
    assertThat(cases).doesNotExist();
    Files.writeString(cases, "case,status,date\nA,gone,2026-01-01\n");
    assertThat(CommandLineRun.of("report", "--status", cases.toString(), records.toString()).errors()).containsExactly("stratoscope: "
        + cases + ":2: unknown status 'gone' (known: notified, explained, remedied, false_alarm)");
  }

  @Test
  void sessions_nameTheFilesThatProveThem_andRecordsWhatTheyRestOn() throws Exception {
    Path proof = folder.resolve("proof");
    CommandLineRun.of("scan", "-q", "-f", "json", "--inventory", folder.resolve("owners.csv").toString(), "-w", records.toString(),
        "--evidence", proof.toString(), CommandLineRun.MINERS);
    List<Path> files = Arrays.stream(Objects.requireNonNull(proof.toFile().listFiles())).map(File::toPath).toList();
    assertThat(files).hasSize(2);
    String page = report() + report("--notice", "10.1.1.10") + report("--notice", "10.1.1.11");
    for (Path file : files) {
      assertThat(page).contains(file.getFileName().toString()).contains(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
    }
    assertThat(page).contains("rules: those shipped with it, SHA-256 " + FolderHash.of(MakePcaps.root().resolveSibling("rules")))
        .contains("inventory: " + folder.resolve("owners.csv"))
        .contains(FolderHash.of(folder.resolve("owners.csv")));
  }

  @Test
  void wrongInput_isOneClearLine() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{}\nhello\n");
    assertThat(CommandLineRun.of("report", broken.toString()).errors()).singleElement().asString()
        .startsWith("stratoscope: " + broken + ":2: no JSON").endsWith("is it what 'scan -f json' wrote?");
    for (String none : List.of("", "{\"a\":1}\n", "{\"event_type\":\"flow\",\"host\":\"sensor\"}\n"
        + "{\"event_type\":\"stats\",\"stats\":{\"uptime\":8}}\n")) {
      Files.writeString(broken, none);
      CommandLineRun run = CommandLineRun.of("report", records.toString(), broken.toString());
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.errors()).containsExactly("stratoscope: " + broken + ": holds no record of a scan: is it what 'scan -f json' wrote?");
    }
    CommandLineRun.of("scan", "-f", "json", "-w", broken.toString(), CommandLineRun.NO_MINER);
    assertThat(CommandLineRun.of("report", "-f", "csv", broken.toString()).lines()).as("a scan that found nothing").hasSize(1);
    assertThat(CommandLineRun.of("report", "none.json").errors())
        .containsExactly("stratoscope: none.json: no such file; report reads what 'scan -f json' wrote");
    Path strange = folder.resolve("strange.json");
    for (String facts : List.of("\"verdict\":\"mad\",\"last_seen\":\"2023-11-14T22:13:20.051000Z\"",
        "\"verdict\":\"confirmed\",\"last_seen\":\"yesterday\"",
        "\"verdict\":\"confirmed\",\"first_seen\":\"2023-13-14T22:13:20.051000Z\",\"last_seen\":\"2023-11-14T22:13:20.051000Z\"")) {
      Files.writeString(strange, "{}\n{\"event_type\":\"host\",\"host\":{\"ip\":\"10.1.2.3\"," + facts + "}}");
      CommandLineRun run = CommandLineRun.of("report", strange.toString());
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.errors()).containsExactly("stratoscope: " + strange
          + ":2: a host record with a verdict or a time that is none: is it what 'scan -f json' wrote?");
    }
    Files.writeString(strange, "{\"event_type\":\"host\",\"host\":{\"ip\":\"10.1.2.3\"}}");
    assertThat(CommandLineRun.of("report", strange.toString()).errors()).singleElement().asString()
        .contains("without ip, verdict or last_seen");
  }

  /** The page as a browser shows it. */
  private String shown(Path page, String fragment, String... options) throws Exception {
    return Browser.shown(folder, page, fragment, options);
  }

  private static int rows(String page) {
    return page.split("<tr class=\"host\"", -1).length - 1;
  }

  @Test
  void browser_drawsSearchesSortsOpensAndPrints() throws Exception {
    Path page = folder.resolve("report.html");
    report("-w", page.toString());
    String all = shown(page, "", "--dump-dom");
    assertThat(rows(all)).isEqualTo(3);
    assertThat(all).as("campaigns by wallet").contains("<code>" + WALLET + "</code></td><td class=\"num\">2</td>");
    assertThat(all.split("<svg", -1).length - 1).as("charts").isGreaterThanOrEqualTo(7);
    assertThat(all).as("all sessions are in the charts").doesNotContain("<p class=\"soft\">Charts of");
    String found = shown(page, "#search=hall", "--dump-dom");
    assertThat(rows(found)).isEqualTo(1);
    assertThat(found).contains("data-ip=\"10.1.8.10\"");
    String sorted = shown(page, "#sort=address&down", "--dump-dom");
    assertThat(sorted.indexOf("data-ip=\"10.1.8.10\"")).isLessThan(sorted.indexOf("data-ip=\"10.1.1.10\""));
    String opened = shown(page, "#open=10.1.8.10", "--dump-dom");
    assertThat(opened).as("each number is explained").contains("shares times the hashes per share at the difficulty in force")
        .contains("known of 1 of 1 sessions");
    assertThat(opened).contains("stratum-v1-subscribe-answered").contains("mining.subscr").contains("&lt;/script&gt;&lt;b&gt;");
    String campaign = shown(page, "#campaigns=pool&campaign=198.51.100.20:3333", "--dump-dom");
    assertThat(campaign).contains("<tr class=\"host campaign\" tabindex=\"0\" aria-expanded=\"true\">")
        .contains("<button type=\"button\">10.1.1.11</button>");
    Path pdf = folder.resolve("report.pdf");
    shown(page, "#open=10.1.8.10", "--print-to-pdf=" + pdf);
    assertThat(Files.readAllBytes(pdf)).hasSizeGreaterThan(10_000).startsWith('%', 'P', 'D', 'F');
  }

  /** Hosts of which each later one has more machines, and a pool of its own. */
  private static void write(Path file, int hosts) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= hosts; i++) {
      String times = "\"verdict\":\"probable\",\"score\":60,\"first_seen\":\"2023-11-14T22:13:20.000000Z\","
          + "\"last_seen\":\"2023-11-14T23:13:20.000000Z\"";
      lines.add("{\"event_type\":\"host\",\"host\":{\"ip\":\"10.0.0." + i + "\",\"sessions\":1,\"active_seconds\":1,\"coins\":[],"
          + "\"pools\":[],\"wallets\":[],\"agents\":[],\"kind\":\"single\",\"rigs\":{\"low\":" + i + ",\"high\":" + i + ",\"basis\":\"\"},"
          + times + "}}");
      lines.add("{\"event_type\":\"mining\",\"src_ip\":\"10.0.0." + i + "\",\"dest_ip\":\"2001:db8::" + i + "\",\"dest_port\":3333,"
          + "\"mining\":{\"evidence\":[]," + times + "}}");
    }
    Files.write(file, lines);
  }

  @Test
  void browser_fitsTheTableIntoThePage_andPrintsTheSessionsOfAnOpenedHost() throws Exception {
    report("-w", records + ".html", "--status", Files.writeString(folder.resolve("cases.csv"),
        "case,status,date\n10.1.8.10,notified,2023-11-01\n").toString());
    Path page = Files.writeString(folder.resolve("report.html"), Files.readString(Path.of(records + ".html")) + """
        <script>const box = document.querySelector('.scroll'); document.title = 'over by ' + (box.scrollWidth - box.clientWidth);</script>
        """);
    assertThat(shown(page, "#open=10.1.8.10", "--dump-dom", "--window-size=1300,2000")).contains("<title>over by 0</title>");
    String session = Files.readAllLines(records).stream().filter(line -> line.contains("\"src_ip\":\"10.1.8.10\"")).findFirst()
        .orElseThrow();
    StringBuilder more = new StringBuilder(Files.readString(records));
    for (int i = 0; i < 12; i++) {
      more.append(session.replaceAll("\"flow_id\":\\d+", "\"flow_id\":" + i)).append('\n');
    }
    Files.writeString(records, more);
    report("-w", page.toString());
    Path pdf = folder.resolve("report.pdf");
    shown(page, "#open=10.1.8.10", "--print-to-pdf=" + pdf);
    assertThat(Files.readString(pdf, ISO_8859_1).split("/Type /Page\\b", -1)).as("pages, for a session takes most of one")
        .hasSizeGreaterThan(10);
  }

  @Test
  void browser_saysHowManyAChartLeavesOut_andWhichWayATableIsSorted() throws Exception {
    write(records, 31);
    Path page = folder.resolve("report.html");
    report("-w", page.toString());
    String shown = shown(page, "#sort=rigs", "--dump-dom");
    assertThat(shown).contains("<h3>Sessions over time · 30 of 31 addresses</h3>", "<h3>Pools · the 10 most frequent of 31</h3>",
        "<h3>Coins</h3>", "[2001:db8::1]:3333").doesNotContain(">2001:db8::1:3333");
    assertThat(shown).as("the most first, and so says the arrow")
        .contains("aria-sort=\"descending\"><button data-sort=\"rigs\">Machines ▼");
    assertThat(shown).containsSubsequence("data-ip=\"10.0.0.31\"", "data-ip=\"10.0.0.1\"");
    String up = shown(page, "#sort=rigs&up", "--dump-dom");
    assertThat(up).contains("aria-sort=\"ascending\"><button data-sort=\"rigs\">Machines ▲");
    assertThat(up).containsSubsequence("data-ip=\"10.0.0.1\"", "data-ip=\"10.0.0.31\"");
  }
}
