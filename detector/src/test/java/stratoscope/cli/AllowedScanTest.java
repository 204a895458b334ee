package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.cli.CommandLineRun.MINERS;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code scan --allow} silences, counts and lists. The capture holds two miners, 10.1.1.10 and 10.1.1.11, at 198.51.100.20:3333. */
class AllowedScanTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;

  private Path file(String name, String entry) throws IOException {
    return Files.writeString(folder.resolve(name), "allow:\n  - " + entry + "\n");
  }

  private static List<JsonNode> records(CommandLineRun run) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : run.lines()) {
      RecordSchema.check(line);
      records.add(JSON.readTree(line));
    }
    return records;
  }

  private CommandLineRun scan(String entry, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("scan", "--exit-code", "--allow", file("allow.yaml", entry).toString(), MINERS));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(new String[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{address: 10.1.1.0/24, side: source, reason: hall}", "{address: 198.51.100.20, side: destination, reason: hall}",
      "{address: 198.51.100.20, reason: hall, expires: 2023-11-15}"})
  void scan_ofAllowedMiners_tellsNobodyButCounts(String entry) throws IOException {
    CommandLineRun run = scan(entry);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    JsonNode stats = records(run).get(0);
    assertThat(records(run)).as("no session, no host").hasSize(1);
    assertThat(stats.at("/stats/sessions").asInt()).isZero();
    assertThat(stats.at("/stats/hosts_found").asInt()).isZero();
    assertThat(stats.at("/stats/allowed/0/entry").asText()).isEqualTo(folder.resolve("allow.yaml") + ":2");
    assertThat(stats.at("/stats/allowed/0/reason").asText()).isEqualTo("hall");
    assertThat(stats.at("/stats/allowed/0/silenced").asInt()).isEqualTo(2);
    assertThat(stats.at("/stats/allowed/0/missed").asInt()).isZero();
  }

  @Test
  void scan_ofOneAllowedWallet_tellsOfTheOther() throws IOException {
    String wallet = records(CommandLineRun.of("scan", MINERS)).get(0).at("/mining/wallet").asText();
    CommandLineRun run = scan("{wallet: " + wallet + ", reason: ours}");
    assertThat(run.code()).isEqualTo(1);
    assertThat(records(run)).hasSize(3);
    assertThat(records(run).get(0).at("/mining/wallet").asText()).isNotEmpty().isNotEqualTo(wallet);
    assertThat(records(run).get(2).at("/stats/allowed/0/silenced").asInt()).isEqualTo(1);
  }

  /** Whoever allows a resolver that asks on does not mean all who ask it. */
  @Test
  void scan_ofLookUpsAtAnAllowedServerOfDns_tellsOfThem() throws IOException {
    String lookUps = CommandLineRun.PCAPS.resolve("encrypted/look-ups.pcap").toString();
    String server = records(CommandLineRun.of("scan", lookUps)).get(0).get("dest_ip").asText();
    Path allow = file("allow.yaml", "{address: " + server + ", reason: our resolver}");
    assertThat(records(CommandLineRun.of("scan", "--allow", allow.toString(), lookUps))).hasSize(5);
  }

  @Test
  void showAllowed_listsWhatIsSilenced_asAllowedAndNotAsFound() throws IOException {
    CommandLineRun run = scan("{address: 10.1.1.10, reason: hall 3}", "--show-allowed");
    List<JsonNode> records = records(run);
    assertThat(records).extracting(record -> record.get("event_type").asText())
        .containsExactly("mining", "mining", "host", "stats");
    assertThat(records.stream().filter(record -> record.at("/mining/allowed").asText().equals("hall 3")))
        .singleElement().satisfies(record -> assertThat(record.get("src_ip").asText()).isEqualTo("10.1.1.10"));
    assertThat(scan("{address: 10.1.1.0/24, reason: hall}", "--show-allowed").code()).as("nothing found").isZero();
  }

  @Test
  void table_namesTheEntryAndHowToListIt() throws IOException {
    String entry = "{address: 10.1.1.0/24, reason: \"hall\\e[31m 3\"}";
    CommandLineRun run = scan(entry, "-f", "table");
    assertThat(run.out())
        .contains("Allowed, so nobody is told (--show-allowed lists them): 2 sessions: 2 by ", "allow.yaml:2 (hall", " 3).")
        .doesNotContain("\u001B").doesNotContain("confirmed");
    assertThat(scan("{address: 10.1.1.0/24, reason: hall}", "-f", "table", "--show-allowed").out()).contains("(allowed)");
  }

  @Test
  void scan_ofMinersNoLongerAllowed_tellsAndSaysSo() throws IOException {
    CommandLineRun run = scan("{address: 10.1.1.0/24, reason: hall, expires: 2023-11-14}");
    assertThat(run.code()).isEqualTo(1);
    assertThat(records(run)).hasSize(5).last().satisfies(stats -> {
      assertThat(stats.at("/stats/allowed/0/silenced").asInt()).isZero();
      assertThat(stats.at("/stats/allowed/0/missed").asInt()).isEqualTo(2);
      assertThat(stats.at("/stats/allowed/0/expires").asText()).isEqualTo("2023-11-14");
    });
    assertThat(run.errors()).containsExactly("stratoscope: " + folder.resolve("allow.yaml")
        + ":2: expired on 2023-11-14: no longer allows 2 findings (hall)");
    assertThat(scan("{address: 10.1.1.0/24, reason: hall, expires: 2023-11-14}", "--quiet").err()).isEmpty();
  }

  @Test
  void severalFiles_allowTogether() throws IOException {
    CommandLineRun run = CommandLineRun.of("scan", "--allow", file("a.yaml", "{address: 10.1.1.10, reason: a}").toString(),
        "--allow", file("b.yaml", "{address: 10.1.1.11, reason: b}").toString(), MINERS);
    assertThat(records(run)).singleElement().satisfies(stats -> assertThat(stats.at("/stats/allowed")).hasSize(2));
  }

  @Test
  void brokenFile_isRefusedWithFileAndLine() throws IOException {
    CommandLineRun run = scan("{adress: 10.1.1.10, reason: a}");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).singleElement().asString()
        .startsWith("stratoscope: " + folder.resolve("allow.yaml") + ":2: unknown key 'adress'");
  }
}
