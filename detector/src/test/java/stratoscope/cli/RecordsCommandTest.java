package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.StoreException;

/** What {@code records} shows of a store, which here holds what a scan of two miners tells. */
class RecordsCommandTest {
  @TempDir
  private Path folder;
  private Path store;
  private List<String> told = List.of();

  @BeforeEach
  void fill() throws StoreException {
    store = folder.resolve("access.db");
    told = new ArrayList<>(CommandLineRun.of("scan", CommandLineRun.MINERS).lines());
    told.remove(told.size() - 1); // the sums
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(told);
    }
  }

  private CommandLineRun records(String what, String... more) {
    List<String> arguments = new ArrayList<>(List.of("records", what, "--store", store.toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void export_givesTheLinesAsTheyWereTold() {
    CommandLineRun run = records("export");
    assertThat(run.code()).isZero();
    assertThat(run.lines()).containsExactlyElementsOf(told);
    assertThat(records("export", "--ip", "10.1.1.10").lines()).hasSize(2).allMatch(line -> line.contains("10.1.1.10"));
    assertThat(records("export", "--from", "2030").lines()).isEmpty();
  }

  @Test
  void ip_thatIsNone_isRefused_andAnyFormOfOneIsTaken() throws StoreException {
    for (String none : List.of("10.1.1.0/24", "10.1.1", "rig07", "")) {
      CommandLineRun run = records("list", "--ip", none);
      assertThat(run.errors()).containsExactly("stratoscope: --ip '" + none + "' is no address");
      assertThat(run.code()).isEqualTo(2);
    }
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(List.of(told.get(0).replaceFirst("\"src_ip\":\"[^\"]*\"", "\"src_ip\":\"2001:db8::7\"")));
    }
    assertThat(records("export", "--ip", "2001:DB8:0:0::0007").lines()).hasSize(1);
  }

  @Test
  void list_showsSessions() {
    CommandLineRun run = records("list", "-f", "table");
    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(3);
    assertThat(run.lines().get(0)).startsWith("FIRST SEEN");
    assertThat(run.lines().get(1)).contains("confirmed", "10.1.1.10", "198.51.100.20", "3333", "stratum-v1", "rig07");
    assertThat(records("list")).as("where no terminal is").isEqualTo(records("list", "-f", "json"));
    assertThat(records("list", "-n", "1", "-f", "json").lines()).singleElement().asString().contains("\"src_ip\":\"10.1.1.11\"");
  }

  @Test
  void verify_ofWholeStore_saysHowManyAndThatNothingVouches() {
    CommandLineRun run = records("verify");
    assertThat(run.code()).isZero();
    assertThat(run.lines())
        .containsExactly("4 records, unchanged and complete; no anchors: who could write the store could have made it anew");
  }

  @Test
  void verify_ofChangedStore_isOneLineAndExitsOne() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store); Statement statement = connection.createStatement()) {
      statement.execute("UPDATE record SET line = replace(line, 'rig07', 'rig08') WHERE number = 1");
    }
    CommandLineRun run = records("verify");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).containsExactly("stratoscope: " + store
        + ": record 1 was changed, or the one before it: its hash does not follow");
  }

  @Test
  void verify_withAnchors_namesThem() throws Exception {
    Path anchors = Files.writeString(folder.resolve("anchors"), "nonsense\n");
    assertThat(records("verify", "--anchors", anchors.toString()).errors()).containsExactly(
        "stratoscope: " + anchors + ":1: is no anchor; a copy without this line vouches for the rest");
    Files.writeString(anchors, "{\"day\":\"2026-01-01\",\"number\":9,\"hash\":\"" + "a".repeat(64) + "\"}\n");
    CommandLineRun run = records("verify", "--anchors", anchors.toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).singleElement().asString().contains("an anchor vouches for 9, and the store ends with 4");
  }

  @ParameterizedTest
  @CsvSource({"--from=yesterday, --from 'yesterday' is no day or time", "--count=0, --count can't be 0"})
  void badOptions_areOneLine(String option, String message) {
    CommandLineRun run = records("list", option);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).singleElement().asString().contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--to=2100", "--all"})
  void report_ofWhatIsExported_saysOfEachHostWhatItSaysOfTheStore(String option) throws Exception {
    String ended = told.stream().filter(line -> line.contains("\"event_type\":\"host\"") && line.contains("10.1.1.10")).findFirst()
        .orElseThrow();
    String again = ended.replaceAll("\"20[0-9]{2}-", "\"2031-");
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(List.of(again.replace("\"host\":{", "\"host\":{\"state\":\"open\","), again));
    }
    List<String> fromStore = CommandLineRun.of("report", "-f", "csv", "--store", store.toString()).lines();
    assertThat(fromStore).as("titles, and two hosts").hasSize(3);
    Path exported = Files.write(folder.resolve("exported.json"), records("export", option).lines());
    assertThat(CommandLineRun.of("report", "-f", "csv", exported.toString()).lines()).containsExactlyInAnyOrderElementsOf(fromStore);
    assertThat(String.join("\n", fromStore)).as("both times").contains("2031-", "2023-");
  }

  @Test
  void reportAndScreen_ofTheStore_sayWhatTheySayOfTheScan() throws Exception {
    Path scan = Files.write(folder.resolve("scan.json"), told);
    CommandLineRun report = CommandLineRun.of("report", "-f", "csv", "--store", store.toString());
    assertThat(report.code()).isZero();
    assertThat(report.lines()).hasSize(3).containsExactlyElementsOf(CommandLineRun.of("report", "-f", "csv", scan.toString()).lines());
    assertThat(CommandLineRun.of("report", "--store", store.toString()).out()).contains("10.1.1.10", "10.1.1.11");
    Path owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.1.0/24,Hall\n");
    CommandLineRun screen = CommandLineRun.of("screen", "--inventory", owners.toString(), "-f", "json", "--store", store.toString());
    assertThat(screen.code()).isZero();
    assertThat(screen.lines())
        .containsExactlyElementsOf(CommandLineRun.of("screen", "--inventory", owners.toString(), "-f", "json", scan.toString()).lines());
    assertThat(screen.out()).contains("\"confirmed\":2");
    assertThat(CommandLineRun.of("report").errors())
        .containsExactly("stratoscope: what to report is missing: a file that 'scan -f json' wrote, or --store FILE");
  }

  @Test
  void missingStore_isOneLine() {
    CommandLineRun run = CommandLineRun.of("records", "list", "--store", folder.resolve("no.db").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).containsExactly("stratoscope: " + folder.resolve("no.db") + ": no such store");
  }

  @Test
  void verify_ofEvidence_tellsAChangedFile_andCountsThoseThatAreGone() throws StoreException, IOException {
    Path evidence = folder.resolve("evidence");
    List<String> lines = new ArrayList<>(CommandLineRun.of("scan", "--evidence", evidence.toString(), CommandLineRun.MINERS).lines());
    lines.remove(lines.size() - 1);
    store = folder.resolve("proven.db");
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(lines);
    }
    assertThat(records("verify", "--evidence", evidence.toString()).lines()).singleElement().asString()
        .endsWith("; 2 evidence files, unchanged, and 0 that are gone");
    List<Path> files;
    try (Stream<Path> all = Files.list(evidence)) {
      files = all.sorted().toList();
    }
    Files.delete(files.get(0));
    assertThat(records("verify", "--evidence", evidence.toString()).lines()).singleElement().asString()
        .endsWith("; 1 evidence files, unchanged, and 1 that are gone");
    Files.writeString(files.get(1), "x", StandardOpenOption.APPEND);
    CommandLineRun changed = records("verify", "--evidence", evidence.toString());
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.errors()).singleElement().asString().matches("stratoscope: " + store + ": record [0-9]: the evidence file "
        + files.get(1).getFileName() + " was changed");
    CommandLineRun nowhere = records("verify", "--evidence", folder.resolve("none").toString());
    assertThat(nowhere.code() + " " + nowhere.err()).isEqualTo("2 stratoscope: --evidence " + folder.resolve("none")
        + ": no such folder\n");
  }

  @Test
  void verify_ofARecordThatLeadsOutOfTheFolder_isAProblem() throws StoreException, IOException {
    Path evidence = Files.createDirectory(folder.resolve("evidence"));
    store = folder.resolve("forged.db");
    String line = told.get(0).replace("\"evidence\":", "\"evidence_file\":\"../access.db\",\"evidence_sha256\":\"00\",\"evidence\":");
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(List.of(line));
    }
    assertThat(records("verify", "--evidence", evidence.toString()).errors()).singleElement().asString()
        .endsWith("record 1 names no evidence file");
  }
}
