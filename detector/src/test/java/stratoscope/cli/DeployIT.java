package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.metrics.Meter;
import stratoscope.testing.MakePcaps;
import stratoscope.testing.ReplayFile;
import stratoscope.testing.WireLab;

/**
 * What is shipped for deployment, with the real programs: Debian's packages {@code prometheus} and {@code prometheus-alertmanager}, which
 * .ci/run installs.
 */
class DeployIT {
  private static final Path DEPLOY = MakePcaps.root().resolveSibling("deploy");
  private static final Pattern METRIC = Pattern.compile("(?<![:\\w])stratoscope_[a-z_]+");
  private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

  @TempDir
  private Path folder;

  private static String read(String name) throws IOException {
    return Files.readString(DEPLOY.resolve(name), UTF_8);
  }

  private static List<String> all(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find();) {
      found.add(matcher.groupCount() == 0 ? matcher.group() : matcher.group(1));
    }
    return found;
  }

  @Test
  void metrics_areOnlyThoseOfTheSensor() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        used.addAll(all(METRIC, Files.readString(file)));
      }
    }
    assertThat(Stream.of(Meter.values()).map(Meter::fullName).toList()).containsAll(used);
    assertThat(used).hasSizeGreaterThan(8);
  }

  @Test
  void alerts_areTestedAndExplained() throws IOException {
    List<String> alerts = all(ALERT, read("prometheus/rules/alerts.yml"));
    assertThat(alerts).hasSizeGreaterThan(8).allMatch(name -> name.startsWith("Stratoscope"));
    assertThat(all(Pattern.compile("alertname: (\\w+)"), read("prometheus/tests/alerts.test.yml"))).containsAll(alerts);
    assertThat(all(Pattern.compile("\\| `(Stratoscope\\w+)` \\|"), read("README.md"))).containsExactlyElementsOf(alerts);
  }

  @Test
  void rules_passPrometheusOwnChecks() throws IOException, InterruptedException {
    check("promtool", "check", "config", "prometheus/prometheus.yml");
    check("promtool", "test", "rules", "prometheus/tests/alerts.test.yml");
    check("amtool", "check-config", "alertmanager/alertmanager.yml");
  }

  private static void check(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).directory(DEPLOY.toFile()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    } catch (IOException e) {
      throw new AssertionError("this test needs " + command[0] + ": apt-get install prometheus prometheus-alertmanager", e);
    }
  }

  /** From a packet to the alert: sensor, Prometheus, and Alertmanager, with shorter intervals than those shipped. */
  @Test
  void confirmedMiner_becomesAnAlert() throws IOException, InterruptedException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 1000, folder.resolve("session.pcapng"));
    Files.createDirectories(folder.resolve("rules"));
    for (String name : List.of("recording.yml", "alerts.yml")) {
      Files.copy(DEPLOY.resolve("prometheus/rules").resolve(name), folder.resolve("rules").resolve(name));
    }
    Files.writeString(folder.resolve("prometheus.yml"), read("prometheus/prometheus.yml").replace("15s", "1s"));
    Files.writeString(folder.resolve("alertmanager.yml"),
        read("alertmanager/alertmanager.yml").replace("group_wait: 30s", "group_wait: 1s"));
    WireLab.run(folder, """
        for tool in prometheus prometheus-alertmanager; do
          command -v $tool > /dev/null || { echo "this test needs $tool: apt-get install prometheus prometheus-alertmanager"; exit 7; }
        done
        (stratoscope watch -i st1 -w live.json 2> err) &
        prometheus --config.file=prometheus.yml --storage.tsdb.path=tsdb --web.listen-address=127.0.0.1:9090 2> prometheus.err &
        prometheus-alertmanager --config.file=alertmanager.yml --storage.path=am --cluster.listen-address= \\
            --web.listen-address=127.0.0.1:9093 2> alertmanager.err &
        await err 'metrics at'
        await prometheus.err 'Server is ready'
        for i in $(seq 100); do
          fetch 9090 '/api/v1/query?query=stratoscope_capture_up' > up
          ! grep -q '"1"' up || break
          sleep 0.2
        done
        send st0 session.pcapng
        for i in $(seq 200); do
          fetch 9093 /api/v2/alerts > alerts
          ! grep -q StratoscopeMinerConfirmed alerts || break
          sleep 0.2
        done
        fetch 9090 '/api/v1/query?query=stratoscope_top_host_score' > top
        """, 120);
    JsonNode alert = null;
    for (JsonNode one : new ObjectMapper().readTree(folder.resolve("alerts").toFile())) {
      alert = one.at("/labels/alertname").asText().equals("StratoscopeMinerConfirmed") ? one : alert;
    }
    assertThat(alert).as(Files.readString(folder.resolve("alerts"))).isNotNull();
    assertThat(alert.at("/labels/severity").asText()).isEqualTo("warning");
    assertThat(alert.at("/labels/sensor").asText()).isEqualTo("sensor-1");
    assertThat(alert.at("/receivers/0/name").asText()).isEqualTo("miners");
    assertThat(Files.readString(folder.resolve("top"))).contains("\"ip\":\"10.1.8.10\"");
  }
}
