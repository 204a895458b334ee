package stratoscope.state;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;

/**
 * Keeps the state of a running sensor in a file: once a minute, and when it ends. Has a thread of its own, which asks the detectors for
 * their parts and writes what they give; detectors never wait for it before they end. Any may read the counts. Bounded: a few slices wait.
 */
public final class StateKeeper implements Closeable {
  /** What a sensor that is killed forgets, at most. */
  private static final long PERIOD_MILLIS = 60_000;
  /** 32 MiB at most: at the end detectors go on while these are packed; before it, few wait. */
  private static final int QUEUED = 128;
  /** For the last pass, if there is so much time. */
  private static final long WAIT_MILLIS = 1500;

  /**
   * Some records of one detector.
   *
   * @param isLast whether the detector has no more in this pass
   * @param left records that were too long
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, and never compared
  record Slice(int pass, byte[] records, boolean isLast, long left) {}

  private static final int END = Integer.MAX_VALUE;

  private final Path file;
  private final long periodMillis;
  private final LongSupplier clockMicros;
  private final LongSupplier leftMillis;
  private final Consumer<String> log;
  private final BlockingQueue<Slice> queue = new ArrayBlockingQueue<>(QUEUED);
  private final Thread thread = new Thread(this::run, "state");
  private final AtomicLong saved = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final AtomicLong left = new AtomicLong();
  private int parts;
  private Supplier<List<Stateful>> own = List::of;
  private volatile int pass;
  private boolean isLastPass;
  private boolean isFailing;
  private @Nullable StateFile fresh;
  private int done;

  /**
   * Made, but not started.
   *
   * @param clockMicros the time of day, since 1970
   * @param leftMillis how long may be waited once no more packets are read
   * @param log takes a line for the user when the file can't be written, and when it can again
   */
  public StateKeeper(Path file, LongSupplier clockMicros, LongSupplier leftMillis, Consumer<String> log) {
    this(file, PERIOD_MILLIS, clockMicros, leftMillis, log);
  }

  StateKeeper(Path file, long periodMillis, LongSupplier clockMicros, LongSupplier leftMillis, Consumer<String> log) {
    this.file = file;
    this.periodMillis = periodMillis;
    this.clockMicros = clockMicros;
    this.leftMillis = leftMillis;
    this.log = log;
    thread.setDaemon(true);
  }

  /** The end of one more detector; before the start. */
  public StatePart newPart() {
    parts++;
    return new StatePart(this);
  }

  /** Sets what is written besides, behind the detectors' parts, on the thread of the keeper; before the start. */
  public void addOwn(Supplier<List<Stateful>> pieces) {
    own = pieces;
  }

  public void start() {
    thread.start();
  }

  /** Times that the state was written. */
  public long saved() {
    return saved.get();
  }

  /** Times that it could not be. */
  public long errors() {
    return errors.get();
  }

  /** Records that were too long, or found the file full. */
  public long left() {
    return left.get();
  }

  /** The pass that detectors are to take part in; 0 before the first. */
  int pass() {
    return pass;
  }

  /** Begins the last pass, unless another detector has: what was written of the one before is dropped. */
  synchronized int last() {
    if (!isLastPass) {
      isLastPass = true;
      pass++;
    }
    return pass;
  }

  boolean offer(Slice slice) {
    return queue.offer(slice);
  }

  /** Waits for room; false if there was none for too long. */
  boolean put(Slice slice) {
    try {
      return queue.offer(slice, waitMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private long waitMillis() {
    return Math.max(1, Math.min(WAIT_MILLIS, leftMillis.getAsLong()));
  }

  private synchronized void beginPass() {
    if (!isLastPass && fresh == null) {
      pass++;
    }
  }

  private void run() {
    int writing = 0;
    try {
      for (Slice slice = queue.poll(periodMillis, TimeUnit.MILLISECONDS); slice == null || slice.pass != END;
          slice = queue.poll(periodMillis, TimeUnit.MILLISECONDS)) {
        if (slice == null) {
          beginPass();
        } else if (slice.pass > writing) {
          writing = slice.pass;
          write(slice, true);
        } else if (slice.pass == writing && fresh != null) {
          write(slice, false);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop();
    }
  }

  private void write(Slice slice, boolean isNew) {
    try {
      if (isNew) {
        drop();
        fresh = new StateFile(file, clockMicros.getAsLong());
        done = 0;
      }
      StateFile out = Objects.requireNonNull(fresh);
      out.append(slice.records);
      left.addAndGet(slice.left);
      done += slice.isLast ? 1 : 0;
      if (done == parts) {
        commit(out);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void commit(StateFile out) throws IOException {
    StateWriter writer = new StateWriter();
    for (Stateful piece : own.get()) {
      piece.save(writer);
      out.append(writer.take());
    }
    left.addAndGet(out.left() + writer.takeLeft());
    out.commit();
    fresh = null;
    saved.incrementAndGet();
    if (isFailing) {
      isFailing = false;
      log.accept(file + ": can be written again");
    }
  }

  private void fail(IOException e) {
    errors.incrementAndGet();
    drop();
    if (!isFailing) {
      isFailing = true;
      log.accept(file + ": can't be written: " + CaptureException.reason(e)
          + "; what is known now is lost if the sensor ends before it can");
    }
  }

  private void drop() {
    StateFile unfinished = fresh;
    fresh = null;
    if (unfinished != null) {
      try {
        unfinished.close();
      } catch (IOException e) {
        // the old file is still in its place
      }
    }
  }

  /** Waits until the last pass is written, but not for a disk that hangs. */
  @Override
  public void close() {
    try {
      if (put(new Slice(END, new byte[0], false, 0))) {
        thread.join(waitMillis());
      }
      thread.interrupt();
      thread.join(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
