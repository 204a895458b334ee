package stratoscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.capture.CaptureException;
import stratoscope.metrics.Meter;
import stratoscope.metrics.SensorMetrics;
import stratoscope.record.EvidenceFolder;

/** The options that say where live traffic that proves findings is kept. */
final class EvidenceOptions {
  private static final int MAX_MIB = 1 << 24;

  @Option(names = "--evidence", paramLabel = "DIR",
      description = "Write the packets that prove each finding into this folder, which is made: a small pcapng for each session; not"
          + " together with --mask-identities.")
  private @Nullable Path folder;

  @Option(names = "--evidence-size", paramLabel = "MIB", defaultValue = "1024",
      description = "Size of the folder from which on the oldest files go; ${DEFAULT-VALUE} if not given.")
  private int mib = 1024;

  boolean isGiven() {
    return folder != null;
  }

  /** Complains of a number that the option can't have, and of a place where no folder can be. */
  void check() throws CommandException {
    Numbers.check("--evidence-size", mib, 1, MAX_MIB);
    WritePlace.checkFolder("--evidence", folder);
  }

  /** Memory for packets that may become evidence, in bytes over all open sessions. */
  long proofBytes() {
    return folder == null ? 0 : ScanCommand.PROOF_BYTES;
  }

  /**
   * Opens the folder.
   *
   * @param leftMillis how long may be waited once no more packets are read; {@link Long#MAX_VALUE} before
   * @return null if there is none
   * @throws CommandException if it can't be
   */
  @Nullable EvidenceFolder open(SensorMetrics metrics, LongSupplier leftMillis, PrintWriter err) throws CommandException, IOException {
    if (folder == null) {
      return null;
    }
    ScanOutput.makeFolder(folder);
    try {
      EvidenceFolder opened = new EvidenceFolder(folder, (long) mib << 20, leftMillis, line -> Main.complain(err, line));
      metrics.count(Meter.EVIDENCE_FILES, opened::written);
      metrics.count(Meter.EVIDENCE_REMOVED, opened::removed);
      metrics.count(Meter.EVIDENCE_LOST, opened::lost);
      metrics.gauge(Meter.EVIDENCE_BYTES, opened::bytes);
      return opened;
    } catch (IOException e) {
      throw CaptureException.of("--evidence " + folder, e);
    }
  }
}
