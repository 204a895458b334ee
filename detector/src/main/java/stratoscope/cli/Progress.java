package stratoscope.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import stratoscope.report.Quantities;

/**
 * The progress line on a terminal: share done, rate and time left, by bytes of the files. Its own thread, which only reads two counters
 * and writes to standard error.
 */
final class Progress {
  private static final long PERIOD_MILLIS = 250;
  private static final int BAR_CHARS = 24;
  private static final String ERASE_LINE = "\r\u001B[K";

  private final PrintWriter err;
  private final DoubleSupplier bytesRead;
  private final double totalBytes;
  private final long startNanos = System.nanoTime();
  private final Thread thread = new Thread(this::draw, "progress");

  /** @param totalBytes -1 if there is no telling */
  Progress(PrintWriter err, DoubleSupplier bytesRead, double totalBytes) {
    this.err = err;
    this.bytesRead = bytesRead;
    this.totalBytes = totalBytes;
    thread.setDaemon(true);
    thread.start();
  }

  private void draw() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(PERIOD_MILLIS);
        err.print(ERASE_LINE + line(bytesRead.getAsDouble(), totalBytes, (System.nanoTime() - startNanos) / 1e9));
        err.flush();
      }
    } catch (InterruptedException e) {
      err.print(ERASE_LINE);
      err.flush();
    }
  }

  static String line(double bytes, double totalBytes, double seconds) {
    double rate = bytes / seconds;
    if (totalBytes <= 0) {
      return String.format(Locale.ROOT, "%s read, %s/s", Quantities.bytes(bytes), Quantities.bytes(rate));
    }
    double share = Math.min(1, bytes / totalBytes);
    int filled = (int) (share * BAR_CHARS);
    return String.format(Locale.ROOT, "[%s%s] %3.0f %%  %s of %s, %s/s, %s left", "#".repeat(filled), ".".repeat(BAR_CHARS - filled),
        share * 100, Quantities.bytes(bytes), Quantities.bytes(totalBytes), Quantities.bytes(rate), left((totalBytes - bytes) / rate));
  }

  private static String left(double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      return "?";
    }
    long whole = Math.max(0, Math.round(seconds));
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** Ends the drawing and clears the line. */
  void stop() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
