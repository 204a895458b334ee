package stratoscope.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lines on their way to a file, one with each {@link #flush()}: a bounded queue, and a thread that appends them, so that a disk that hangs
 * stops nobody who writes. One thread writes; any may read the counts. A line that finds the queue full is lost and counted.
 *
 * <p>What was appended is forced to the disk once a second, when the file is put aside or opened anew, and at the end: a loss of power
 * takes the last second, the end of the process only what is in the queue.
 */
public final class QueuedLines extends OutputStream {
  /** Of some kB each. */
  private static final int MAX_LINES = 4096;
  private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long POLL_MILLIS = 200;
  private static final long STOP_MILLIS = 2000;

  private final AppendedLines file;
  private final LongSupplier nanos;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(MAX_LINES);
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;
  private volatile boolean isStopping;

  /**
   * Starts the thread.
   *
   * @param file is closed by it at the end
   * @param nanos the machine's clock
   */
  public QueuedLines(AppendedLines file, LongSupplier nanos) {
    this.file = file;
    this.nanos = nanos;
    thread = new Thread(this::run, "lines");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void write(int b) {
    line.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    line.write(bytes, offset, length);
  }

  @Override
  public void flush() {
    if (line.size() > 0 && !queue.offer(line.toByteArray())) {
      lost.incrementAndGet();
    }
    line.reset();
  }

  private void run() {
    try (file) {
      long forcedNanos = nanos.getAsLong();
      boolean isForced = true;
      boolean isDone = false;
      while (!isDone) {
        isDone = isStopping;
        byte[] next = isDone ? queue.poll() : queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          file.write(next, 0, next.length);
          file.flush();
          isForced = false;
          isDone = false;
        }
        if (!isForced && (isDone || nanos.getAsLong() - forcedNanos >= FORCE_NANOS)) {
          file.force();
          forcedNanos = nanos.getAsLong();
          isForced = true;
        }
      }
    } catch (InterruptedException | IOException e) {
      // told to end, or what could be written was written
    }
  }

  /** From any thread: lines that are appended from now on go to a file of that name that is opened then. */
  public void reopen() {
    file.reopen();
  }

  public long written() {
    return file.written();
  }

  /** Lines that could not be written, or found the queue full. */
  public long lost() {
    return lost.get() + file.lost();
  }

  /** Waits until all is written, for two seconds at most; what is not by then is lost. */
  @Override
  public void close() {
    isStopping = true;
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      lost.addAndGet(queue.size());
    }
  }
}
