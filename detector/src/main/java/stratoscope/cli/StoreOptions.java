package stratoscope.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.metrics.Meter;
import stratoscope.metrics.SensorMetrics;
import stratoscope.record.RecordSink;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.Anchors;
import stratoscope.record.store.StoreException;
import stratoscope.record.store.StoreRecords;
import stratoscope.record.store.StoreWriter;

/** The options that say where access records are kept, and for how long. */
final class StoreOptions {
  private static final int MAX_DAYS = 36_500;
  private static final int MAX_MIB = 1 << 24;
  private static final int MAX_MINUTES = 24 * 60;
  private static final long SECONDS_PER_MINUTE = 60;

  @Option(names = "--store", paramLabel = "FILE",
      description = "Keep access records in this store, which is made; 'records' shows, exports and verifies them.")
  private @Nullable Path file;

  @Option(names = "--store-days", paramLabel = "DAYS", defaultValue = "365",
      description = "Days for which they are kept; ${DEFAULT-VALUE} if not given, 0 for ever.")
  private int days = 365;

  @Option(names = "--store-size", paramLabel = "MIB", defaultValue = "10240",
      description = "Size of the store from which on the oldest go; ${DEFAULT-VALUE} if not given.")
  private int mib = 10_240;

  @Option(names = "--store-period", paramLabel = "MINUTES", defaultValue = "15",
      description = "A session that goes on, and its host, is written again so often; ${DEFAULT-VALUE} if not given.")
  private int minutes = 15;

  /**
   * Opens the store.
   *
   * @param leftMillis how long may be waited when it is closed
   * @return what takes the records; null if there is no store
   * @throws CommandException if it can't be opened
   */
  @Nullable RecordSink open(SensorMetrics metrics, LongSupplier leftMillis, PrintWriter err) throws CommandException {
    check();
    if (file == null) {
      return null;
    }
    try {
      StoreWriter writer = new StoreWriter(AccessStore.open(file), Anchors.fileOf(file), new StoreWriter.Retention(days, (long) mib << 20),
          System::nanoTime, leftMillis, line -> Main.complain(err, line));
      metrics.count(Meter.STORE_RECORDS, writer::written);
      metrics.count(Meter.STORE_RECORDS_LOST, writer::lost);
      metrics.count(Meter.STORE_ERRORS, writer::errors);
      metrics.gauge(Meter.STORE_WAITING, writer::waiting);
      metrics.gauge(Meter.STORE_LAG, writer::lagSeconds);
      metrics.gauge(Meter.STORE_BYTES, writer::sizeBytes);
      return new StoreRecords(writer, minutes);
    } catch (StoreException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  /** The store beside files that must not be written over. */
  InputFiles beside(InputFiles others) {
    return others.add(file);
  }

  @Nullable Path file() {
    return file;
  }

  long periodSeconds() {
    return minutes * SECONDS_PER_MINUTE;
  }

  /** Complains of a store that is there and can't be opened, which is not done. */
  void look() throws CommandException {
    try {
      if (file != null) {
        AccessStore.check(file);
      }
    } catch (StoreException e) {
      throw new CommandException("--store " + e.getMessage());
    }
  }

  /** Complains of numbers that the options can't have, and of a place where no store can be. */
  void check() throws CommandException {
    Numbers.check("--store-days", days, 0, MAX_DAYS);
    Numbers.check("--store-size", mib, 1, MAX_MIB);
    Numbers.check("--store-period", minutes, 1, MAX_MINUTES);
    WritePlace.checkFileAmongOthers("--store", file);
  }
}
