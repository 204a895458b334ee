package stratoscope.alert;

import java.util.Locale;

/** What the message of a syslog alert is written in. */
public enum AlertFormat {
  JSON, CEF;

  /** The message; what would be longer than that many bytes is cut. */
  byte[] body(Alert alert, AlertSource source, int maxBytes) {
    return this == JSON ? AlertJson.of(alert, source.sensor(), maxBytes) : CefText.of(alert, source, maxBytes);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
