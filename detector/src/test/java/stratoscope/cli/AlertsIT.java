package stratoscope.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.testing.AlertReceivers;
import stratoscope.testing.MakePcaps;
import stratoscope.testing.ReplayFile;
import stratoscope.testing.WireLab;

/** From a packet on a wire to those who are told. Needs what {@link WatchIT} needs. */
class AlertsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 120;
  /** Ends the sensor, which has five seconds for it. */
  private static final String STOP = """
      kill -TERM $sensor
      for i in $(seq 50); do kill -0 $sensor 2>/dev/null || break; sleep 0.1; done
      ! kill -0 $sensor 2>/dev/null || exit 8
      """;
  private static final String WATCH = "(stratoscope watch -i st1 --http 127.0.0.1:19464 -w live.json --sensor lab --spool spool"
      + " --syslog tcp://127.0.0.1:15140 --syslog-format cef --webhook http://127.0.0.1:18080/hook 2>> err) & sensor=$!\n";
  private static final String RECEIVE = "(run " + AlertReceivers.class.getName() + " 15140 18080 2> receivers.err) &\n"
      + "await receivers.up up\n";

  @TempDir
  private Path folder;

  @BeforeEach
  void writeReplay() throws IOException {
    ReplayFile.writeFirst(MakePcaps.root().resolve("stratum-v1/handshake.pcap"), 30, folder.resolve("opening.pcapng"));
  }

  private String read(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  void miner_isToldOfInLinesSyslogAndWebhook() throws IOException, InterruptedException {
    WireLab.run(folder, RECEIVE + WATCH + """
        await err 'metrics at'
        send st0 opening.pcapng
        sent=$(date +%s%3N)
        await webhook.got first-seen
        echo $(($(date +%s%3N) - sent)) > millis
        await syslog.got CEF
        await live.json '"event_type":"alert"'
        until fetch 19464 /metrics > metrics && grep -q 'delivered_total{sink="webhook"} 1' metrics; do sleep 0.1; done
        """ + STOP, SECONDS);
    List<String> lines = Files.readAllLines(folder.resolve("live.json"));
    lines.forEach(RecordSchema::check);
    String line = lines.stream().filter(each -> each.contains("\"event_type\":\"alert\"")).findFirst().orElseThrow();
    JsonNode alert = JSON.readTree(line);
    assertThat(JSON.readTree(read("webhook.got").lines().findFirst().orElseThrow())).isEqualTo(alert);
    assertThat(alert.at("/alert/event").asText()).isEqualTo("first-seen");
    assertThat(alert.at("/alert/sensor").asText()).isEqualTo("lab");
    assertThat(alert.at("/mining/verdict").asText()).isEqualTo("confirmed");
    assertThat(read("syslog.got")).matches("(?s)[0-9]+ <130>1 [^ ]+ lab stratoscope [0-9]+ first-seen - CEF:0\\|.* src=10.1.8.10 .*");
    assertThat(Long.parseLong(read("millis").strip())).isLessThan(2000);
    assertThat(read("metrics")).contains("stratoscope_alerts_total{event=\"first-seen\"} 1.0",
        "stratoscope_alerts_delivered_total{sink=\"webhook\"} 1.0", "stratoscope_alerts_delivered_total{sink=\"syslog\"} 1.0",
        "stratoscope_alerts_queued{sink=\"webhook\"} 0.0", "stratoscope_alerts_dropped_total{sink=\"webhook\"} 0.0");
  }

  @Test
  void maskedIdentities_areInNothingThatIsWrittenToldOrKept() throws IOException, InterruptedException {
    WireLab.run(folder, RECEIVE + WATCH.replace("--webhook", "--mask-identities --store access.db --webhook") + """
        await err 'metrics at'
        send st0 opening.pcapng
        await webhook.got first-seen
        await syslog.got CEF
        await live.json '"event_type":"alert"'
        fetch 19464 /metrics > metrics
        """ + STOP, SECONDS);
    assertThat(read("webhook.got")).contains("\"wallet\":\"wallet-");
    for (File file : Objects.requireNonNull(folder.toFile().listFiles((in, name) -> !name.endsWith(".pcapng")))) {
      if (file.isFile()) {
        assertThat(new String(Files.readAllBytes(file.toPath()), ISO_8859_1)).as(file.getName()).doesNotContain("bc1q4fqp73");
      }
    }
    assertThat(CommandLineRun.of("records", "export", "--store", folder.resolve("access.db").toString()).out()).contains("wallet-");
  }

  @Test
  void deadReceivers_stopNothing_andGetTheirAlertsAfterARestart() throws IOException, InterruptedException {
    WireLab.run(folder, WATCH + """
        await err 'metrics at'
        send st0 opening.pcapng
        await live.json confirmed
        await err "can't be delivered" 2
        fetch 19464 /metrics > metrics
        """ + STOP + RECEIVE + WATCH + """
        await webhook.got first-seen
        await syslog.got first-seen
        """ + STOP, SECONDS);
    assertThat(read("metrics"))
        .contains("stratoscope_alerts_queued{sink=\"webhook\"} 1.0", "stratoscope_alerts_queued{sink=\"syslog\"} 1.0")
        .doesNotContain("stratoscope_alert_failures_total{sink=\"webhook\"} 0.0");
    assertThat(read("err")).contains("webhook: 1 alert waits in the spool for the next run", "syslog: 1 alert waits in the spool");
    assertThat(read("webhook.got").lines()).hasSize(1);
  }
}
