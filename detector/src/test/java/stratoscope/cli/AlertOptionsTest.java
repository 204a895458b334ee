package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import stratoscope.alert.Alerts;
import stratoscope.alert.Outlet;
import stratoscope.metrics.SensorMetrics;

/** What the options for alerts take, and what they say when they can't. */
class AlertOptionsTest {
  @TempDir
  private Path folder;

  private static Alerts open(SensorMetrics metrics, String... arguments) throws CommandException {
    AlertOptions options = CommandLine.populateCommand(new AlertOptions(), arguments);
    return options.open(OutputStream.nullOutputStream(), metrics, new PrintWriter(new StringWriter()));
  }

  @Test
  void receivers_areNamedAndMetered() throws CommandException {
    try (SensorMetrics metrics = new SensorMetrics(0);
        Alerts alerts =
            open(metrics, "--syslog", "udp://127.0.0.1", "--webhook", "http://127.0.0.1:1/", "--webhook", "https://[::1]:1/x")) {
      assertThat(alerts.outlets()).extracting(Outlet::label).containsExactly("lines", "syslog", "webhook", "webhook-2");
      assertThat(metrics.page("")).contains("stratoscope_alerts_delivered_total{sink=\"webhook-2\"} 0.0",
          "stratoscope_alerts_total{event=\"gone\"} 0.0", "stratoscope_alerts_withheld_total{reason=\"rate\"} 0.0");
    }
  }

  @Test
  void spool_hasAFolderForEachReceiver_whateverTheirOrder() throws CommandException, IOException {
    String spool = folder.toString();
    try (SensorMetrics metrics = new SensorMetrics(0);
        Alerts alerts = open(metrics, "--spool", spool, "--webhook", "http://127.0.0.1:1/a", "--webhook", "http://127.0.0.1:1/b")) {
      assertThat(alerts.outlets()).hasSize(3);
    }
    try (SensorMetrics metrics = new SensorMetrics(0);
        Alerts alerts = open(metrics, "--spool", spool, "--webhook", "http://127.0.0.1:1/b", "--webhook", "http://127.0.0.1:1/a")) {
      assertThat(alerts.outlets()).hasSize(3);
    }
    try (var folders = Files.list(folder)) {
      assertThat(folders).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "--syslog log.example; --syslog 'log.example': not a receiver such as udp://",
      "--webhook ftp://alerts.example/; --webhook: not a URL such as https://",
      "--webhook http://user:secret@alerts.example/; a password goes into --webhook-token",
      "--spool-size 0; --spool-size can't be 0",
      "--alert-rate 0; --alert-rate can't be 0",
      "--alert-gone 0; --alert-gone can't be 0",
      "--syslog tls://log.example --alert-ca /nowhere/ca.pem; --alert-ca, --alert-cert, --alert-key: can't be used: ",
      "--syslog tls://log.example --alert-key /nowhere/key.pem; --alert-cert and --alert-key need each other",
      "--webhook http://127.0.0.1:1/ --webhook-token /nowhere/token; --webhook-token /nowhere/token: can't be read",
      "--webhook http://127.0.0.1:1/ --spool /dev/null/spool; --spool /dev/null/spool/webhook-"})
  void wrongOption_isSaidInOneLine(String arguments, String complaint) {
    try (SensorMetrics metrics = new SensorMetrics(0)) {
      assertThatThrownBy(() -> open(metrics, arguments.split(" "))).isInstanceOf(CommandException.class)
          .hasMessageContaining(complaint).hasMessageNotContaining("secret").hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"90, 90", "90s, 90", "30m, 1800", "4h, 14400", "1d, 86400", "0, 0"})
  void time_hasAUnit(String text, long seconds) {
    assertThat(new TimeSpan.Converter().convert(text).seconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({"''", "m", "1w", "-1", "1.5h", "9999d", "99999999999"})
  void wrongTime_isRefused(String text) {
    assertThatThrownBy(() -> new TimeSpan.Converter().convert(text)).isInstanceOf(CommandLine.TypeConversionException.class);
  }
}
