package stratoscope.alert;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import stratoscope.alert.AlertSink.Sending;
import stratoscope.capture.CaptureException;

/**
 * Brings alerts to one sink, whatever becomes of it: a bounded queue, which never makes the one who offers wait, and a spool in which each
 * alert waits until it is delivered. Has two threads, so that a sink that hangs keeps nothing out of the spool: one puts there what was
 * offered, the other sends it. Any thread may offer and read the counts.
 *
 * <p>offered = delivered + dropped + queued; each try that failed is counted besides. Dropped is what found the queue full, was the eldest
 * in a full spool, was refused by the receiver, or was left at the end without a spool on disk. Delivered at least once: a receiver may get
 * one again that was under way when the program was killed. Several may be under way at once, as the sink says, but of one group one after
 * the other.
 */
public final class Outlet {
  /** How soon the end is noticed. */
  private static final long POLL_MILLIS = 200;
  /** At the end: who takes nothing for so long hangs. */
  private static final long PATIENCE_MILLIS = 1000;
  /** For one that hangs to close its connection. */
  private static final long INTERRUPT_MILLIS = 100;

  private final String label;
  private final AlertSink sink;
  private final Spool spool;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private final BlockingQueue<Alert> queue;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread keeper;
  private final Thread sender;
  /** Released when something was put into the spool. */
  private final Semaphore added = new Semaphore(0);
  /** Held by the thread that uses the sink, and what is known of it. */
  private final ReentrantLock sending = new ReentrantLock();
  private final Backoff backoff;
  /** Whether the receiver refused one since it took one. */
  private boolean isRefused;
  /** Whether the last alert could not be put into the spool; the keeper's. */
  private boolean isSpoolFailing;
  private volatile boolean isStopping;
  private volatile boolean isGivenUp;
  /** When it was told to stop, or took something after that. */
  private volatile long progressNanos;

  /**
   * Starts its threads.
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
    keeper = start(this::keep, "spool-" + label);
    sender = start(this::send, "alert-" + label);
  }

  private static Thread start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Takes an alert, or counts it as dropped if too many wait. Never waits. */
  void offer(Alert alert) {
    if (isStopping || !queue.offer(alert)) {
      dropped.incrementAndGet();
    }
  }

  /** Moves what is offered to the spool, until the end. */
  private void keep() {
    try {
      while (!isStopping || !queue.isEmpty()) {
        Alert alert = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        byte[] body = alert == null ? null : body(alert);
        if (body != null) {
          keep(body);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does
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

  private void keep(byte[] body) throws InterruptedException {
    try {
      dropped.addAndGet(spool.add(body));
      added.release();
      if (isSpoolFailing) {
        isSpoolFailing = false;
        log.accept(label + ": the spool can be written again; " + dropped + " alerts were dropped so far");
      }
    } catch (IOException e) {
      if (!sendUnkept(body)) {
        dropped.incrementAndGet();
        if (!isSpoolFailing) {
          isSpoolFailing = true;
          log.accept(label + ": the spool can't be written: " + CaptureException.reason(e)
              + "; alerts are lost until it can, or the receiver takes them");
        }
      }
    }
  }

  /** Tries to send what the spool can't take, unless the sink is failing. */
  private boolean sendUnkept(byte[] body) throws InterruptedException {
    sending.lockInterruptibly();
    try {
      return backoff.waitNanos(nanos.getAsLong()) == 0 && judge(finish(begin(body)));
    } finally {
      sending.unlock();
    }
  }

  /** Sends what is in the spool, until the end. */
  private void send() {
    try (sink) {
      boolean isDone = false;
      while (!isDone && !isGivenUp) {
        boolean isLast = isStopping && !keeper.isAlive();
        if (isLast || isDue()) {
          boolean isGoingOn = deliver();
          isDone = isLast && (!isGoingOn || spool.size() == 0);
        } else {
          added.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
          added.drainPermits();
        }
      }
    } catch (InterruptedException | IOException e) {
      // told to end; or its connection could not be closed, which ends with it anyway
    }
  }

  private boolean isDue() {
    return spool.size() > 0 && backoff.waitNanos(nanos.getAsLong()) == 0;
  }

  /** Sends the eldest, several at once to a sink that works. Returns whether there is reason to go on. */
  private boolean deliver() throws InterruptedException {
    sending.lockInterruptibly();
    try {
      List<Spool.Entry> eldest = spool.first(backoff.isFailing() ? 1 : sink.atOnce());
      if (eldest.isEmpty()) {
        boolean isEmpty = spool.size() == 0;
        if (!isEmpty) {
          failures.incrementAndGet();
          onFailure(new IOException("the spool can't be read"));
        }
        return isEmpty;
      }
      return deliver(eldest);
    } finally {
      sending.unlock();
    }
  }

  /** Sends those before the first of a group that is under way, and returns whether all of these are dealt with. */
  private boolean deliver(List<Spool.Entry> eldest) {
    Set<String> groups = new HashSet<>();
    List<Sending> underWay = new ArrayList<>();
    for (Spool.Entry entry : eldest) {
      if (!groups.add(sink.group(entry.body()))) {
        break;
      }
      underWay.add(begin(entry.body()));
    }
    Exception first = null;
    for (int i = 0; i < underWay.size(); i++) {
      Exception failure = finish(underWay.get(i));
      if (failure == null && !isGivenUp) {
        spool.remove(eldest.get(i));
      }
      first = first == null ? failure : first;
    }
    return judge(first);
  }

  private Sending begin(byte[] body) {
    try {
      return sink.begin(body);
    } catch (IOException e) {
      return () -> {
        throw e;
      };
    } catch (RuntimeException e) {
      return () -> {
        throw e;
      };
    }
  }

  /** Waits for one under way. Returns what keeps it from being dealt with; null if it is. */
  private @Nullable Exception finish(Sending sent) {
    try {
      sent.await();
      delivered.incrementAndGet();
      progressNanos = nanos.getAsLong();
      isRefused = false;
    } catch (RefusedException e) {
      failures.incrementAndGet();
      dropped.incrementAndGet();
      if (!isRefused) {
        isRefused = true;
        log.accept(label + ": an alert was refused and is dropped, as are those that follow until one is taken: " + e.getMessage());
      }
    } catch (IOException | RuntimeException e) {
      failures.incrementAndGet();
      return e;
    }
    return null;
  }

  /** Takes note of whether the sink works. Returns that. */
  private boolean judge(@Nullable Exception failure) {
    if (failure != null) {
      onFailure(failure);
    } else if (backoff.isFailing()) {
      backoff.onSuccess();
      log.accept(label + ": alerts are delivered again");
    }
    return failure == null;
  }

  private void onFailure(Exception e) {
    if (!backoff.isFailing() && !isGivenUp) {
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      log.accept(label + ": alerts can't be delivered: " + why + "; it is tried again, until then they wait "
          + (spool.isKept() ? "on disk" : "in memory"));
    }
    backoff.onFailure(nanos.getAsLong());
  }

  /** Takes no more; what waits is tried once. */
  void stop() {
    progressNanos = nanos.getAsLong();
    isStopping = true;
  }

  /**
   * Waits for the end, after {@link #stop}; a sink that takes nothing for a second is given up.
   *
   * @param leftMillis how long may be waited
   */
  void awaitEnd(LongSupplier leftMillis) {
    try {
      keeper.join(Math.max(1, leftMillis.getAsLong()));
      for (long wait = wait(leftMillis); sender.isAlive() && wait > 0; wait = wait(leftMillis)) {
        sender.join(wait);
      }
      if (sender.isAlive()) {
        isGivenUp = true;
        sender.interrupt();
        sender.join(INTERRUPT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropped.addAndGet(queue.size()); // the disk hangs
    sayWhatIsLeft();
    if (!keeper.isAlive()) {
      spool.close();
    }
  }

  private long wait(LongSupplier leftMillis) {
    long silentMillis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - progressNanos);
    return Math.min(PATIENCE_MILLIS - silentMillis, leftMillis.getAsLong());
  }

  private void sayWhatIsLeft() {
    int left = spool.size();
    if (left > 0 && !spool.isKept()) {
      dropped.addAndGet(left);
      log.accept(label + ": " + left + (left == 1 ? " alert was" : " alerts were") + " not delivered; with --spool they would be later");
    } else if (left > 0) {
      log.accept(label + ": " + left + (left == 1 ? " alert waits" : " alerts wait") + " in the spool for the next run");
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
