package stratoscope.record.store;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import stratoscope.record.Patience;
import stratoscope.record.Timestamps;
import stratoscope.record.store.AccessStore.Link;

/**
 * Appends records to a store on a thread of its own, so that no disk stops the packets: twice a second, or as soon as many wait. Any thread
 * may offer. Bounded: what does not fit into the queue, since the disk is slow or full, is dropped and counted; when there is room again it
 * goes on. The chain then has a record of how many are missing.
 */
public final class StoreWriter implements Closeable {
  private static final int QUEUED = 16_384;
  private static final int BATCH = 1000;
  private static final long WAIT_MILLIS = 500;
  private static final long RETRY_MILLIS = 5000;
  /** At the end, for a commit, if there is so much time. */
  private static final long CLOSE_MILLIS = 4000;
  /** For a commit at work to end. */
  private static final long INTERRUPT_MILLIS = 100;
  private static final int DAY_CHARS = 10;
  private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);
  /** A session that was open before a restart ends no later, at the time of its last packet. */
  private static final long LATE_MICROS = 8 * MICROS_PER_DAY;

  private final AccessStore store;
  private final Path anchors;
  private final Retention retention;
  private final LongSupplier nanos;
  private final LongSupplier leftMillis;
  private final Consumer<String> log;
  private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(QUEUED);
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong sizeBytes = new AtomicLong();
  private final Thread thread = new Thread(this::run, "store");
  private volatile boolean isClosing;
  /** The oldest record that was taken from the queue and is not committed; null if there is none. */
  private volatile @Nullable Line oldest;
  private long lostTold;
  private boolean isFailing;
  private Link head;
  /** Of the last record, {@code 2023-11-14}; empty if there is none. */
  private String day;

  /** A record, when it was told, in microseconds since 1970, and when it was offered, by the machine's clock. */
  private record Line(long micros, String text, long offeredNanos) {}

  /**
   * What a store may hold.
   *
   * @param days for which records are kept, by their own time; 0 for ever
   * @param bytes of the database at most
   */
  public record Retention(int days, long bytes) {}

  /**
   * Starts to write.
   *
   * @param anchors file to which the daily links of the chain are appended
   * @param nanos the machine's clock, to say how long records wait
   * @param leftMillis how long may be waited when it is closed
   * @param log takes a line for the user when the store can't be written, and when it can again
   */
  public StoreWriter(AccessStore store, Path anchors, Retention retention, LongSupplier nanos, LongSupplier leftMillis,
      Consumer<String> log) throws StoreException {
    this.store = store;
    this.anchors = anchors;
    this.retention = retention;
    this.nanos = nanos;
    this.leftMillis = leftMillis;
    this.log = log;
    head = store.head();
    String last = store.lastTime();
    day = last.substring(0, Math.min(DAY_CHARS, last.length()));
    sizeBytes.set(store.bytes());
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes a record; never waits. */
  public void offer(long micros, String line) {
    if (!queue.offer(new Line(micros, line, nanos.getAsLong()))) {
      lost.incrementAndGet();
    }
  }

  public long written() {
    return written.get();
  }

  /** Records that could not be kept. */
  public long lost() {
    return lost.get();
  }

  /** Times that the store could not be written. */
  public long errors() {
    return errors.get();
  }

  /** Records that wait to be written. */
  public int waiting() {
    return queue.size();
  }

  /** Age of the oldest record that is not committed yet; 0 if there is none. */
  public double lagSeconds() {
    Line taken = oldest;
    Line first = taken != null ? taken : queue.peek();
    return first == null ? 0 : Math.max(0, nanos.getAsLong() - first.offeredNanos()) / 1e9;
  }

  public long sizeBytes() {
    return sizeBytes.get();
  }

  private void run() {
    List<Line> batch = new ArrayList<>();
    try {
      while (!isClosing || !queue.isEmpty()) {
        fill(batch);
        if (!batch.isEmpty()) {
          while (!write(batch)) {
            if (isClosing) {
              return;
            }
            Thread.sleep(RETRY_MILLIS);
          }
          batch.clear();
          oldest = null;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closing has waited long enough
    } finally {
      store.close();
    }
  }

  private void fill(List<Line> batch) throws InterruptedException {
    Line first = queue.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      oldest = first;
      if (!isClosing && queue.size() < BATCH) {
        Thread.sleep(WAIT_MILLIS / 2); // others follow, and a commit costs as much for many as for one
      }
      batch.add(first);
      queue.drainTo(batch, BATCH - 1);
    }
  }

  private boolean write(List<Line> batch) {
    try {
      anchor(batch.get(0).micros());
      List<String> lines = new ArrayList<>();
      long missing = lost.get() - lostTold;
      if (missing > 0) {
        lines.add(gap(batch.get(0).micros(), missing));
      }
      batch.forEach(line -> lines.add(line.text()));
      head = store.append(lines);
      lostTold += missing;
      written.addAndGet(batch.size());
      prune(batch.get(batch.size() - 1).micros());
      if (isFailing) {
        isFailing = false;
        log.accept("the store can be written again; " + lost.get() + " records were lost so far");
      }
      return true;
    } catch (StoreException e) {
      if (!isFailing) {
        isFailing = true;
        log.accept(e.getMessage() + "; records wait, and are lost if there are too many");
      }
      errors.incrementAndGet();
      return false;
    }
  }

  private static String gap(long micros, long missing) {
    return "{\"timestamp\":\"" + Timestamps.rfc3339(micros) + "\",\"event_type\":\"gap\",\"gap\":{\"records\":" + missing + "}}";
  }

  /** Writes the link of the day before, with the first record of a later one, or of an earlier one when the clock was set back. */
  private void anchor(long micros) throws StoreException {
    String today = Timestamps.day(micros);
    if (today.compareTo(day) > 0 || Timestamps.day(micros + LATE_MICROS).compareTo(day) < 0) {
      if (!day.isEmpty()) {
        Anchors.append(anchors, new Anchors.Anchor(day, head));
      }
      day = today;
    }
  }

  private void prune(long micros) throws StoreException {
    String before = retention.days() == 0 ? "" : Timestamps.day(micros - retention.days() * MICROS_PER_DAY);
    store.prune(before, retention.bytes());
    sizeBytes.set(store.bytes());
  }

  /** Writes what waits, as far as the disk allows within some seconds, and closes the store. */
  @Override
  public void close() {
    isClosing = true;
    try {
      Patience.await(thread, written::get, CLOSE_MILLIS, leftMillis);
      thread.interrupt();
      thread.join(INTERRUPT_MILLIS);
      if (thread.isAlive() || !queue.isEmpty()) {
        log.accept("the last records could not be written to the store in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
