package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import stratoscope.alert.Alerts;
import stratoscope.alert.Outlet;
import stratoscope.evidence.Verdict;
import stratoscope.metrics.SensorMetrics;
import stratoscope.profile.ProofPackets;
import stratoscope.record.RecordSink;
import stratoscope.record.SampleFinding;

/** What the options for alerts take, and what they say when they can't. */
class AlertOptionsTest {
  @TempDir
  private Path folder;

  private static Alerts open(SensorMetrics metrics, String... arguments) throws CommandException {
    AlertOptions options = CommandLine.populateCommand(new AlertOptions(), arguments);
    return options.open(OutputStream.nullOutputStream(), metrics, () -> Long.MAX_VALUE, new PrintWriter(new StringWriter()));
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

  @Test
  void weakFindings_areNotToldOf_ifOnlySureOnesAreWanted() throws CommandException, IOException {
    AlertOptions options = CommandLine.populateCommand(new AlertOptions(), "--alert-min-verdict", "PROBABLE");
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try (SensorMetrics metrics = new SensorMetrics(0);
        Alerts alerts = options.open(lines, metrics, () -> Long.MAX_VALUE, new PrintWriter(new StringWriter()))) {
      RecordSink wanted = options.filter(alerts);
      SampleFinding sample = new SampleFinding().sign("stratum-v1-subscribe", 40, "{");
      for (Verdict verdict : List.of(Verdict.SUSPECTED, Verdict.CONFIRMED)) {
        sample.verdict = verdict;
        wanted.onOpen(sample.finding(), new ProofPackets(), true);
      }
      alerts.end();
      assertThat(lines.toString(UTF_8).lines()).singleElement(InstanceOfAssertFactories.STRING).contains("first-seen", "confirmed");
    }
  }

  @Test
  void options_areLookedAt_beforeAnythingIsOpened() {
    for (String arguments : List.of("--syslog log.example", "--webhook ftp://alerts.example/", "--spool-size 0", "--alert-gone 0",
        "--webhook-token /nowhere/token", "--alert-ca /nowhere/ca.pem", "--rotate-keep 0", "--mask-key /nowhere/key")) {
      List<String> all = new ArrayList<>(List.of("watch", "-i", "nowhere0", "--check-config"));
      all.addAll(List.of(arguments.split(" ")));
      CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
      assertThat(run.errors()).as(arguments).singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("stratoscope: " + arguments.split(" ")[0].substring(0, 7));
      assertThat(run.code()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "--syslog udp://log.example --syslog UDP://log.example:514; --syslog names udp://log.example:514 twice: ",
      "--webhook http://127.0.0.1:1/ --webhook http://127.0.0.1:1/; --webhook names a URL twice: ",
      "--syslog log.example; --syslog 'log.example': not a receiver such as udp://",
      "--webhook ftp://alerts.example/; --webhook: not a URL such as https://",
      "--webhook http://user:secret@alerts.example/; a password goes into --webhook-token",
      "--spool-size 0; --spool-size can't be 0",
      "--alert-rate 0; --alert-rate can't be 0",
      "--alert-gone 0; --alert-gone can't be 0",
      "--syslog tls://log.example --alert-ca /nowhere/ca.pem; --alert-ca, --alert-cert, --alert-key: can't be used: ",
      "--syslog tls://log.example --alert-key /nowhere/key.pem; --alert-cert and --alert-key need each other",
      "--webhook http://127.0.0.1:1/ --webhook-token /nowhere/token; --webhook-token /nowhere/token: can't be read: no such file",
      "--webhook http://127.0.0.1:1/ --spool /dev/null/spool; --spool /dev/null/spool: /dev/null is a file"})
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
