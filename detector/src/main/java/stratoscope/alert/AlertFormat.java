package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** What the message of a syslog alert is written in. */
public enum AlertFormat {
  JSON, CEF;

  /** The message, not longer than that many bytes where the format can be cut. */
  byte[] body(Alert alert, AlertSource source, int maxBytes) {
    return this == JSON ? AlertJson.of(alert, source.sensor(), maxBytes) : CefText.of(alert, source).getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
