package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.MakePcaps;

/** The command {@code report}: the page, the notice, the lists; looked at in a browser where there is one. */
class ReportCommandTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
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
  void notice_isOfOneOwner_orOneAddress() throws Exception {
    String notice = report("--notice", "Hall 2");
    assertThat(notice).contains("10.1.8.10").contains("Notice:").doesNotContain("10.1.1.10");
    assertThat(notice).as("no amount is made up").contains("a policy exists; no figure was published");
    String mining = Files.readAllLines(records).stream().filter(line -> line.contains("\"src_ip\":\"10.1.8.10\"")).findFirst()
        .orElseThrow();
    assertThat(notice).as("hash of the record").contains(HexFormat.of().formatHex(
        MessageDigest.getInstance("SHA-256").digest(mining.getBytes(UTF_8))));
    assertThat(report("--lang", "zh", "--notice", "10.1.1.10")).contains("通知").contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co")
        .doesNotContain("<script").contains("全部用电量均适用加价");
    CommandLineRun none = CommandLineRun.of("report", "--notice", "Nobody", records.toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.errors()).containsExactly(
        "stratoscope: nothing was found of 'Nobody': name an owner as the inventory does, or an address that mines");
  }

  @ParameterizedTest
  @ValueSource(strings = {"html", "csv", "json"})
  void maskedIdentities_areInNoOutput(String format) throws Exception {
    assertThat(report("-f", format)).contains(WALLET).contains("someone@school.example");
    String masked = report("-f", format, "--mask-identities");
    assertThat(masked).doesNotContain(WALLET).doesNotContain(WALLET.substring(0, 10)).doesNotContain("someone@school.example")
        .contains("wallet-");
    assertThat(report("-f", format, "--mask-identities")).as("the same marks each time").isEqualTo(masked);
  }

  @Test
  void lists_areFiltered() throws Exception {
    assertThat(report("-f", "csv").lines()).hasSize(4).first().asString().startsWith("ip,owner,nature");
    assertThat(report("-f", "csv", "--region", "Hainan").lines()).hasSize(2);
    assertThat(report("-f", "json", "--owner", "10.1.8.10").lines()).hasSize(1);
    assertThat(report("-f", "json", "--from", "2024-01-01").lines()).isEmpty();
    assertThat(report("-f", "json", "--to", "2023-11-14").lines()).isEmpty();
    assertThat(report("-f", "json", "--from", "2023-11-14", "--to", "2023-11-15").lines()).hasSize(3);
  }

  @Test
  void wrongInput_isOneClearLine() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{}\nhello\n");
    assertThat(CommandLineRun.of("report", broken.toString()).errors()).singleElement().asString()
        .startsWith("stratoscope: " + broken + ":2: no JSON").endsWith("is it what 'scan -f json' wrote?");
    assertThat(CommandLineRun.of("report", "none.json").errors())
        .containsExactly("stratoscope: none.json: no such file; report reads what 'scan -f json' wrote");
  }

  /** The page as a browser shows it. */
  private String shown(Path page, String fragment, String... options) throws Exception {
    assertThat(CHROMIUM).as("the page is looked at in it: apt-get install chromium").isExecutable();
    List<String> command = new ArrayList<>(List.of(CHROMIUM.toString(), "--headless", "--no-sandbox", "--disable-gpu",
        "--user-data-dir=" + folder.resolve("browser")));
    command.addAll(List.of(options));
    command.add(page.toUri() + fragment);
    Path out = folder.resolve("shown.html");
    Process browser = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(folder.resolve("err.txt").toFile()).start();
    assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out);
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
    assertThat(all.split("<svg", -1).length - 1).as("charts").isGreaterThanOrEqualTo(7);
    String found = shown(page, "#search=hall", "--dump-dom");
    assertThat(rows(found)).isEqualTo(1);
    assertThat(found).contains("data-ip=\"10.1.8.10\"");
    String sorted = shown(page, "#sort=address&down", "--dump-dom");
    assertThat(sorted.indexOf("data-ip=\"10.1.8.10\"")).isLessThan(sorted.indexOf("data-ip=\"10.1.1.10\""));
    String opened = shown(page, "#open=10.1.8.10", "--dump-dom");
    assertThat(opened).contains("stratum-v1-subscribe-answered").contains("mining.subscr").contains("&lt;/script&gt;&lt;b&gt;");
    Path pdf = folder.resolve("report.pdf");
    shown(page, "#open=10.1.8.10", "--print-to-pdf=" + pdf);
    assertThat(Files.readAllBytes(pdf)).hasSizeGreaterThan(10_000).startsWith('%', 'P', 'D', 'F');
  }
}
