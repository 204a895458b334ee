package stratoscope.cli;

import java.io.PrintWriter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;

/**
 * Reads the rules again when their files change, or a SIGHUP comes, and hands them over; rules that can't be used are refused in one line
 * with file and line, and the old ones stay. A thread of its own reads; whoever takes the rules does so between two packets.
 */
final class RuleWatch implements AutoCloseable {
  /** Long enough for an editor, or a download, to write all of its files: rules are read once nothing changed for so long. */
  private static final long LOOK_MILLIS = 500;

  private final RuleOptions options;
  private final Consumer<Knowledge> onChange;
  private final boolean isQuiet;
  private final PrintWriter err;
  private final Semaphore asked = new Semaphore(0);
  private final Thread reader = new Thread(this::look, "rule-watch");
  private final Runnable onHangup;
  private final Hangup hangup;

  /**
   * Starts looking.
   *
   * @param onChange takes the new rules, on the reading thread
   * @param onHangup is run at each SIGHUP besides
   * @param isQuiet whether nothing is said of rules that were read
   */
  RuleWatch(RuleOptions options, Consumer<Knowledge> onChange, Runnable onHangup, boolean isQuiet, PrintWriter err) {
    this.options = options;
    this.onChange = onChange;
    this.isQuiet = isQuiet;
    this.err = err;
    this.onHangup = onHangup;
    hangup = new Hangup(this::onHangup);
    reader.setDaemon(true);
    reader.start();
  }

  private void onHangup() {
    onHangup.run();
    asked.release();
  }

  private void look() {
    try {
      String seen = options.loaded();
      while (true) {
        boolean isAsked = asked.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        asked.drainPermits();
        String now = options.state();
        if (isAsked || (now.equals(seen) && !now.equals(options.loaded()))) {
          reload();
        }
        seen = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reload() {
    try {
      onChange.accept(options.load());
      if (!isQuiet) {
        Main.complain(err, "the rules were read again");
      }
    } catch (RuleFileException e) {
      Main.complain(err, e.getMessage() + "; the rules are not read again, the old ones stay");
    }
  }

  @Override
  public void close() {
    hangup.close();
    reader.interrupt();
  }
}
