package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.cli.CommandLineRun.MINERS;
import static stratoscope.cli.CommandLineRun.NO_MINER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.testing.MakePcaps;

/** Every failure: exit code 2, nothing but one line on standard error that names what, where and what to do. */
class ScanErrorsTest {
  private static final Path GZIP = MakePcaps.root().resolve("formats/gzip.pcap.gz");
  private static final Path ZSTD = MakePcaps.root().resolve("formats/zstd.pcap.zst");

  @TempDir
  private Path folder;

  static Stream<Arguments> wrongUsage() {
    return Stream.of(
        Arguments.of("what to read is missing: FILE|DIR|-; see 'stratoscope scan --help'", "scan"),
        Arguments.of("unknown option '--formt' (did you mean '--format'?); see 'stratoscope scan --help'", "scan --formt json x"),
        Arguments.of("unknown option '--zzz'; see 'stratoscope scan --help'", "scan --zzz x"),
        Arguments.of("unknown command 'scna' (did you mean 'scan'?); see 'stratoscope --help'", "scna x"),
        Arguments.of("unknown command 'frobnicate'; see 'stratoscope --help'", "frobnicate"),
        Arguments.of("'" + MINERS + "' is a file, not a command: 'stratoscope scan " + MINERS + "' reads it; see 'stratoscope --help'",
            MINERS),
        Arguments.of("--format can't be 'xml', but one of: table, json, csv; see 'stratoscope scan --help'", "scan -f xml x"),
        Arguments.of("--min-verdict can't be 'sure', but one of: suspected, probable, confirmed; see 'stratoscope scan --help'",
            "scan --min-verdict sure x"),
        Arguments.of("missing required parameter for option '--write' (FILE); see 'stratoscope scan --help'", "scan x -w"),
        Arguments.of("option '--write' (FILE) should be specified only once; see 'stratoscope scan --help'", "scan -w a -w b x"),
        Arguments.of("-: standard input can be read only once", "scan - -"),
        Arguments.of("/no/such.pcap: no such file", "scan /no/such.pcap"),
        Arguments.of("/no/such.pcap: no such file", "scan " + MINERS + " /no/such.pcap"),
        Arguments.of("/no/rules: no such folder; --rules needs one with the files of rules/", "scan --rules /no/rules " + MINERS),
        Arguments.of("/no/found.json: there is no folder /no; make it first", "scan -w /no/found.json " + MINERS),
        Arguments.of("/dev/full: can't be written: No space left on device", "scan -w /dev/full " + MINERS),
        Arguments.of("/dev/full: can't be written: No space left on device", "scan -f csv -w /dev/full " + MINERS),
        Arguments.of("/dev/full: can't be written: No space left on device", "scan -f table -w /dev/full " + MINERS));
  }

  @ParameterizedTest
  @MethodSource
  void wrongUsage(String message, String commandLine) {
    assertFails(message, commandLine.split(" "));
  }

  private static void assertFails(String message, String... arguments) {
    assertThat(CommandLineRun.of(arguments)).isEqualTo(new CommandLineRun(2, "", "stratoscope: " + message + System.lineSeparator()));
  }

  @Test
  void capture_withAnEmptyName_isNotTheCurrentFolder() {
    assertFails("an empty name is no capture: an unset variable in a script?", "scan", "");
  }

  @Test
  void capture_withLineEndInItsName_isStillOneLine() {
    assertFails("a.b.[31m: no such file", "scan", "a\nb\u001B[31m");
  }

  @Test
  void folder_withoutCaptures_isAnError() {
    assertFails(folder + ": no capture files in this folder", "scan", folder.toString());
  }

  @Test
  void file_thatIsNoCapture_isAnError() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "hello".repeat(100));
    assertFails(text + ": not a capture file (pcap, pcapng, optionally gzip or zstd)", "scan", text.toString());
    Path empty = Files.createFile(folder.resolve("empty"));
    assertFails(empty + ": empty file", "scan", empty.toString());
  }

  @Test
  void files_ofWhichOneIsNoCapture_areReadButForThatOne() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pcap"));
    CommandLineRun run = CommandLineRun.of("scan", "-f", "csv", "-q", empty.toString(), MINERS);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEqualTo(CommandLineRun.of("scan", "-f", "csv", MINERS).out()).contains("confirmed");
    assertThat(run.errors()).containsExactly("stratoscope: " + empty + ": empty file");
  }

  @Test
  void file_thatMayNotBeRead_isAnError() throws IOException {
    Path secret = Files.copy(Path.of(MINERS), folder.resolve("secret.pcap"));
    assertThat(secret.toFile().setReadable(false)).isTrue();
    if (Files.isReadable(secret)) {
      assertThat(CommandLineRun.of("scan", secret.toString()).code()).as("root may read all").isZero();
    } else {
      assertFails(secret + ": permission denied", "scan", secret.toString());
    }
  }

  @Test
  void compressed_cutOffLater_givesWhatIsBefore() throws IOException {
    Path cut = cut(GZIP, 300);
    CommandLineRun run = CommandLineRun.of("scan", cut.toString());
    assertThat(run.code()).isZero();
    assertThat(run.lines()).singleElement().asString().contains("\"packets\":4,");
    assertThat(run.errors()).hasSize(2).allMatch(line -> line.startsWith("stratoscope: " + cut + ": packet 4 at byte "))
        .last().asString().endsWith("compressed data is damaged or cut off after 300 of 300 bytes of the file");
  }

  @Test
  void compressed_cutOffBeforeTheFirstPacket_isAnError() throws IOException {
    Path cut = cut(ZSTD, 300);
    assertFails(cut + ": compressed data is damaged or cut off before the first packet", "scan", cut.toString());
  }

  private Path cut(Path file, int bytes) throws IOException {
    return Files.write(folder.resolve("cut-" + file.getFileName()), Arrays.copyOf(Files.readAllBytes(file), bytes));
  }

  @Test
  void write_toAFolder_isAnError() {
    assertFails(folder + ": is a folder; -w needs a file", "scan", "-w", folder.toString(), MINERS);
  }

  @Test
  void write_overAnInput_isAnErrorByAnyName() throws IOException {
    Path input = Files.copy(Path.of(MINERS), folder.resolve("in.pcap"));
    Path symbolic = Files.createSymbolicLink(folder.resolve("symbolic"), input);
    Path hard = Files.createLink(folder.resolve("hard"), input);
    byte[] before = Files.readAllBytes(input);
    for (Path target : new Path[] {input, symbolic, hard, folder.resolve("../" + folder.getFileName() + "/in.pcap")}) {
      String message = target + ": is one of the files to be read; -w needs another file";
      assertFails(message, "scan", "-w", target.toString(), input.toString());
      assertFails(message, "scan", "-w", target.toString(), NO_MINER, folder.toString());
    }
    assertThat(Files.readAllBytes(input)).isEqualTo(before);
  }

  @Test
  void write_overWhatAnyCommandReads_isAnError() throws IOException {
    Path owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.1.0/24,Hall\n");
    Path records = folder.resolve("found.json");
    Path store = Files.writeString(folder.resolve("access.db"), "not read yet");
    Path list = Files.writeString(folder.resolve("list.txt"), "pool.example\n");
    assertThat(CommandLineRun.of("scan", "-w", records.toString(), MINERS).code()).isZero();
    byte[] before = Files.readAllBytes(records);
    for (String[] command : new String[][] {
        {records.toString(), "report", records.toString()},
        {store.toString(), "report", "--store", store.toString()},
        {records.toString(), "screen", "--inventory", owners.toString(), records.toString()},
        {owners.toString(), "screen", "--inventory", folder.toString(), records.toString()},
        {store.toString(), "screen", "--inventory", owners.toString(), "--store", store.toString()},
        {owners.toString(), "scan", "--inventory", owners.toString(), MINERS},
        {list.toString(), "rules", "import", list.toString()},
        {owners.toString(), "watch", "-i", "lo", "--inventory", owners.toString()}}) {
      List<String> arguments = new ArrayList<>(List.of(command).subList(1, command.length));
      arguments.addAll(List.of("-w", command[0]));
      assertFails(command[0] + ": is one of the files to be read; -w needs another file", arguments.toArray(String[]::new));
    }
    Path both = folder.resolve("./new.db");
    assertFails(both + ": -w, --store and --state need a file each", "watch", "-i", "lo", "--store", both.toString(), "-w",
        folder.resolve("new.db").toString());
    assertThat(Files.readAllBytes(records)).isEqualTo(before);
    assertThat(owners).hasContent("prefix,owner\n10.1.1.0/24,Hall");
    assertThat(list).hasContent("pool.example");
    assertThat(store).hasContent("not read yet");
  }

  @Test
  void evidence_overAnInput_isAnError() throws IOException {
    CommandLineRun.of("scan", "--evidence", folder.toString(), MINERS);
    Path input;
    try (Stream<Path> files = Files.list(folder)) {
      input = files.sorted().findFirst().orElseThrow();
    }
    byte[] before = Files.readAllBytes(input);
    CommandLineRun run = CommandLineRun.of("scan", "--evidence", folder.toString(), input.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).containsExactly(
        "stratoscope: " + input + ": is one of the captures being read; choose another folder for the evidence");
    assertThat(Files.readAllBytes(input)).isEqualTo(before);
  }

  @Test
  void evidence_thatCanNotBeMade_isAnErrorBeforeTheScan() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertFails(file + ": is a file; --evidence needs a folder", "scan", "--evidence", file.toString(), MINERS);
    Path below = file.resolve("below");
    assertFails(below + ": the folder for --evidence can't be made: Not a directory", "scan", "--evidence", below.toString(), MINERS);
  }

  @Test
  void rules_thatAreBroken_areNamedWithFileAndLine() throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    Path broken = Files.writeString(rules.resolve("conversation.yaml"), "id: conversation\nrules:\n- [\n");
    CommandLineRun run = CommandLineRun.of("scan", "--rules", rules.toString(), MINERS);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).singleElement().asString().matches("stratoscope: \\Q" + broken + "\\E:\\d+: .+");
  }
}
