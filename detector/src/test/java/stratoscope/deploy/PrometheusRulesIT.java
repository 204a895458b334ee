package stratoscope.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

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
    Set<String> alerts = new TreeSet<>();
    DeployFiles.rules().stream().filter(rule -> rule.containsKey("alert")).forEach(rule -> alerts.add(String.valueOf(rule.get("alert"))));
    assertThat(alerts).isNotEmpty();
    assertThat(firing).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }
}
