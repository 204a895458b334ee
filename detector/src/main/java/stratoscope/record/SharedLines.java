package stratoscope.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One writer's end of a stream that several threads write lines to: what was written goes there with each {@link #flush()}, whole, while
 * the other ends wait. One thread; each has an end of its own. Closing it leaves the stream open.
 */
public final class SharedLines extends OutputStream {
  private final OutputStream target;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** @param target is locked while it is written to */
  public SharedLines(OutputStream target) {
    this.target = target;
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
  public void flush() throws IOException {
    byte[] whole = line.toByteArray();
    line.reset();
    synchronized (target) {
      target.write(whole, 0, whole.length);
      target.flush();
    }
  }
}
