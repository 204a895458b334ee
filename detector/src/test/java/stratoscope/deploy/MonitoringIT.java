package stratoscope.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.testing.MakePcaps;
import stratoscope.testing.ReplayFile;
import stratoscope.testing.WireLab;

/**
 * The whole chain as it is shipped: the sensor on a wire of its own, a real Prometheus with our rules, a real Alertmanager with our routes,
 * each at its usual port. Only the intervals are shorter. Needs what {@link WireLab} needs, and Debian's packages prometheus and
 * prometheus-alertmanager.
 */
class MonitoringIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "http://127.0.0.1:9090/api/v1/query?query=";
  /** A contact alone is told after a minute, when no session has shown more; so is what an open session adds up to, again. */
  private static final int SECONDS = 240;
  /** Packets of the session up to its first job, and up to its end. */
  private static final int SESSION_START = 21;
  private static final int SESSION_END = 51;
  private static final String SCRIPT = """
      for tool in prometheus prometheus-alertmanager; do
        command -v $tool > /dev/null || { echo "missing: apt-get install $tool"; exit 9; }
      done
      ask() { (run stratoscope.deploy.Ask "$@") || { tail -n 5 err prometheus.err alertmanager.err; cut -c1-150 live.json; exit 9; }; }
      (stratoscope watch -i st1 --config stratoscope.yaml -w live.json --store records.db --evidence proof --state state 2> err) &
      await err 'metrics at'
      prometheus --config.file=prometheus/prometheus.yml --storage.tsdb.path=tsdb --web.listen-address=127.0.0.1:9090 \\
        --rules.alert.resend-delay=5s 2> prometheus.err &
      prometheus-alertmanager --config.file=alertmanager.yml --storage.path=silences --web.listen-address=127.0.0.1:9093 \\
        --cluster.listen-address= 2> alertmanager.err &
      ask until 'http://127.0.0.1:9090/api/v1/query?query=stratoscope_hosts' '"value"' 30 scraped
      ask until 'http://127.0.0.1:9090/api/v1/alertmanagers' 'activeAlertmanagers":\\[[{]' 30 found
      send st0 look-ups.pcapng
      send st0 session.pcapng
      ask until http://127.0.0.1:9093/api/v2/alerts StratoscopeNewConfirmedMiner 30 miner.json
      ask until http://127.0.0.1:9093/api/v2/alerts StratoscopePoolContacted 90 contact.json
      send st0 shares.pcapng
      ask until 'http://127.0.0.1:9090/api/v1/query?query=stratoscope_hashrate_hashes_per_second' '"value"' 30 hashrate
      send st0 all.pcapng
      ask each urls answers
      """;

  @TempDir
  private Path folder;

  /** The shipped configuration, with seconds for what takes a quarter of a minute. */
  private void copyConfiguration() throws IOException {
    Path rules = Files.createDirectories(folder.resolve("prometheus/rules"));
    for (Path file : DeployFiles.in("prometheus/rules", ".yml")) {
      Files.copy(file, rules.resolve(file.getFileName()));
    }
    String configuration = Files.readString(DeployFiles.FOLDER.resolve("prometheus/prometheus.yml"), UTF_8);
    String faster = configuration.replace("_interval: 15s", "_interval: 1s").replace("scrape_timeout: 10s", "scrape_timeout: 1s");
    assertThat(faster).contains("scrape_interval: 1s", "evaluation_interval: 1s", "scrape_timeout: 1s");
    Files.writeString(folder.resolve("prometheus/prometheus.yml"), faster, UTF_8);
    Files.copy(DeployFiles.FOLDER.resolve("alertmanager/alertmanager.yml"), folder.resolve("alertmanager.yml"));
    Files.copy(DeployFiles.FOLDER.resolve("stratoscope.yaml"), folder.resolve("stratoscope.yaml"));
  }

  private void writeReplays() throws IOException {
    Path pcaps = MakePcaps.root();
    Path session = pcaps.resolve("stratum-v1/handshake.pcap");
    ReplayFile.writeFirst(pcaps.resolve("encrypted/look-ups.pcap"), Long.MAX_VALUE, folder.resolve("look-ups.pcapng"));
    ReplayFile.writeFirst(session, SESSION_START, folder.resolve("session.pcapng"));
    ReplayFile.writePart(session, SESSION_START, SESSION_END, folder.resolve("shares.pcapng"));
    ReplayFile.write(folder.resolve("all.pcapng"), 100);
  }

  /** What has to have an answer, with where it stands. */
  private static Map<String, String> answered() throws IOException {
    Map<String, String> queries = new LinkedHashMap<>(DeployFiles.queries());
    for (Map<?, ?> rule : DeployFiles.rules()) {
      DeployFiles.selectors(String.valueOf(rule.get("expr"))).forEach(selector -> queries.put("rule " + rule + ": " + selector, selector));
    }
    return queries;
  }

  private void writeUrls(Iterable<String> queries) throws IOException {
    List<String> urls = new ArrayList<>();
    queries.forEach(query -> urls.add(API + URLEncoder.encode(query, UTF_8)));
    Files.write(folder.resolve("urls"), urls, UTF_8);
  }

  private JsonNode alert(String file, String name) throws IOException {
    for (JsonNode alert : JSON.readTree(folder.resolve(file).toFile())) {
      if (alert.at("/labels/alertname").asText().equals(name)) {
        return alert;
      }
    }
    throw new AssertionError(name + " is not in " + file);
  }

  @Test
  void miner_onTheWire_isAnAlertInAlertmanager_andEveryQueryHasAnAnswer() throws IOException, InterruptedException {
    copyConfiguration();
    writeReplays();
    Map<String, String> answered = answered();
    List<String> expressions = DeployFiles.rules().stream().map(rule -> String.valueOf(rule.get("expr"))).toList();
    List<String> all = new ArrayList<>(answered.values());
    all.addAll(expressions);
    writeUrls(all);
    WireLab.run(folder, SCRIPT, SECONDS);
    checkAlerts();
    checkAnswers(answered, expressions.size());
  }

  private void checkAlerts() throws IOException {
    JsonNode miner = alert("miner.json", "StratoscopeNewConfirmedMiner");
    Map<String, String> labels = new TreeMap<>();
    miner.path("labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    assertThat(labels).containsExactlyInAnyOrderEntriesOf(Map.of(
        "alertname", "StratoscopeNewConfirmedMiner", "severity", "critical", "kind", "finding", "verdict", "confirmed", "coin", "BTC",
        "dialect", "stratum-v1", "job", "stratoscope", "instance", "127.0.0.1:9464", "sensor", "sensor-1", "site", "site-1"));
    assertThat(miner.at("/annotations/summary").asText()).isEqualTo("A new host mines BTC (stratum-v1), seen by sensor-1");
    assertThat(miner.at("/annotations/description").asText()).contains("10.1.8.10 (score 100)");
    assertThat(miner.at("/receivers/0/name").asText()).isEqualTo("security");
    JsonNode contact = alert("contact.json", "StratoscopePoolContacted");
    assertThat(contact.at("/labels/coin").asText()).isEqualTo("ERG");
    assertThat(contact.at("/receivers/0/name").asText()).isEqualTo("security-digest");
    JSON.readTree(folder.resolve("contact.json").toFile())
        .forEach(alert -> assertThat(alert.at("/labels/kind").asText()).as("the sensor is well").isEqualTo("finding"));
  }

  private void checkAnswers(Map<String, String> answered, int expressions) throws IOException {
    List<String> answers = Files.readAllLines(folder.resolve("answers"), UTF_8);
    assertThat(answers).hasSize(answered.size() + expressions).allMatch(answer -> answer.startsWith("{\"status\":\"success\""));
    List<String> empty = new ArrayList<>();
    int i = 0;
    for (Map.Entry<String, String> query : answered.entrySet()) {
      if (JSON.readTree(answers.get(i++)).at("/data/result").isEmpty()) {
        empty.add(query.getKey() + ": " + query.getValue());
      }
    }
    assertThat(empty).as("queries without an answer").isEmpty();
  }
}
