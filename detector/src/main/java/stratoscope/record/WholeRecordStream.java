package stratoscope.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file to which only whole records go: bytes wait until {@code flush}, and if they can't all be written, the file is cut back to the
 * record before. One thread.
 */
public final class WholeRecordStream extends OutputStream {
  private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(8192);
  private final FileChannel file;

  /**
   * Makes the file.
   *
   * @throws IOException if the file can't be made; one that is there is overwritten
   */
  public WholeRecordStream(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
  }

  @Override
  public void write(int b) {
    waiting.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    waiting.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (waiting.size() == 0) {
      return;
    }
    long end = file.position();
    ByteBuffer bytes = ByteBuffer.wrap(waiting.toByteArray());
    waiting.reset();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      cutBack(end, e);
      throw e;
    }
  }

  private void cutBack(long end, IOException failure) {
    try {
      file.truncate(end);
    } catch (IOException e) {
      failure.addSuppressed(e); // a pipe or device can't be cut
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      flush();
    }
  }
}
