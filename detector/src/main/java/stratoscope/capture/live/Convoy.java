package stratoscope.capture.live;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;

/**
 * Keeps workers that read the same traffic in step, so that what one learns from a packet is known to the others before they come to later
 * ones: nobody goes ahead of the slowest by more than a millisecond of packet time, which is sooner than anybody can act on an answer of
 * DNS. Of a worker to which nothing comes it is known that nothing from more than a quarter of a second ago will come. Nobody waits for
 * longer than that for one that is slow. Safe for threads.
 */
public final class Convoy {
  private static final long AHEAD_MICROS = 1000;
  /** Blocks of the ring are 50 ms old at most; the rest is for threads that the system lets wait. */
  private static final long PATIENCE_MICROS = 250_000;
  private static final long NAP_NANOS = 50_000;
  /** A cache line for each. */
  private static final int STRIDE = Long.SIZE / Byte.SIZE;

  private final int workers;
  private final long aheadMicros;
  private final long patienceMicros;
  private final AtomicLongArray places;
  /** Of each worker the packet that waits, and since when; of its own thread. */
  private final long[] waiting;

  public Convoy(int workers) {
    this(workers, AHEAD_MICROS, PATIENCE_MICROS);
  }

  /** The same with other bounds, for tests. */
  public Convoy(int workers, long aheadMicros, long patienceMicros) {
    this.workers = workers;
    this.aheadMicros = aheadMicros;
    this.patienceMicros = patienceMicros;
    places = new AtomicLongArray(workers * STRIDE);
    waiting = new long[workers * STRIDE];
    for (int worker = 0; worker < workers; worker++) {
      at(worker, Long.MIN_VALUE);
    }
  }

  /** Says which packet a worker comes to next; what came before is done. */
  public void at(int worker, long micros) {
    places.set(worker * STRIDE, micros);
  }

  /** Says that a worker comes to no packet any more. */
  public void end(int worker) {
    at(worker, Long.MAX_VALUE);
  }

  public boolean haveAllEnded() {
    return slowestBut(-1) == Long.MAX_VALUE;
  }

  /**
   * Up to where a worker may go.
   *
   * @param handed for each worker, the first packet that others have for it
   */
  public long limit(int worker, IntToLongFunction handed) {
    long slowest = slowestBut(worker);
    for (int other = 0; other < workers; other++) {
      slowest = other == worker ? slowest : Math.min(slowest, handed.applyAsLong(other));
    }
    return ahead(Math.min(slowest, slowestBut(worker))); // once more: who took a packet meanwhile is at it
  }

  /** So far a worker may go that passes this packet. */
  public long ahead(long micros) {
    return micros > Long.MAX_VALUE - aheadMicros ? Long.MAX_VALUE : micros + aheadMicros;
  }

  private long slowestBut(int worker) {
    long slowest = Long.MAX_VALUE;
    for (int other = 0; other < workers; other++) {
      slowest = other == worker ? slowest : Math.min(slowest, places.get(other * STRIDE));
    }
    return slowest;
  }

  /** Whether a worker has been asking for long enough about a packet. */
  public boolean isOverdue(int worker, long micros) {
    long now = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    int at = worker * STRIDE;
    if (waiting[at] != micros) {
      waiting[at] = micros;
      waiting[at + 1] = now;
    }
    return now - waiting[at + 1] >= patienceMicros;
  }

  /** Packets from before this time come no more where none is waiting. */
  public long silentMicros() {
    return System.currentTimeMillis() * 1000 - patienceMicros;
  }

  /** Gives the others a moment. */
  public void nap() {
    LockSupport.parkNanos(NAP_NANOS);
  }
}
