package stratoscope.alert;

import java.io.IOException;

/** The receiver does not want this one alert, however often it is sent. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
