package stratoscope.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stratoscope.metrics.Meter;

/** Rules and routes as Prometheus's and Alertmanager's own tools see them. Needs Debian's prometheus and prometheus-alertmanager. */
class PrometheusRulesIT {
  private static void run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).directory(DeployFiles.FOLDER.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError(command[0] + " is missing: apt-get install prometheus prometheus-alertmanager", e);
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void configuration_isValid() throws IOException, InterruptedException {
    run("promtool", "check", "config", "prometheus/prometheus.yml");
    run("amtool", "check-config", "alertmanager/alertmanager.yml");
  }

  @Test
  void rules_passTheirTests() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
    DeployFiles.in("prometheus/tests", ".yml").stream().map(Path::toString).forEach(command::add);
    assertThat(command.size()).isGreaterThan(3);
    run(command.toArray(String[]::new));
  }

  @Test
  void eachAlert_isTestedBothWays() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (Path file : DeployFiles.in("prometheus/tests", ".yml")) {
      for (Object test : (List<?>) ((Map<?, ?>) DeployFiles.yaml(file)).get("tests")) {
        Object checks = ((Map<?, ?>) test).get("alert_rule_test");
        for (Object check : checks == null ? List.of() : (List<?>) checks) {
          Map<?, ?> one = (Map<?, ?>) check;
          (one.containsKey("exp_alerts") ? firing : silent).add(String.valueOf(one.get("alertname")));
        }
      }
    }
    Set<String> alerts = new TreeSet<>(alerts());
    assertThat(alerts).isNotEmpty();
    assertThat(firing).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }

  private static List<String> alerts() throws IOException {
    return DeployFiles.rules().stream().filter(rule -> rule.containsKey("alert")).map(rule -> String.valueOf(rule.get("alert"))).toList();
  }

  @Test
  void eachAlert_saysWhatItIsAndWhatToDo() throws IOException {
    for (Map<?, ?> rule : DeployFiles.rules()) {
      if (rule.containsKey("alert")) {
        assertThat(((Map<?, ?>) rule.get("annotations")).keySet()).as(String.valueOf(rule.get("alert")))
            .isEqualTo(Set.of("summary", "description", "runbook"));
        assertThat(((Map<?, ?>) rule.get("labels")).keySet()).isEqualTo(Set.of("severity", "kind"));
      }
    }
    String readme = Files.readString(DeployFiles.FOLDER.resolve("README.md"), UTF_8);
    List<String> rows = Pattern.compile("\\| `(Stratoscope\\w+)` \\|").matcher(readme).results().map(row -> row.group(1)).toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(alerts());
    String routes = Files.readString(DeployFiles.FOLDER.resolve("alertmanager/alertmanager.yml"), UTF_8);
    List<String> silenced = Pattern.compile("Stratoscope\\w+(?!\\w|\\.)").matcher(routes).results().map(MatchResult::group).toList();
    assertThat(silenced).isNotEmpty();
    assertThat(alerts()).containsAll(silenced);
  }

  /** Rules and dashboards name only metrics of the sensor, of the process, and of recording rules. */
  @Test
  void metrics_areThoseThatThereAre() throws IOException {
    Set<String> known = new TreeSet<>(Set.of("up", "ALERTS"));
    Stream.of(Meter.values()).map(Meter::fullName).forEach(known::add);
    List<String> expressions = new ArrayList<>(DeployFiles.queries().values());
    for (Map<?, ?> rule : DeployFiles.rules()) {
      expressions.add(String.valueOf(rule.get("expr")));
      if (rule.containsKey("record")) {
        known.add(String.valueOf(rule.get("record")));
      }
    }
    Set<String> used = new TreeSet<>();
    expressions.forEach(expression -> used.addAll(DeployFiles.names(expression)));
    used.removeIf(name -> name.matches("(jvm|process|system)_.*")); // MonitoringIT asks for them
    assertThat(used).hasSizeGreaterThan(25);
    assertThat(known).containsAll(used);
  }
}
