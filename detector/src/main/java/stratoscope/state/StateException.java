package stratoscope.state;

import java.io.IOException;

/** A file of state, or a record in it, that can't be used; the message says why. */
public final class StateException extends IOException {
  private static final long serialVersionUID = 1;

  public StateException(String message) {
    super(message);
  }
}
