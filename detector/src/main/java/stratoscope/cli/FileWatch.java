package stratoscope.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.inventory.Inventory;

/**
 * Reads rules and inventories again when their files change, or a SIGHUP comes, and hands them over; what can't be used is refused in one
 * line that says where and why, and what was read before stays. A thread of its own reads; whoever takes what it read does so between
 * two packets.
 */
final class FileWatch implements AutoCloseable {
  /** Long enough for an editor, or a download, to write all of its files: they are read once nothing changed for so long. */
  private static final long LOOK_MILLIS = 500;
  /** Logs that grow all the time are read that often: a million rows take some seconds. */
  private static final long GROWING_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final List<Watched> all;
  private final boolean isQuiet;
  private final PrintWriter err;
  private final Semaphore asked = new Semaphore(0);
  private final Thread reader = new Thread(this::look, "file-watch");
  private final Runnable onHangup;
  private final Hangup hangup;

  /** Reads files, and hands over what it read. */
  private interface Reading {
    void run() throws RuleFileException, CommandException;
  }

  /** Files that are read together. */
  private static final class Watched {
    private final String read;
    private final String refused;
    private final long minNanos;
    private final Supplier<String> loaded;
    private final Supplier<String> state;
    private final Reading reading;
    private String seen;
    private long readNanos = System.nanoTime();
    private long changedNanos;

    /**
     * Files as they are now.
     *
     * @param read what is said when they were read again
     * @param refused the same if they could not be used
     * @param minNanos between two readings that nobody asked for
     */
    Watched(String read, String refused, long minNanos, Supplier<String> loaded, Supplier<String> state, Reading reading) {
      this.read = read;
      this.refused = refused;
      this.minNanos = minNanos;
      this.loaded = loaded;
      this.state = state;
      this.reading = reading;
      seen = loaded.get();
    }

    boolean isDue() {
      long now = System.nanoTime();
      String before = loaded.get();
      String are = state.get();
      boolean isStill = are.equals(seen);
      changedNanos = seen.equals(before) ? now : changedNanos;
      seen = are;
      return !are.equals(before) && now - readNanos >= minNanos && (isStill || now - changedNanos >= GROWING_NANOS);
    }
  }

  /**
   * Starts looking.
   *
   * @param onRules takes the new rules, on the reading thread
   * @param onInventory takes the new inventory, likewise
   * @param onHangup is run at each SIGHUP besides
   * @param isQuiet whether nothing is said of what was read
   */
  FileWatch(RuleOptions rules, Consumer<Knowledge> onRules, InventoryOptions inventory, Consumer<Inventory> onInventory, Runnable onHangup,
      boolean isQuiet, PrintWriter err) {
    Watched ofRules = new Watched("the rules were read again", "the rules are not read again, the old ones stay", 0, rules::loaded,
        rules::state, () -> onRules.accept(rules.load()));
    Watched ofInventory = new Watched("the inventory was read again", "the inventory is not read again, the old one stays", GROWING_NANOS,
        inventory::loaded, inventory::state, () -> onInventory.accept(inventory.load(isQuiet, err)));
    all = inventory.isGiven() ? List.of(ofRules, ofInventory) : List.of(ofRules);
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
      while (true) {
        boolean isAsked = asked.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        asked.drainPermits();
        for (Watched each : all) {
          if (each.isDue() || isAsked) {
            read(each);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(Watched files) {
    files.readNanos = System.nanoTime();
    try {
      files.reading.run();
      if (!isQuiet) {
        Main.complain(err, files.read);
      }
    } catch (RuleFileException | CommandException e) {
      Main.complain(err, e.getMessage() + "; " + files.refused);
    } catch (OutOfMemoryError e) { // what was read so far is let go: the old ones have room
      Main.complain(err, Main.OUT_OF_MEMORY + "; " + files.refused);
    } catch (RuntimeException e) { // that nobody foresaw: the next change may be read
      Main.onBug(err, e);
      Main.complain(err, files.refused);
    }
  }

  @Override
  public void close() {
    hangup.close();
    reader.interrupt();
  }
}
