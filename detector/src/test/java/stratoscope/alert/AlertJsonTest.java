package stratoscope.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.cli.RecordSchema;
import stratoscope.profile.Identity;
import stratoscope.record.SampleFinding;

/** Alerts as JSON, and inside messages of syslog. */
class AlertJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SYSLOG_BYTES = 8192;

  private final SampleFinding sample = new SampleFinding();

  private Alert alert() {
    return SampleAlert.of(AlertEvent.FIRST_SEEN, sample.finding());
  }

  @Test
  void alert_isTheFindingsRecord_andFitsTheSchema() throws IOException {
    sample.sign("stratum-v1-subscribe", 40, "{\"id\": 1");
    String line = new String(AlertJson.of(alert(), "sensor-1", Integer.MAX_VALUE), UTF_8);
    RecordSchema.check(line);
    JsonNode json = JSON.readTree(line);
    assertThat(json.at("/event_type").asText()).isEqualTo("alert");
    assertThat(json.at("/timestamp").asText()).isEqualTo("2023-11-14T22:13:20.000000Z");
    assertThat(json.at("/alert/event").asText()).isEqualTo("first-seen");
    assertThat(json.at("/alert/dedupe_key").asText()).isEqualTo("192.0.2.10 198.51.100.20:3333 stratum-v1");
    assertThat(json.at("/alert/sensor").asText()).isEqualTo("sensor-1");
    assertThat(json.at("/src_ip").asText()).isEqualTo("192.0.2.10");
    assertThat(json.at("/mining/evidence/0/excerpt").asText()).isEqualTo("{\"id\": 1");
    assertThat(json.at("/mining/state").isMissingNode()).isTrue();
  }

  @Test
  void tooLong_isCut_andStillJson() throws IOException {
    sample.identity = new Identity("ü".repeat(3000), "w".repeat(3000), null, null);
    sample.agent = "\uD83D\uDE00".repeat(2000);
    for (int i = 0; i < 40; i++) {
      sample.sign("stratum-v1-subscribe", 40, "ü".repeat(90));
    }
    sample.serverMessages = List.of("m".repeat(5000));
    byte[] bytes = AlertJson.of(alert(), "s", SYSLOG_BYTES);
    assertThat(bytes.length).isLessThan(SYSLOG_BYTES);
    assertThat(new String(bytes, US_ASCII)).doesNotContain("\uFFFD");
    RecordSchema.check(new String(bytes, US_ASCII));
    JsonNode json = JSON.readTree(bytes);
    assertThat(json.at("/alert/truncated").asBoolean()).isTrue();
    assertThat(json.at("/mining/server_messages").isMissingNode()).isTrue();
    assertThat(json.at("/mining/evidence")).hasSize(1);
    assertThat(json.at("/mining/agent").asText()).isEqualTo("\uD83D\uDE00".repeat(48));
  }

  @Test
  void syslog_hasTheHeadOfRfc5424() {
    String message = new String(SyslogText.of(alert(), new AlertSource("my sensor é", "1", 4711), AlertFormat.JSON), US_ASCII);
    assertThat(message).startsWith("<130>1 2023-11-14T22:13:20.000000Z mysensor stratoscope 4711 first-seen - {\"timestamp\":");
    String cef = new String(SyslogText.of(alert(), new AlertSource("", "1", 1), AlertFormat.CEF), US_ASCII);
    assertThat(cef).startsWith("<130>1 2023-11-14T22:13:20.000000Z - stratoscope 1 first-seen - CEF:0|");
  }

  @Test
  void syslog_priorityIsOfTheEvent() {
    Alert gone = SampleAlert.of(AlertEvent.GONE, sample.finding());
    assertThat(new String(SyslogText.of(gone, SampleAlert.SOURCE, AlertFormat.CEF), US_ASCII)).startsWith("<134>1 ");
  }
}
