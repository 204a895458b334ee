package stratoscope.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import stratoscope.record.Timestamps;

/**
 * A syslog message as in RFC 5424: {@code <PRI>1 TIME HOST stratoscope PID EVENT - BODY}. Without structured data, since the body has it
 * all, and without a byte order mark, which would end up in the JSON; JSON is pure ASCII anyway.
 */
final class SyslogText {
  /** local0. */
  private static final int FACILITY = 16;
  /** What rsyslog takes unless told otherwise, and more than the 2048 that receivers should take. */
  private static final int MAX_BYTES = 8192;
  private static final int MAX_HOST_CHARS = 255;

  private SyslogText() {}

  static byte[] of(Alert alert, AlertSource source, AlertFormat format) {
    int priority = FACILITY * 8 + AlertText.syslogSeverity(alert);
    String head = "<" + priority + ">1 " + Timestamps.rfc3339(alert.micros()) + " " + host(source.sensor()) + " stratoscope "
        + source.processId() + " " + alert.event().label() + " - ";
    ByteArrayOutputStream message = new ByteArrayOutputStream(2048);
    message.writeBytes(head.getBytes(US_ASCII));
    message.writeBytes(format.body(alert, source, MAX_BYTES - head.length()));
    return message.toByteArray();
  }

  /** Printable ASCII only; {@code -} for none. */
  private static String host(String name) {
    StringBuilder host = new StringBuilder();
    name.chars().filter(c -> c > ' ' && c < 0x7F).limit(MAX_HOST_CHARS).forEach(c -> host.append((char) c));
    return host.isEmpty() ? "-" : host.toString();
  }
}
