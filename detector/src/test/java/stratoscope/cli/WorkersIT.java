package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.testing.MakePcaps;
import stratoscope.testing.ReplayFile;
import stratoscope.testing.WireLab;

/** Workers that share a wire of their own. Needs what {@link WatchIT} needs. */
class WorkersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Longer than a worker may be ahead of another. */
  private static final long GAP_MICROS = 1500;
  private static final int SECONDS = 180;

  @TempDir
  private Path folder;

  private long replay(String... folders) throws IOException {
    List<Path> captures = new ArrayList<>();
    for (String name : folders) {
      captures.addAll(MakePcaps.captures(MakePcaps.root().resolve(name)));
    }
    return ReplayFile.write(captures, folder.resolve("replay.pcapng"), GAP_MICROS);
  }

  private List<String> watch(int workers) throws IOException, InterruptedException {
    WireLab.run(folder, """
        (stratoscope watch -i st1 --workers WORKERS --http 127.0.0.1:19464 -w live.json 2> err) & sensor=$!
        await err 'st1: capturing, WORKERS rings'
        await err 'metrics at'
        send st0 replay.pcapng
        sleep 1
        fetch 19464 /metrics > metrics
        """.replace("WORKERS", Integer.toString(workers)) + WatchIT.STOP, SECONDS);
    return Files.readAllLines(folder.resolve("live.json"));
  }

  /** The last number behind a name on the page of metrics. */
  private double metric(String name) throws IOException {
    return Files.readAllLines(folder.resolve("metrics")).stream().filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).sum();
  }

  private static JsonNode stats(List<String> lines) throws IOException {
    return JSON.readTree(lines.get(lines.size() - 1)).path("stats");
  }

  @Test
  void shippedCaptures_sharedByTwo_giveTheSameFindings() throws IOException, InterruptedException {
    long packets = replay("encrypted", "tunnels", "carriers", "stratum-v1");
    List<String> live = watch(2);
    live.forEach(RecordSchema::check);
    List<String> file = CommandLineRun.of("scan", "-f", "json", folder.resolve("replay.pcapng").toString()).lines();
    assertThat(WatchIT.withoutNumbers(live)).containsExactlyElementsOf(WatchIT.withoutNumbers(file)).hasSizeGreaterThan(100);
    assertThat(stats(live).at("/packets").asLong()).isEqualTo(packets);
    for (String sum : List.of("/bytes", "/inspected", "/ignored", "/dropped", "/sessions", "/hosts_found", "/hosts_screened")) {
      assertThat(stats(live).at(sum)).as(sum).isEqualTo(stats(file).at(sum));
    }
    assertThat(stats(live).at("/capture_problems")).isEmpty();
    assertThat(metric("stratoscope_capture_packets_total")).isEqualTo(packets);
    assertThat(metric("stratoscope_lessons_lost_total")).isZero();
    assertThat(metric("stratoscope_handed_over_segments_total")).as("of what the kernel can't see into").isPositive();
  }

  /** The shipped rules, and that an address is a pool's. */
  private void writeRules() throws IOException {
    Path shipped = MakePcaps.root().resolveSibling("rules");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve("rules").resolve(shipped.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Files.writeString(folder.resolve("mine.csv"), "indicator,ports,kind,pool,confidence\n198.51.100.20,3333,pool,Made-up Pool,confirmed\n");
  }

  @Test
  void rulesAndInterface_thatChange_changeForBothWorkers() throws IOException, InterruptedException {
    writeRules();
    replay("stratum-v1");
    ReplayFile.writeFirst(MakePcaps.root().resolve("cryptonote/handshake.pcap"), 1000, folder.resolve("first.pcapng"));
    WireLab.run(folder, """
        (stratoscope watch -i st1 --workers 2 --rules rules --no-http -w live.json 2> err) & sensor=$!
        await err 'st1: capturing, 2 rings'
        send st0 first.pcapng
        await live.json confirmed
        mv mine.csv rules/pools
        kill -HUP $sensor
        await err 'the rules were read again'
        ip link set st1 down
        await err 'waiting for it$'
        ip link set st1 up
        await err 'is up again\\|st1: capturing' 2
        ip link set st1 down name elsewhere
        await err 'is gone'
        ip link set elsewhere name st1 up
        await err 'st1: capturing' 2
        send st0 replay.pcapng
        sleep 1
        """ + WatchIT.STOP, SECONDS);
    List<String> live = Files.readAllLines(folder.resolve("live.json"));
    List<String> file = CommandLineRun.of("scan", "-f", "json", "--rules", folder.resolve("rules").toString(),
        folder.resolve("replay.pcapng").toString()).lines();
    assertThat(WatchIT.withoutNumbers(file)).hasSizeGreaterThan(20).anyMatch(line -> line.contains("Made-up Pool"));
    assertThat(WatchIT.withoutNumbers(live)).containsAll(WatchIT.withoutNumbers(file));
  }

  @Test
  void plainConnections_areSplitByTheKernel_asTheWorkersDo() throws IOException, InterruptedException {
    replay("stratum-v1", "cryptonote");
    List<String> live = watch(4);
    assertThat(metric("stratoscope_handed_over_segments_total")).isZero();
    assertThat(WatchIT.withoutNumbers(live)).hasSizeGreaterThan(20);
  }
}
