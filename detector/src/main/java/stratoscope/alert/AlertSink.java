package stratoscope.alert;

import java.io.Closeable;
import java.io.IOException;

/** Where alerts go: the seam between what is told and what it travels in. Called by the thread of its {@link Outlet} only. */
public interface AlertSink extends Closeable {
  /** What is to be sent of an alert; it may be kept, and sent by another run of the program. */
  byte[] body(Alert alert);

  /**
   * Sends a body, and returns when it is delivered as far as can be known. May take as long as its own time-outs let it; an interrupt ends
   * it.
   *
   * @throws RefusedException if it would be no use to send it again
   * @throws IOException if it could not be delivered
   */
  void send(byte[] body) throws IOException;
}
