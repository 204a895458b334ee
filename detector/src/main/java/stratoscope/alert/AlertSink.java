package stratoscope.alert;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where alerts go: the seam between what is told and what it travels in. Bodies are made by one thread of its {@link Outlet} and sent by
 * another.
 */
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

  /** How many bodies may be under way at once. */
  default int atOnce() {
    return 1;
  }

  /** Bodies of the same group must arrive in order. */
  default String group(byte[] body) {
    return "";
  }

  /**
   * Begins to send a body. A sink that has but one under way may as well be done then.
   *
   * @throws IOException as {@link #send}
   */
  default Sending begin(byte[] body) throws IOException {
    send(body);
    return () -> {};
  }

  /** A body that is under way. */
  @FunctionalInterface
  interface Sending {
    /**
     * Returns when it is delivered; an interrupt ends it.
     *
     * @throws IOException as {@link AlertSink#send}
     */
    void await() throws IOException;
  }
}
