package stratoscope.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import stratoscope.capture.PacketSource;
import stratoscope.capture.StoppableSource;

/**
 * Lets SIGINT and SIGTERM, and SIGHUP unless {@link Hangup} takes it, end a run in good order: the source ends, and the process stays until
 * what was found has been written. Made, and closed at the very end, by the thread that reads; the virtual machine's shutdown hook is the
 * other thread.
 */
final class StopSignal implements AutoCloseable {
  /** Longer than any packet takes: who hasn't noticed by then waits for input, e.g. a silent pipe. */
  private static final long NOTICE_MILLIS = 500;
  /** All that ends shares it: a stop has five seconds, of which the last is for the virtual machine, and for a machine that is busy. */
  private static final long STOP_MILLIS = 4000;

  private final Thread reader = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "stop");
  private volatile List<StoppableSource> sources = List.of();
  /** Whether a source may wait for input for ever. */
  private volatile boolean mayHang;
  private volatile boolean isStopped;
  private volatile long endNanos;

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The same source, which ends when a signal comes; who waits for its input is interrupted. */
  StoppableSource guard(PacketSource packets) {
    mayHang = true;
    return guard(List.of(packets)).get(0);
  }

  /**
   * The same for several of live traffic, which are never waited for long: who has not noticed is busy, and what he writes must not be
   * interrupted.
   */
  List<StoppableSource> guard(List<PacketSource> packets) {
    List<StoppableSource> guarded = packets.stream().map(StoppableSource::new).toList();
    sources = guarded;
    if (isStopped) {
      guarded.forEach(StoppableSource::stop);
    }
    return guarded;
  }

  void onShutdown() {
    endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS);
    isStopped = true;
    List<StoppableSource> guarded = sources;
    guarded.forEach(StoppableSource::stop);
    try {
      if (!done.await(NOTICE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (mayHang && !guarded.stream().allMatch(StoppableSource::isEnded)) {
          reader.interrupt();
        }
        done.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether a signal came. */
  boolean isStopped() {
    return isStopped;
  }

  /** How long whoever ends may still wait, 0 at least; {@link Long#MAX_VALUE} while no signal came. Any thread. */
  long leftMillis() {
    return isStopped ? Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime())) : Long.MAX_VALUE;
  }

  /** Lets the process end: all that was found is written. */
  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the signal came: the process ends with the hook
    }
  }
}
