package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.cli.CommandLineRun.ALL;
import static stratoscope.cli.CommandLineRun.MINERS;
import static stratoscope.cli.CommandLineRun.NO_MINER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.MakePcaps;

/** What {@code scan} gives when all goes well: records, formats, verdicts, exit codes, evidence. */
class ScanCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  private Path folder;

  @Test
  void scan_ofMiners_writesJsonLinesAndExitsZero() throws IOException {
    CommandLineRun run = CommandLineRun.of("scan", MINERS);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(types(run.lines())).containsExactly("mining", "mining", "host", "host", "stats");
  }

  @Test
  void exitCode_withFindings_isOne() {
    assertThat(CommandLineRun.of("scan", "--exit-code", MINERS).code()).isEqualTo(1);
  }

  @Test
  void exitCode_withoutFindings_isZero() throws IOException {
    CommandLineRun run = CommandLineRun.of("scan", "--exit-code", NO_MINER);
    assertThat(run.code()).isZero();
    assertThat(types(run.lines())).containsExactly("stats");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "CSV"})
  void format_csv_writesAHeaderAndARowPerSession(String format) {
    CommandLineRun run = CommandLineRun.of("scan", "-f", format, MINERS);
    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(0)).startsWith("first_seen,last_seen,verdict,");
    assertThat(run.lines().get(1)).contains(",confirmed,").contains("10.1.1.10");
  }

  @Test
  void format_table_writesRowsAndSumsWithoutColours() {
    CommandLineRun run = CommandLineRun.of("scan", "--format=table", MINERS);
    assertThat(run.code()).isZero();
    assertThat(run.lines().get(0)).startsWith("VERDICT");
    assertThat(run.lines().get(1)).startsWith("confirmed").contains("10.1.1.10");
    assertThat(run.out()).contains("2 mining sessions").doesNotContain("\u001B");
  }

  @ParameterizedTest
  @CsvSource({"suspected", "probable", "confirmed"})
  void minVerdict_reportsThatAndStrongerOnly(String weakest) throws IOException {
    List<String> strengths = List.of("suspected", "probable", "confirmed");
    List<String> expected = verdicts(CommandLineRun.of("scan", ALL)).stream()
        .filter(verdict -> strengths.indexOf(verdict) >= strengths.indexOf(weakest)).toList();
    CommandLineRun run = CommandLineRun.of("scan", "--min-verdict", weakest, ALL);
    assertThat(verdicts(run)).hasSameElementsAs(expected).hasSameSizeAs(expected).isNotEmpty();
    assertThat(run.lines().stream().filter(line -> line.contains("\"event_type\":\"host\"")))
        .allMatch(line -> strengths.stream().filter(verdict -> line.contains("\"verdict\":\"" + verdict))
            .allMatch(verdict -> strengths.indexOf(verdict) >= strengths.indexOf(weakest)));
  }

  @Test
  void minVerdict_thatLeavesNothing_makesExitCodeZero() {
    String half = MakePcaps.root().resolve("stratum-v1/client-only.pcap").toString();
    List<String> verdicts = CommandLineRun.of("scan", half).lines().stream().filter(line -> line.contains("\"mining\":{")).toList();
    assertThat(verdicts).as("one side alone is found").hasSize(1).noneMatch(line -> line.contains("\"verdict\":\"confirmed\""));
    assertThat(CommandLineRun.of("scan", "--exit-code", half).code()).isEqualTo(1);
    assertThat(CommandLineRun.of("scan", "--exit-code", "--min-verdict=confirmed", half).code()).isZero();
  }

  @Test
  void damagedCapture_warnsAndIsReadOn_butNotWhenQuiet() {
    String damaged = MakePcaps.root().resolve("formats/damaged-length.pcap").toString();
    CommandLineRun run = CommandLineRun.of("scan", damaged);
    assertThat(run.code()).isZero();
    assertThat(run.errors()).singleElement().asString().startsWith("stratoscope: " + damaged + ": packet 10 at byte 944: ");
    CommandLineRun quiet = CommandLineRun.of("scan", "--quiet", damaged);
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.lines()).hasSameSizeAs(run.lines());
  }

  @Test
  void write_replacesTheFile() throws IOException {
    Path file = folder.resolve("found.json");
    Files.writeString(file, "old\n".repeat(10_000));
    CommandLineRun run = CommandLineRun.of("scan", "-w", file.toString(), MINERS);
    assertThat(run).isEqualTo(new CommandLineRun(0, "", ""));
    assertThat(types(Files.readAllLines(file))).containsExactly("mining", "mining", "host", "host", "stats");
  }

  @Test
  void write_dash_isStandardOutput() {
    assertThat(CommandLineRun.of("scan", "-w", "-", MINERS).lines()).hasSize(5);
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void evidence_isAFilePerFinding_thatProvesItAgain() throws IOException {
    Path proof = folder.resolve("new/proof");
    assertThat(CommandLineRun.of("scan", "--evidence", proof.toString(), MINERS).code()).isZero();
    try (Stream<Path> files = Files.list(proof)) {
      assertThat(files.map(file -> file.getFileName().toString())).hasSize(2).allMatch(name -> name.matches("confirmed-10.*[.]pcapng"));
    }
    assertThat(verdicts(CommandLineRun.of("scan", proof.toString()))).containsExactly("confirmed", "confirmed");
  }

  @Test
  void severalArguments_andFolders_areReadAsOneRun() throws IOException {
    Path below = Files.createDirectories(folder.resolve("a/b"));
    Files.copy(Path.of(MINERS), below.resolve("miners.pcap"));
    Files.writeString(folder.resolve("a/notes.txt"), "no capture");
    Files.createSymbolicLink(below.resolve("loop"), folder);
    Files.createSymbolicLink(below.resolve("nowhere"), folder.resolve("gone"));
    CommandLineRun run = CommandLineRun.of("scan", folder.toString(), NO_MINER);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(verdicts(run)).containsExactly("confirmed", "confirmed");
    long both = packets(CommandLineRun.of("scan", MINERS)) + packets(CommandLineRun.of("scan", NO_MINER));
    assertThat(packets(run)).isEqualTo(both);
    assertThat(packets(CommandLineRun.of("scan", "--time-order", folder.toString(), NO_MINER))).isEqualTo(both);
  }

  @Test
  void rules_ofAFolder_areUsed() throws IOException {
    Path rules = copyOfRules();
    for (String name : List.of("conversation.yaml", "dialects/stratum-v1.yaml")) {
      Path file = rules.resolve(name);
      Files.writeString(file, Files.readString(file).replaceAll("weight: \\d+", "weight: 1"));
    }
    CommandLineRun run = CommandLineRun.of("scan", "--rules", rules.toString(), MINERS);
    assertThat(run.err()).isEmpty();
    assertThat(types(run.lines())).as("signs of no weight prove nothing").containsExactly("stats");
  }

  private Path copyOfRules() throws IOException {
    Path from = MakePcaps.root().resolveSibling("rules");
    Path to = folder.resolve("rules");
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }

  private static List<String> types(List<String> lines) throws IOException {
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(String.join("\n", lines)).readAll().stream()
        .map(record -> record.get("event_type").asText()).toList();
  }

  private static List<String> verdicts(CommandLineRun run) throws IOException {
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(run.out()).readAll().stream()
        .filter(record -> record.has("mining")).map(record -> record.get("mining").get("verdict").asText()).toList();
  }

  private static long packets(CommandLineRun run) throws IOException {
    return JSON.readTree(run.lines().get(run.lines().size() - 1)).get("stats").get("packets").asLong();
  }
}
