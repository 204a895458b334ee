package stratoscope.alert;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings alerts to one sink, whatever becomes of it: a bounded queue, which never makes the one who offers wait, a thread of its own, and a
 * spool in which each alert waits until it is delivered. Any thread may offer and read the counts.
 *
 * <p>offered = delivered + dropped + queued; each try that failed is counted besides. Dropped is what found the queue full, was the eldest
 * in a full spool, was refused by the receiver, or was left at the end without a spool on disk. Delivered at least once: a receiver may get
 * one again that was under way when the program was killed.
 */
public final class Outlet {
  /** How soon the end is noticed. */
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long INTERRUPT_MILLIS = 500;

  private final String label;
  private final AlertSink sink;
  private final Spool spool;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private final BlockingQueue<Alert> queue;
  private final Backoff backoff;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  /** Whether the last alert could not be put into the spool. */
  private boolean isSpoolFailing;
  /** Whether the receiver refused one since it took one. */
  private boolean isRefused;
  private volatile boolean isStopping;
  private volatile boolean isGivenUp;

  /**
   * Starts its thread.
   *
   * @param label its word in metrics
   * @param nanos the machine's clock
   * @param log takes a line for the user when the sink fails, and when it works again
   */
  Outlet(String label, AlertSink sink, Spool spool, OutletTerms terms, LongSupplier nanos, Consumer<String> log) {
    this.label = label;
    this.sink = sink;
    this.spool = spool;
    this.nanos = nanos;
    this.log = log;
    queue = new ArrayBlockingQueue<>(terms.queuedAlerts());
    backoff = new Backoff(terms.firstRetryNanos(), terms.maxRetryNanos(), () -> ThreadLocalRandom.current().nextDouble());
    thread = new Thread(this::run, "alert-" + label);
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes an alert, or counts it as dropped if too many wait. Never waits. */
  void offer(Alert alert) {
    if (isStopping || !queue.offer(alert)) {
      dropped.incrementAndGet();
    }
  }

  private void run() {
    try (sink) {
      boolean isDone = false;
      while (!isDone && !isGivenUp) {
        boolean isLast = isStopping;
        take(isLast);
        if (isLast || backoff.waitNanos(nanos.getAsLong()) == 0) {
          boolean isGoingOn = deliver();
          isDone = isLast && (!isGoingOn || (queue.isEmpty() && spool.size() == 0));
        }
      }
    } catch (InterruptedException | IOException e) {
      // told to end; or its connection could not be closed, which ends with it anyway
    }
  }

  /** Moves everything from the queue to the spool; waits a little if there is nothing to do. */
  private void take(boolean isLast) throws InterruptedException {
    boolean isIdle = !isLast && (spool.size() == 0 || backoff.waitNanos(nanos.getAsLong()) > 0);
    Alert alert = isIdle ? queue.poll(POLL_NANOS, TimeUnit.NANOSECONDS) : queue.poll();
    while (alert != null) {
      keep(alert);
      alert = queue.poll();
    }
  }

  private void keep(Alert alert) {
    byte[] body = body(alert);
    if (body == null) {
      return;
    }
    try {
      dropped.addAndGet(spool.add(body));
      if (isSpoolFailing) {
        isSpoolFailing = false;
        log.accept(label + ": the spool can be written again; " + dropped + " alerts were dropped so far");
      }
    } catch (IOException e) {
      if (backoff.waitNanos(nanos.getAsLong()) > 0 || !trySend(body)) {
        dropped.incrementAndGet();
        if (!isSpoolFailing) {
          isSpoolFailing = true;
          log.accept(label + ": the spool can't be written: " + e.getMessage()
              + "; alerts are lost until it can, or the receiver takes them");
        }
      }
    }
  }

  private byte @Nullable [] body(Alert alert) {
    try {
      return sink.body(alert);
    } catch (RuntimeException e) {
      dropped.incrementAndGet();
      log.accept(label + ": an alert can't be written: " + e);
      return null;
    }
  }

  /** Sends the eldest. Returns whether there is reason to go on. */
  private boolean deliver() {
    Spool.Entry entry = spool.first();
    if (entry == null) {
      boolean isEmpty = spool.size() == 0;
      if (!isEmpty) {
        onFailure(new IOException("the spool can't be read"));
      }
      return isEmpty;
    }
    boolean isSent = trySend(entry.body());
    if (isSent && !isGivenUp) {
      spool.remove(entry);
    }
    return isSent;
  }

  /** Sends it, and takes note of what becomes of it. Returns whether it is dealt with. */
  private boolean trySend(byte[] body) {
    try {
      sink.send(body);
      delivered.incrementAndGet();
      isRefused = false;
    } catch (RefusedException e) {
      failures.incrementAndGet();
      dropped.incrementAndGet();
      if (!isRefused) {
        isRefused = true;
        log.accept(label + ": an alert was refused and is dropped, as are those that follow until one is taken: " + e.getMessage());
      }
    } catch (IOException | RuntimeException e) {
      onFailure(e);
      return false;
    }
    if (backoff.isFailing()) {
      backoff.onSuccess();
      log.accept(label + ": alerts are delivered again");
    }
    return true;
  }

  private void onFailure(Exception e) {
    failures.incrementAndGet();
    if (!backoff.isFailing()) {
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      log.accept(label + ": alerts can't be delivered: " + why + "; it is tried again, until then they wait "
          + (spool.isKept() ? "on disk" : "in memory"));
    }
    backoff.onFailure(nanos.getAsLong());
  }

  /** Takes no more; what waits is tried once. */
  void stop() {
    isStopping = true;
  }

  /**
   * Waits for the end, after {@link #stop}; a sink that hangs is given up.
   *
   * @param millis to wait at most, besides half a second for one that hangs
   */
  void awaitEnd(long millis) {
    try {
      thread.join(Math.max(1, millis));
      if (thread.isAlive()) {
        isGivenUp = true;
        thread.interrupt();
        thread.join(INTERRUPT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Alert alert = queue.poll(); alert != null; alert = queue.poll()) {
      leave(alert);
    }
    int left = spool.size();
    if (left > 0 && !spool.isKept()) {
      dropped.addAndGet(left);
      log.accept(label + ": " + left + (left == 1 ? " alert was" : " alerts were") + " not delivered; with --spool they would be later");
    } else if (left > 0) {
      log.accept(label + ": " + left + (left == 1 ? " alert waits" : " alerts wait") + " in the spool for the next run");
    }
    spool.close();
  }

  private void leave(Alert alert) {
    byte[] body = body(alert);
    try {
      dropped.addAndGet(body == null ? 0 : spool.add(body));
    } catch (IOException e) {
      dropped.incrementAndGet();
    }
  }

  public String label() {
    return label;
  }

  /** Alerts handed over, as far as the sink can know. */
  public long delivered() {
    return delivered.get();
  }

  /** Tries that failed; the same alert may be tried again. */
  public long failures() {
    return failures.get();
  }

  /** Alerts given up. */
  public long dropped() {
    return dropped.get();
  }

  /** Alerts that wait. */
  public long queued() {
    return (long) queue.size() + spool.size();
  }
}
