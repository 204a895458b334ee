package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.config.FolderHash;
import stratoscope.testing.MakePcaps;

/** The program as a process among others: pipes that close, disks that fill up, signals, the shell. */
@Timeout(60)
class ProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MISSING_LIBRARY = "-Dorg.pcap4j.core.pcapLibName=/no/libpcap.so";

  private static final int PCAP_RECORD_HEADER_BYTES = 16;
  private static final int BALLAST_BYTES = 60_000;
  private static final int PCAP_HEADER_BYTES = 24;
  private static final int MINERS_PACKETS = 53;

  @TempDir
  private Path folder;

  /** A shell in which {@code stratoscope} starts the classes under test. */
  private Process shell(String script) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String options = Runtime.version().feature() < 24 ? "" : "--sun-misc-unsafe-memory-access=allow";
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", "stratoscope() { exec '" + java + "' -XX:TieredStopAtLevel=1 "
        + "-XX:+UseSerialGC -Xshare:auto " + options + " $OPTIONS -cp '" + System.getProperty("java.class.path")
        + "' stratoscope.cli.Main \"$@\"; }\n"
        + script);
    builder.environment().put("ALL", MakePcaps.root().toString());
    builder.environment().put("MINERS", CommandLineRun.MINERS);
    builder.environment().put("OPTIONS", "--enable-native-access=ALL-UNNAMED");
    builder.environment().put("MISSING_LIBRARY", MISSING_LIBRARY);
    return builder.directory(folder.toFile()).redirectError(folder.resolve("err").toFile()).start();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private String run(int exitCode, String script) throws IOException, InterruptedException {
    Process process = shell(script);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(err()).isEqualTo(exitCode);
    return out;
  }

  @Test
  void stdin_fromAPipe_isRead() throws IOException, InterruptedException {
    assertThat(types(run(0, "cat $MINERS | stratoscope scan -"))).contains("mining").endsWith("stats");
    assertThat(types(run(0, "gzip -c $MINERS | stratoscope scan -"))).contains("mining").endsWith("stats");
    assertThat(err()).isEmpty();
  }

  @Test
  void stdin_thatIsNoCapture_isOneLine() throws IOException, InterruptedException {
    run(2, "echo hello | stratoscope scan -");
    assertThat(err()).isEqualToIgnoringNewLines("stratoscope: -: not a capture file (pcap, pcapng, optionally gzip or zstd)");
  }

  @Test
  void stdin_thatIsTheFileToWrite_isAnError() throws IOException, InterruptedException {
    run(2, "cp $MINERS in.pcap; stratoscope scan -w in.pcap - < in.pcap");
    assertThat(err()).isEqualToIgnoringNewLines("stratoscope: in.pcap: is one of the files to be read; -w needs another file");
    assertThat(folder.resolve("in.pcap")).hasSameBinaryContentAs(Path.of(CommandLineRun.MINERS));
  }

  @ParameterizedTest
  @CsvSource({"json", "csv"})
  void stdout_closedByItsReader_endsQuietly(String format) throws IOException, InterruptedException {
    String out = run(141, "(stratoscope scan -q -f " + format + " $ALL $ALL $ALL $ALL $ALL) | head -n 1; exit ${PIPESTATUS[0]}");
    assertThat(out.lines()).hasSize(1);
    assertThat(err()).isEmpty();
  }

  @Test
  void stdout_onAFullDisk_isOneLine() throws IOException, InterruptedException {
    for (String rest : List.of("scan $MINERS", "scan -f table $MINERS", "--help")) {
      run(2, "stratoscope " + rest + " > /dev/full");
      assertThat(err()).isEqualToIgnoringNewLines("stratoscope: standard output: can't be written: No space left on device");
    }
  }

  @Test
  void write_thatRunsOutOfRoom_leavesWholeRecords() throws IOException, InterruptedException {
    run(2, "ulimit -f 8; stratoscope scan -q -w found.json $ALL");
    assertThat(err()).isEqualToIgnoringNewLines("stratoscope: found.json: can't be written: File too large");
    String written = Files.readString(folder.resolve("found.json"));
    assertThat(written).endsWith("\n");
    assertThat(types(written)).isNotEmpty().containsOnly("mining");
  }

  @Test
  void filter_withoutLibpcap_isOneLine() throws IOException, InterruptedException {
    run(2, "OPTIONS=\"$OPTIONS $MISSING_LIBRARY\"; stratoscope scan -F tcp $MINERS");
    assertThat(err()).isEqualToIgnoringNewLines(
        "stratoscope: -F needs libpcap: install it (Debian: apt-get install libpcap0.8) or scan without a filter");
    assertThat(types(run(0, "OPTIONS=\"$OPTIONS $MISSING_LIBRARY\"; stratoscope scan $MINERS"))).as("all else works").contains("mining");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signal_duringAScan_reportsWhatWasFound(String signal, int exitCode) throws IOException, InterruptedException {
    Process process = shell("stratoscope scan -w found.json -");
    try (OutputStream pipe = process.getOutputStream()) {
      byte[] miners = Files.readAllBytes(Path.of(CommandLineRun.MINERS));
      pipe.write(miners);
      pipe.write(ballast(miners)); // once there is room for the last of it, the miners were looked at
      pipe.flush();
      new ProcessBuilder("bash", "-c", "kill -" + signal + " " + process.pid()).inheritIO().start().waitFor();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    }
    assertThat(process.exitValue()).isEqualTo(exitCode);
    assertThat(err()).isEqualToIgnoringNewLines("stratoscope: stopped: this is what was found until then");
    assertThat(types(Files.readString(folder.resolve("found.json")))).containsExactly("mining", "mining", "host", "host", "stats");
  }

  /** Packets of nothing at the time of the capture's first, many times what a scan reads ahead. */
  private static byte[] ballast(byte[] capture) {
    ByteBuffer packets = ByteBuffer.allocate(32 << 20).order(ByteOrder.LITTLE_ENDIAN);
    while (packets.remaining() >= PCAP_RECORD_HEADER_BYTES + BALLAST_BYTES) {
      packets.put(capture, PCAP_HEADER_BYTES, 8).putInt(BALLAST_BYTES).putInt(BALLAST_BYTES).position(packets.position() + BALLAST_BYTES);
    }
    return Arrays.copyOf(packets.array(), packets.position());
  }

  @Test
  void signal_beforeAnyPacket_endsTheScan() throws IOException, InterruptedException {
    Process process = shell("stratoscope scan -w found.json -");
    Thread.sleep(1000);
    process.destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  @Test
  void rulesAndInventory_thatChangeWhileStdinIsRead_countFromTheNextPacketOn() throws IOException, InterruptedException {
    Path allow = Files.writeString(folder.resolve("allow.yaml"), "allow: []\n");
    Path owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.0.0/16,Before\n");
    Path rules = folder.resolve("rules");
    Process process = shell("cp -r $ALL/../rules .\n"
        + "stratoscope scan -w found.json --rules rules --allow allow.yaml --inventory owners.csv -");
    String inForce;
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write(Files.readAllBytes(Path.of(CommandLineRun.MINERS)));
      pipe.flush();
      while (process.isAlive() && !Files.exists(folder.resolve("found.json"))) {
        Thread.sleep(20); // the rules are read by then
      }
      Files.writeString(allow, "allow:\n  - {adress: 10.1.1.10, reason: hall}\n");
      awaitErr("stratoscope: allow.yaml:2: unknown key 'adress' (known: address, expires, name, pool, reason, side, wallet); "
          + "the rules are not read again, the old ones stay\n");
      Files.writeString(allow, "allow:\n  - {address: 10.1.1.10, reason: hall}\n");
      awaitErr("stratoscope: the rules were read again\n");
      Files.writeString(owners, "nothing\n");
      hangUp(process);
      awaitErr("; the inventory is not read again, the old one stays\n");
      Files.writeString(owners, "prefix,owner\n10.1.0.0/16,After\n");
      hangUp(process);
      awaitErr("stratoscope: the rules were read again\nstratoscope: the inventory was read again\n");
      Files.writeString(rules.resolve("allow.yaml"), "# changed\nallow: []\n");
      awaitErr("the inventory was read again\nstratoscope: the rules were read again\n");
      inForce = FolderHash.of(rules);
      Files.writeString(rules.resolve("allow.yaml"), "nothing\n");
      awaitErr("; the rules are not read again, the old ones stay\n");
      byte[] again = Files.readAllBytes(Path.of(CommandLineRun.MINERS));
      pipe.write(again, PCAP_HEADER_BYTES, again.length - PCAP_HEADER_BYTES);
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("ended").isTrue();
    assertThat(process.exitValue()).isZero();
    List<JsonNode> records = JSON.readerFor(JsonNode.class).<JsonNode>readValues(Files.readString(folder.resolve("found.json"))).readAll();
    assertThat(records.get(records.size() - 1).at("/stats/packets").asInt()).as("not one was dropped").isEqualTo(2 * MINERS_PACKETS);
    assertThat(records.get(records.size() - 1).at("/stats/allowed/0/silenced").asInt()).isPositive();
    JsonNode by = records.get(records.size() - 1).at("/stats/made_by");
    assertThat(by.path("rules_sha256").asText()).isEqualTo(inForce);
    assertThat(by.path("inventory_sha256").asText()).isEqualTo(FolderHash.of(owners));
    assertThat(records).filteredOn(record -> record.at("/host/ip").asText().equals("10.1.1.11")).singleElement()
        .extracting(record -> record.at("/host/owner").asText()).isEqualTo("After");
  }

  private static void hangUp(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("bash", "-c", "kill -HUP " + process.pid()).inheritIO().start().waitFor();
  }

  /** Waits until the last that was said is this; the time limit of the test is the limit. */
  private void awaitErr(String end) throws IOException, InterruptedException {
    while (!err().endsWith(end)) {
      Thread.sleep(20);
    }
  }

  @Test
  void completion_inBash_offersOptionsAndTheirValues() throws IOException, InterruptedException {
    String script = "stratoscope generate-completion > completion";
    run(0, script);
    String complete = "source completion; compopt() { :; }; COMP_WORDS=(stratoscope %s); COMP_CWORD=%d; "
        + "$(complete -p stratoscope | sed 's/.*-F \\([^ ]*\\) .*/\\1/'); echo \"${COMPREPLY[@]}\"";
    assertThat(run(0, String.format(Locale.ROOT, complete, "''", 1))).contains("scan", "generate-completion");
    assertThat(run(0, String.format(Locale.ROOT, complete, "scan --ev", 2))).contains("--evidence");
    assertThat(run(0, String.format(Locale.ROOT, complete, "scan --format ''", 3))).contains("table", "json", "csv");
    assertThat(err()).isEmpty();
  }

  private static List<String> types(String lines) throws IOException {
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines).readAll().stream()
        .map(record -> record.get("event_type").asText()).toList();
  }
}
