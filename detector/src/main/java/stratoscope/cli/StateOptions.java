package stratoscope.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.Workers;
import stratoscope.alert.Alerts;
import stratoscope.capture.CaptureException;
import stratoscope.evidence.RuleSet;
import stratoscope.metrics.Meter;
import stratoscope.metrics.SensorMetrics;
import stratoscope.record.Timestamps;
import stratoscope.state.StateException;
import stratoscope.state.StateFile;
import stratoscope.state.StateKeeper;

/** The option that says where a sensor keeps what it knows over a restart. */
final class StateOptions {
  /** How stores and lines of records begin, whichever sensor wrote them. */
  private static final List<String> OTHERS = List.of("SQLite format 3", "{\"");
  private static final int HEAD_BYTES = 16;
  /** After a week no host of the ledger is remembered. */
  private static final long MAX_AGE_MICROS = TimeUnit.DAYS.toMicros(7);

  @Option(names = "--state", paramLabel = "FILE",
      description = "Keep open sessions, what was learned and what was told in this file, once a minute and at the end, and go on with it"
          + " after a restart.")
  private @Nullable Path file;

  /** Complains of what can't be written, and of a file that must not be written over. */
  void check() throws CommandException {
    WritePlace.checkFileAmongOthers("--state", file);
    if (file != null && Files.isRegularFile(file) && isRecords(file)) {
      throw new CommandException("--state " + file + ": holds records, and would be written over: name another file");
    }
  }

  /** A state that is damaged is none of these: the sensor starts without it. */
  private static boolean isRecords(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD_BYTES), ISO_8859_1);
      return OTHERS.stream().anyMatch(head::startsWith);
    } catch (IOException e) {
      return false; // who reads it complains
    }
  }

  @Nullable Path file() {
    return file;
  }

  /**
   * Takes up what is in the file, and begins to keep it.
   *
   * @param leftMillis how long may be waited once no more packets are read
   * @param warn takes what the user has to know
   * @param log takes what else there is to say
   * @return null if nothing is to be kept
   */
  @Nullable StateKeeper open(Workers detectors, Alerts alerts, RuleSet rules, SensorMetrics metrics, LongSupplier leftMillis,
      Consumer<String> warn, Consumer<String> log) throws CommandException {
    check();
    if (file == null) {
      return null;
    }
    long unusable = 0;
    long errors = 0;
    try {
      unusable = Files.exists(file) ? restore(file, detectors, alerts, rules, log) : 0;
    } catch (StateException e) {
      errors = 1;
      warn.accept(file + ": " + e.getMessage() + "; the sensor starts without what it knew");
    } catch (IOException e) {
      errors = 1;
      warn.accept(CaptureException.of(file.toString(), e).getMessage() + "; the sensor starts without what it knew");
    }
    StateKeeper keeper = new StateKeeper(file, StateOptions::nowMicros, leftMillis, warn);
    detectors.save(keeper);
    keeper.addOwn(alerts::pieces);
    show(keeper, metrics, unusable, errors);
    keeper.start();
    return keeper;
  }

  private static void show(StateKeeper keeper, SensorMetrics metrics, long unusable, long errors) {
    metrics.count(Meter.STATE_SAVES, keeper::saved);
    metrics.count(Meter.STATE_ERRORS, () -> keeper.errors() + errors);
    metrics.count(Meter.STATE_RECORDS_LOST, () -> keeper.left() + unusable);
  }

  /** Says how many records could not be used. */
  private static long restore(Path file, Workers detectors, Alerts alerts, RuleSet rules, Consumer<String> log)
      throws IOException {
    long micros = StateFile.look(file).micros();
    if (Math.abs(nowMicros() - micros) > MAX_AGE_MICROS) {
      log.accept(file + ": was written at " + Timestamps.rfc3339(micros) + ", more than a week from now; the sensor starts without it");
      return 0;
    }
    StateFile.Contents read = StateFile.read(file, rules, in -> {
      if (!alerts.restore(in)) {
        detectors.restore(in);
      }
    });
    log.accept(file + ": goes on with what was known at " + Timestamps.rfc3339(micros)
        + (read.unusable() == 0 ? "" : "; " + read.unusable() + " of " + (read.records() + read.unusable()) + " records can't be used"));
    return read.unusable();
  }

  private static long nowMicros() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }
}
