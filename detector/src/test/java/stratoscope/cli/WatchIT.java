package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.MakePcaps;
import stratoscope.testing.ReplayFile;
import stratoscope.testing.WireLab;

/** The sensor on a wire of its own. Needs Linux, unshare(1), ip(8), libpcap, and root or user namespaces. */
class WatchIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** As fast as the sender keeps up with. */
  private static final long GAP_MICROS = 100;
  private static final int SECONDS = 120;
  /** What depends on when the packets were sent. */
  private static final List<String> OF_TIME =
      List.of("first_seen", "last_seen", "hashrate", "active_seconds", "power_watts", "rhythm_shares_per_minute", "state");

  /** Ends the sensor, which has five seconds for it. */
  static final String STOP = """
      kill -TERM $sensor
      for i in $(seq 50); do kill -0 $sensor 2>/dev/null || break; sleep 0.1; done
      ! kill -0 $sensor 2>/dev/null || exit 8
      code=0
      wait $sensor || code=$?
      [ $code = 143 ] || exit $code
      """;

  @TempDir
  private Path folder;
  private Path replay = Path.of("replay.pcapng");
  private long packets;

  @BeforeEach
  void writeReplay() throws IOException {
    replay = folder.resolve("replay.pcapng");
    packets = ReplayFile.write(replay, GAP_MICROS);
    assertThat(packets).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap4j"})
  void shippedCaptures_overAWire_giveTheSameFindings(String capture) throws IOException, InterruptedException {
    WireLab.run(folder, """
        (stratoscope watch -i st1 --no-http -w live.json --store access.db --capture CAPTURE 2> err) & sensor=$!
        await err 'st1: capturing'
        send st0 replay.pcapng
        sleep 1
        """.replace("CAPTURE", capture) + STOP, SECONDS);
    List<String> lines = Files.readAllLines(folder.resolve("live.json"));
    lines.forEach(RecordSchema::check);
    CommandLineRun file = CommandLineRun.of("scan", "-f", "json", replay.toString());
    assertThat(stats(lines).at("/capture_problems")).isEmpty();
    assertThat(packets(lines)).isEqualTo(packets);
    assertThat(stats(lines).at("/bytes")).as("with the tags of virtual LANs").isEqualTo(stats(file.lines()).at("/bytes"));
    assertThat(stats(lines).at("/ignored")).isEqualTo(stats(file.lines()).at("/ignored"));
    assertThat(stats(lines).at("/dropped")).isEqualTo(stats(file.lines()).at("/dropped"));
    assertThat(findings(lines)).containsExactlyInAnyOrderElementsOf(findings(file.lines()));
    String store = folder.resolve("access.db").toString();
    assertThat(CommandLineRun.of("records", "verify", "--store", store).code()).isZero();
    assertThat(findings(CommandLineRun.of("records", "export", "--all", "--store", store).lines())).as("the store holds the same")
        .containsExactlyInAnyOrderElementsOf(findings(file.lines()));
  }

  /** Of each session the last record, without what depends on time. */
  private static List<String> findings(List<String> lines) throws IOException {
    List<String> findings = new ArrayList<>();
    for (String line : lines) {
      JsonNode record = JSON.readTree(line);
      JsonNode mining = record.path("mining");
      if (record.path("event_type").asText().equals("mining") && !mining.path("state").asText().equals("open")) {
        ((ObjectNode) record).remove(List.of("timestamp", "flow_id", "in_iface", "pcap_filename", "pcap_cnt"));
        ((ObjectNode) mining).remove(OF_TIME);
        findings.add(record.toString());
      }
    }
    return findings;
  }

  @Test
  void finding_isToldWithinTwoSeconds_whileTheSessionIsOpen() throws IOException, InterruptedException {
    Path opening = folder.resolve("opening.pcapng");
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 30, opening);
    WireLab.run(folder, """
        (stratoscope watch -i st1 --http 127.0.0.1:19464 -w live.json 2> err) & sensor=$!
        await err 'metrics at'
        send st0 opening.pcapng
        sent=$(date +%s%3N)
        await live.json '"state":"open"'
        echo $(($(date +%s%3N) - sent)) > millis
        await live.json '"event_type":"alert"'
        fetch 19464 /metrics > metrics
        fetch 19464 /metrics application/openmetrics-text > openmetrics
        fetch 19464 /healthz > health
        fetch 19464 /readyz > ready
        """ + STOP, SECONDS);
    JsonNode first = JSON.readTree(Files.readAllLines(folder.resolve("live.json")).get(0));
    assertThat(first.at("/mining/verdict").asText()).isEqualTo("confirmed");
    assertThat(first.at("/in_iface").asText()).isEqualTo("st1");
    assertThat(Long.parseLong(read("millis").strip())).isLessThan(2000);
    assertThat(read("metrics")).contains("stratoscope_capture_up{interface=\"st1\"} 1.0")
        .contains("stratoscope_findings_total{coin=\"BTC\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 1.0")
        .contains("stratoscope_sessions{coin=\"BTC\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 1.0")
        .contains("stratoscope_alert_lines_total 2.0");
    assertThat(read("openmetrics")).endsWith("# EOF\n");
    assertThat(read("health") + read("ready")).isEqualTo("ok\nready\n");
    checkWithPromtool(folder.resolve("metrics"));
  }

  /** Debian's package {@code prometheus} has promtool; .ci/run installs it. */
  private static void checkWithPromtool(Path page) throws IOException, InterruptedException {
    try {
      Process promtool = new ProcessBuilder("promtool", "check", "metrics").redirectInput(page.toFile()).redirectErrorStream(true).start();
      assertThat(new String(promtool.getInputStream().readAllBytes(), UTF_8)).isEmpty();
      assertThat(promtool.waitFor()).isZero();
    } catch (IOException e) {
      throw new AssertionError("this test needs promtool: apt-get install prometheus", e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap4j"})
  void interface_thatComesAndGoes_isWaitedFor(String capture) throws IOException, InterruptedException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 1000, folder.resolve("session.pcapng"));
    WireLab.run(folder, """
        (stratoscope watch -i late1 --http 127.0.0.1:19464 -w live.json --capture CAPTURE 2> err) & sensor=$!
        await err 'late1: there is no such interface'
        await err 'metrics at'
        fetch 19464 /readyz > ready
        ip link add late0 type veth peer name late1
        ip link set late0 up
        ip link set late1 up
        await err 'late1: capturing'
        ip link set late1 down
        await err 'waiting for it$' 2
        ip link set late1 up
        await err 'is up again\\|late1: capturing' 2
        ip link set late0 down
        await err 'late1: has no link: waiting for it'
        fetch 19464 /readyz >> ready
        ip link set late0 up
        await err 'is up again\\|late1: capturing' 3
        send late0 session.pcapng
        await live.json confirmed
        ip link del late0
        await err 'late1: .*: waiting for it' 4
        fetch 19464 /metrics > metrics
        """.replace("CAPTURE", capture) + STOP, SECONDS);
    assertThat(read("ready")).isEqualTo("not capturing: late1\n".repeat(2));
    assertThat(read("metrics")).contains("stratoscope_capture_up{interface=\"late1\"} 0.0")
        .contains("stratoscope_capture_losses_total{interface=\"late1\"} 3.0");
  }

  @Test
  void hangup_opensTheFileAnew() throws IOException, InterruptedException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 1000, folder.resolve("session.pcapng"));
    ReplayFile.writeFirst(MakePcaps.root().resolve("cryptonote/handshake.pcap"), 1000, folder.resolve("other.pcapng"));
    WireLab.run(folder, """
        (stratoscope watch -i st1 --no-http -w live.json 2> err) & sensor=$!
        await err capturing
        send st0 session.pcapng
        await live.json confirmed
        mv live.json old.json
        kill -HUP $sensor
        await err 'rules were read again'
        send st0 other.pcapng
        await live.json confirmed
        """ + STOP, SECONDS);
    assertThat(read("live.json")).endsWith("\n").contains("\"event_type\":\"stats\"");
    assertThat(read("old.json")).doesNotContain("\"event_type\":\"stats\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap4j"})
  void filter_keepsWhatMatches(String capture) throws IOException, InterruptedException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/among-other-traffic.pcap"), 1000, folder.resolve("some.pcapng"));
    String some = folder.resolve("some.pcapng").toString();
    WireLab.run(folder, """
        (stratoscope watch -i st1 --no-http -w live.json --capture CAPTURE -F 'tcp port 3333' 2> err) & sensor=$!
        await err capturing
        send st0 some.pcapng
        sleep 1
        """.replace("CAPTURE", capture) + STOP, SECONDS);
    CommandLineRun all = CommandLineRun.of("scan", "-f", "json", some);
    CommandLineRun file = CommandLineRun.of("scan", "-f", "json", "-F", "tcp port 3333", some);
    List<String> live = Files.readAllLines(folder.resolve("live.json"));
    assertThat(packets(live)).isEqualTo(packets(file.lines())).isBetween(1L, packets(all.lines()) - 1);
    assertThat(withoutNumbers(live)).isNotEmpty().isEqualTo(withoutNumbers(file.lines()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap4j"})
  void withoutTheCapability_isOneLine(String capture) throws IOException, InterruptedException {
    WireLab.run(folder, """
        code=0
        bare() { setpriv --bounding-set=-net_raw --inh-caps=-net_raw bash -c "$(declare -f run stratoscope); $*"; }
        bare stratoscope watch -i st1 --capture CAPTURE 2> err > out || code=$?
        [ $code = 2 ]
        """.replace("CAPTURE", capture), SECONDS);
    assertThat(read("err")).isEqualTo("stratoscope: st1: capturing needs the capability CAP_NET_RAW: run as root, or from a service with"
        + " AmbientCapabilities=CAP_NET_RAW\n");
    assertThat(read("out")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "pcap4j"})
  void thatCapabilityAlone_isEnough(String capture) throws IOException, InterruptedException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 1000, folder.resolve("session.pcapng"));
    WireLab.run(folder, """
        bare() {
          exec setpriv --no-new-privs --bounding-set=-all,+net_raw --inh-caps=-all,+net_raw --ambient-caps=-all,+net_raw \\
            bash -c "$(declare -f run stratoscope); $*"
        }
        (bare stratoscope watch -i st1 --no-http -w live.json --capture CAPTURE 2> err) & sensor=$!
        await err capturing
        grep CapEff /proc/$sensor/status > capabilities
        send st0 session.pcapng
        await live.json confirmed
        """.replace("CAPTURE", capture) + STOP, SECONDS);
    assertThat(read("capabilities")).isEqualTo("CapEff:\t0000000000002000\n");
  }

  @Test
  void severalInterfaces_eachWithOneDirection_areOneConversation() throws IOException, InterruptedException {
    Path session = MakePcaps.root().resolve("stratum-v1/handshake.pcap");
    ReplayFile.writeFirst(session, 1000, folder.resolve("session.pcapng"));
    WireLab.run(folder, """
        ip link add up0 type veth peer name up1
        for end in up0 up1; do ip link set $end up; done
        (stratoscope watch -i st1,up1 --no-http -w live.json 2> err) & sensor=$!
        await err 'st1: capturing'
        await err 'up1: capturing'
        send st0,up0 session.pcapng
        await live.json confirmed
        """ + STOP, SECONDS);
    CommandLineRun file = CommandLineRun.of("scan", "-f", "json", folder.resolve("session.pcapng").toString());
    assertThat(withoutNumbers(Files.readAllLines(folder.resolve("live.json")))).isNotEmpty().isEqualTo(withoutNumbers(file.lines()));
  }

  @Test
  void evidence_isKept_andTheStoreSaysWhere() throws IOException, InterruptedException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 30, folder.resolve("session.pcapng"));
    WireLab.run(folder, """
        (stratoscope watch -i st1 --no-http -w live.json --store access.db --evidence proof 2> err) & sensor=$!
        await err capturing
        send st0 session.pcapng
        await live.json '"state":"open"'
        """ + STOP, SECONDS);
    JsonNode last = JSON.readTree(read("live.json").lines().filter(line -> line.contains("\"ended\"")).toList().get(0));
    RecordSchema.check(last.toString());
    Path proof = folder.resolve("proof").resolve(last.at("/mining/evidence_file").asText());
    CommandLineRun again = CommandLineRun.of("scan", "-f", "json", proof.toString());
    assertThat(JSON.readTree(again.lines().get(0)).at("/mining/verdict").asText()).isEqualTo("confirmed");
    try (Stream<Path> files = Files.list(folder.resolve("proof"))) {
      assertThat(files).as("that of the open session made room").containsExactly(proof);
    }
    String store = folder.resolve("access.db").toString();
    CommandLineRun verified = CommandLineRun.of("records", "verify", "--store", store, "--evidence", folder.resolve("proof").toString());
    assertThat(verified.out()).endsWith("; 1 evidence files, unchanged, and 0 that are gone\n");
  }

  /** A disk of 64 kB, which only the sensor sees, is full until a file goes. */
  @Test
  void fullDisk_losesEvidence_andNothingElse() throws IOException, InterruptedException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 1000, folder.resolve("session.pcapng"));
    // without its end, whose file would come beside the first before one looks
    ReplayFile.writeFirst(MakePcaps.root().resolve("cryptonote/handshake.pcap"), 29, folder.resolve("other.pcapng"));
    WireLab.run(folder, """
        mkdir proof
        apart() {
          exec unshare -m bash -c "$(declare -f run stratoscope); mount -t tmpfs -o size=64k none proof; fill; $*"
        }
        fill() { head -c 65536 /dev/zero > proof/filler; }
        export -f fill
        (apart stratoscope watch -i st1 --no-http -w live.json --evidence proof 2> err) & sensor=$!
        await err capturing
        send st0 session.pcapng
        await live.json confirmed
        await err 'evidence is lost'
        rm /proc/$sensor/root$PWD/proof/filler
        send st0 other.pcapng
        await err 'proof: can be written again'
        ls /proc/$sensor/root$PWD/proof > kept
        """ + STOP, SECONDS);
    assertThat(read("err")).containsOnlyOnce("proof: No space left on device; evidence is lost until it can be written again");
    assertThat(read("kept").lines()).singleElement().asString().startsWith("confirmed-");
    assertThat(read("live.json").lines().filter(line -> line.contains("\"mining\":{\"state\":\"ended\""))).hasSize(2);
  }

  @Test
  void restartAmidASession_goesOnWithIt() throws IOException, InterruptedException {
    Path session = MakePcaps.root().resolve("stratum-v1/handshake.pcap");
    ReplayFile.writePart(session, 0, 37, folder.resolve("first.pcapng"));
    ReplayFile.writePart(session, 37, 1000, folder.resolve("second.pcapng"));
    WireLab.run(folder, """
        sensor() { stratoscope watch -i st1 --http 127.0.0.1:19464 -w live.json --store access.db --state state 2> $1; }
        (sensor err) & sensor=$!
        await err capturing
        send st0 first.pcapng
        await live.json '"event":"first-seen"'
        """ + STOP + """
        cp state before
        stat -c %a state > mode
        (sensor err2) & sensor=$!
        await err2 'goes on with what was known'
        await err2 capturing
        await err2 'metrics at'
        fetch 19464 /metrics > metrics
        send st0 second.pcapng
        await live.json '"mining":{"state":"ended"'
        """ + STOP + """
        echo damaged > state
        (sensor err3) & sensor=$!
        await err3 capturing
        await err3 'metrics at'
        fetch 19464 /metrics > metrics3
        """ + STOP, SECONDS);
    List<JsonNode> mining = new ArrayList<>();
    List<String> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("live.json"))) {
      RecordSchema.check(line);
      JsonNode record = JSON.readTree(line);
      if (record.has("mining")) {
        mining.add(record);
      }
      if (record.has("alert")) {
        events.add(record.at("/alert/event").asText());
      }
    }
    assertThat(events).containsExactly("first-seen");
    assertThat(mining).extracting(record -> record.at("/flow_id").asLong() + " " + record.at("/mining/first_seen").asText())
        .as("one session").containsOnly(mining.get(0).path("flow_id").asLong() + " " + mining.get(0).at("/mining/first_seen").asText());
    JsonNode last = mining.get(mining.size() - 1);
    assertThat(last.at("/mining/state").asText()).isEqualTo("ended");
    assertThat(last.at("/mining/shares/accepted").asLong()).isEqualTo(6);
    assertThat(mining.stream().filter(record -> record.at("/mining/state").asText().equals("ended"))).hasSize(1);
    List<String> latest = CommandLineRun.of("records", "export", "--store", folder.resolve("access.db").toString()).lines();
    assertThat(findings(latest)).as("one session in the store").hasSize(1);
    assertThat(latest.stream().filter(line -> line.contains("\"event_type\":\"host\""))).as("one host, with that session alone")
        .singleElement().asString().contains("\"sessions\":1,");
    assertThat(read("mode")).isEqualTo("600\n");
    assertThat(read("metrics")).contains("stratoscope_sessions{coin=\"BTC\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 1.0")
        .contains("stratoscope_state_errors_total 0.0");
    assertThat(read("metrics3")).contains("stratoscope_state_errors_total 1.0");
    assertThat(read("err3")).contains("stratoscope: state: is damaged, or no state of a sensor; the sensor starts without what it knew\n");
  }

  private static long packets(List<String> lines) throws IOException {
    return stats(lines).at("/packets").asLong();
  }

  private static JsonNode stats(List<String> lines) throws IOException {
    return JSON.readTree(lines.get(lines.size() - 1)).path("stats");
  }

  /** Findings without the numbers of packets. */
  static List<String> withoutNumbers(List<String> lines) throws IOException {
    return findings(lines).stream().map(line -> line.replaceAll("\"packet\":[0-9]+,", "")).sorted().toList();
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name), UTF_8);
  }
}
