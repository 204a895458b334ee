package stratoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.alert.Alert;
import stratoscope.alert.AlertEvent;
import stratoscope.alert.AlertSink;
import stratoscope.alert.AlertSource;
import stratoscope.alert.AlertTerms;
import stratoscope.alert.Alerts;
import stratoscope.alert.LinesSink;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.cli.RecordSchema;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.record.BothSinks;
import stratoscope.record.JsonRecords;
import stratoscope.testing.MakePcaps;

/** All shipped captures as live traffic, with sinks for alerts, of which one never returns. */
@Timeout(120)
class AlertedTrafficTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AlertSource SOURCE = new AlertSource("sensor-1", "1", 1);

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final List<Alert> got = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  @TempDir
  private Path folder;

  /** Does not even let itself be interrupted. */
  private final class Hanging implements AlertSink {
    @Override
    public byte[] body(Alert alert) {
      return alert.key().getBytes(UTF_8);
    }

    @Override
    public void send(byte[] body) {
      hangs.countDown();
      while (never.getCount() > 0) {
        try {
          never.await();
        } catch (InterruptedException e) {
          said.add("interrupted");
        }
      }
    }

    @Override
    public void close() {}
  }

  private final class Working implements AlertSink {
    @Override
    public byte[] body(Alert alert) {
      got.add(alert);
      return new byte[1];
    }

    @Override
    public void send(byte[] body) {}

    @Override
    public void close() {}
  }

  /** The records of all captures; what alerts there are goes where they say. */
  private String read(Alerts alerts) throws IOException, RuleFileException {
    List<CaptureFile> files = new ArrayList<>();
    for (Path path : MakePcaps.captures(MakePcaps.root())) {
      files.add(new CaptureFile(path.getFileName().toString(), path, Files.size(path)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CaptureInput captures = CaptureSequence.inOrder(files, new CaptureProblems()); JsonRecords records = JsonRecords.live(out)) {
      Detector detector =
          new Detector(DetectorOptions.defaults(), RuleFiles.load(null), alerts == null ? records : new BothSinks(records, alerts));
      detector.watch(pulse -> {
        if (alerts != null) {
          alerts.onPulse(pulse);
        }
      });
      detector.run(captures);
    }
    return out.toString(UTF_8);
  }

  private Alerts alerts() throws IOException {
    Alerts alerts = new Alerts(AlertTerms.defaults(), System::nanoTime, () -> Long.MAX_VALUE, said::add);
    alerts.add("lines", new LinesSink(lines, SOURCE), null, 1 << 24);
    return alerts;
  }

  @Test
  void sinkThatNeverReturns_changesNothingForTheOthers_norForTheDetector() throws IOException, RuleFileException {
    read(null); // what is compiled later would count as slow
    long start = System.nanoTime();
    String without = read(null);
    long withoutNanos = System.nanoTime() - start;
    Alerts alerts = alerts();
    alerts.add("hanging", new Hanging(), folder, 1 << 24);
    alerts.add("working", new Working(), null, 1 << 20);
    start = System.nanoTime();
    String with = read(alerts);
    long withNanos = System.nanoTime() - start;
    assertThat(hangs.getCount()).isZero();
    assertThat(with).isEqualTo(without);
    assertThat(withNanos).as("nanoseconds, where without sinks it takes %d", withoutNanos)
        .isLessThan(10 * withoutNanos + TimeUnit.SECONDS.toNanos(5));
    start = System.nanoTime();
    alerts.close();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(3500));
    int told = lines.toString(UTF_8).split("\n").length;
    assertThat(got).hasSize(told);
    assertThat(alerts.outlets().get(2).delivered()).isEqualTo(told);
    assertThat(alerts.outlets().get(1).queued() + alerts.outlets().get(1).dropped()).isEqualTo(told);
    assertThat(told).isGreaterThan(100);
    never.countDown();
  }

  @Test
  void lines_areRecords_andEachKeyIsNewThenThereThenGone() throws IOException, RuleFileException {
    try (Alerts alerts = alerts()) {
      read(alerts);
    }
    Set<String> there = new HashSet<>();
    Set<String> all = new HashSet<>();
    for (String line : lines.toString(UTF_8).split("\n")) {
      RecordSchema.check(line);
      JsonNode alert = JSON.readTree(line).path("alert");
      String key = alert.path("dedupe_key").asText();
      String event = alert.path("event").asText();
      assertThat(there.contains(key)).as("%s of %s", event, key).isEqualTo(!event.equals(AlertEvent.FIRST_SEEN.label()));
      if (event.equals(AlertEvent.GONE.label())) {
        there.remove(key);
      } else {
        there.add(key);
      }
      all.add(key);
    }
    assertThat(all).anyMatch(key -> key.endsWith(" stratum-v1")).anyMatch(key -> key.endsWith(" -"));
  }
}
