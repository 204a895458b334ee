package stratoscope.capture;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file or stream as they are stored, with a look at the first ones and the position for a progress bar. One thread reads;
 * any thread may ask for the position.
 */
final class FileBytes extends InputStream {
  private static final int BUFFER_BYTES = 64 << 10;
  private final ReadableByteChannel channel;
  private final ByteBuffer buffer;
  private final AtomicLong position = new AtomicLong();
  private @Nullable IOException failure;

  FileBytes(ReadableByteChannel channel) {
    this.channel = channel;
    this.buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  }

  static FileBytes open(CaptureFile file) throws IOException {
    Path path = file.path();
    if (path == null) {
      return new FileBytes(stdin());
    }
    return new FileBytes(FileChannel.open(path, StandardOpenOption.READ));
  }

  @SuppressWarnings("resource")
  private static FileChannel stdin() {
    return new FileInputStream(FileDescriptor.in).getChannel();
  }

  /** The first four bytes as a big-endian number, zero when there are fewer. Only before the first read. */
  int magic() throws IOException {
    buffer.clear();
    try {
      while (buffer.position() < Integer.BYTES && fetch(buffer) >= 0) {
        // a pipe may give a byte at a time
      }
    } finally {
      buffer.flip();
    }
    return buffer.remaining() < Integer.BYTES ? 0 : buffer.getInt(0);
  }

  /** Reads at least a byte, straight into the target when nothing is buffered; -1 at the end. */
  int read(ByteBuffer target) throws IOException {
    if (!buffer.hasRemaining()) {
      return fetch(target);
    }
    int count = Math.min(buffer.remaining(), target.remaining());
    target.put(target.position(), buffer, buffer.position(), count).position(target.position() + count);
    buffer.position(buffer.position() + count);
    return count;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (available() == 0) {
      return -1;
    }
    int count = Math.min(buffer.remaining(), length);
    buffer.get(bytes, offset, count);
    return count;
  }

  @Override
  public int read() throws IOException {
    return available() == 0 ? -1 : buffer.get() & 0xFF;
  }

  /** Zero only at the end, waiting if need be: java.util.zip takes zero for "no further gzip member". */
  @Override
  public int available() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      try {
        fetch(buffer);
      } finally {
        buffer.flip();
      }
    }
    return buffer.remaining();
  }

  private int fetch(ByteBuffer target) throws IOException {
    try {
      int count = channel.read(target);
      if (count > 0) {
        position.addAndGet(count);
      }
      return count;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** The error of the file itself, as opposed to one of its contents. */
  @Nullable IOException failure() {
    return failure;
  }

  long position() {
    return position.get();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
