package stratoscope.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;

/**
 * A file to which whole lines are appended, one with each {@link #flush()}. One thread writes; any may ask for the file to be opened anew,
 * as after it was renamed by logrotate, force it, and read the counts. Lines reach the operating system at once; they are forced to the
 * disk when {@link #force()} says so, and before another file is opened. A line that can't be written is dropped and counted: a full disk
 * must not stop a sensor, and when there is room again it goes on. A file is put aside as {@link Rotation} says; if that fails, it grows.
 */
public final class AppendedLines extends OutputStream {
  private final Path file;
  private final Rotation rotation;
  private final LongSupplier seconds;
  private final Consumer<String> log;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private volatile @Nullable FileChannel channel;
  private volatile boolean isReopenDue;
  private boolean isFailing;
  private boolean isRotationFailing;
  /** Whether it is no pipe or device. */
  private volatile boolean isOnDisk;
  private volatile boolean isDirty;
  private boolean isUnforced;
  private volatile boolean isEnded;
  private long begunSecond;

  /**
   * Opens the file, which is made if there is none, and lets it grow.
   *
   * @param log takes a line for the user when the file can't be written, and when it can again
   * @throws IOException if it can't be opened
   */
  public AppendedLines(Path file, Consumer<String> log) throws IOException {
    this(file, Rotation.NONE, () -> 0, log);
  }

  /**
   * Opens the file, which is made if there is none.
   *
   * @param seconds the time of day, in seconds since 1970
   * @param log takes a line for the user when the file can't be written, and when it can again
   * @throws IOException if it can't be opened
   */
  public AppendedLines(Path file, Rotation rotation, LongSupplier seconds, Consumer<String> log) throws IOException {
    this.file = file;
    this.rotation = rotation;
    this.seconds = seconds;
    this.log = log;
    channel = open();
  }

  private FileChannel open() throws IOException {
    boolean isOld = Files.isRegularFile(file) && Files.size(file) > 0;
    begunSecond = isOld ? Files.getLastModifiedTime(file).to(TimeUnit.SECONDS) : seconds.getAsLong();
    FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    isOnDisk = Files.isRegularFile(file);
    return opened;
  }

  /** From any thread: the next line goes to a file of that name that is opened then. */
  public void reopen() {
    isReopenDue = true;
  }

  public long written() {
    return written.get();
  }

  /** Lines that could not be written. */
  public long lost() {
    return lost.get();
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
    if (line.size() == 0) {
      return;
    }
    try {
      append(ByteBuffer.wrap(line.toByteArray()));
      isDirty = true;
      written.incrementAndGet();
      if (isFailing) {
        isFailing = false;
        log.accept(file + ": can be written again; " + lost + " lines were lost so far");
      }
    } catch (IOException e) {
      lost.incrementAndGet();
      closeQuietly();
      if (!isFailing) {
        isFailing = true;
        log.accept(file + ": can't be written: " + CaptureException.reason(e) + "; lines are lost until it can");
      }
    }
    line.reset();
  }

  /** Writes the line whole or, as far as can be, not at all. */
  private void append(ByteBuffer bytes) throws IOException {
    if (isReopenDue) {
      isReopenDue = false;
      force();
      closeQuietly();
    }
    FileChannel out = channel == null ? open() : channel;
    channel = out;
    if (rotation.isDue(out.size(), bytes.remaining(), begunSecond, seconds.getAsLong()) && isOnDisk) {
      out = rotate(out);
    }
    long before = out.size();
    try {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      if (out.size() > before) {
        out.truncate(before);
      }
      throw e;
    }
  }

  private FileChannel rotate(FileChannel full) throws IOException {
    try {
      full.force(true);
      for (int i = rotation.files() - 1; i > 0; i--) {
        if (Files.exists(aside(i))) {
          Files.move(aside(i), aside(i + 1), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.move(file, aside(1), StandardCopyOption.REPLACE_EXISTING);
      isRotationFailing = false;
    } catch (IOException e) {
      if (!isRotationFailing) {
        isRotationFailing = true;
        log.accept(file + ": can't be put aside: " + e + "; it grows until it can");
      }
      return full;
    }
    closeQuietly();
    FileChannel fresh = open();
    channel = fresh;
    return fresh;
  }

  private Path aside(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  /** From any thread: waits until the disk has all that was written. What is no file on a disk is let be. */
  public void force() {
    FileChannel out = channel;
    boolean isDue = isDirty && isOnDisk;
    isDirty = false;
    try {
      if (out != null && isDue) {
        out.force(false);
      }
    } catch (ClosedChannelException e) {
      // it was forced before that
    } catch (IOException e) {
      onUnforced(e);
    }
  }

  private synchronized void onUnforced(IOException e) {
    if (!isUnforced) {
      isUnforced = true; // once is enough: such a disk is failing
      log.accept(file + ": can't be forced to the disk: " + e.getMessage());
    }
  }

  /** From any thread: whether it was closed for good. */
  public boolean isEnded() {
    return isEnded;
  }

  private void closeQuietly() {
    try {
      closeChannel();
    } catch (IOException e) {
      // what could be written was written
    }
  }

  @Override
  public void close() throws IOException {
    isEnded = true;
    force();
    closeChannel();
  }

  private void closeChannel() throws IOException {
    FileChannel out = channel;
    channel = null;
    if (out != null) {
      out.close();
    }
  }
}
