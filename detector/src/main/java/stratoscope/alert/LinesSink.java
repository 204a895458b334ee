package stratoscope.alert;

import java.io.IOException;
import java.io.OutputStream;

/** Alerts as lines of JSON, among the records of other kinds. The stream is flushed after each, and not closed. */
public final class LinesSink implements AlertSink {
  private final OutputStream out;
  private final AlertSource source;

  public LinesSink(OutputStream out, AlertSource source) {
    this.out = out;
    this.source = source;
  }

  @Override
  public byte[] body(Alert alert) {
    return AlertJson.of(alert, source.sensor(), Integer.MAX_VALUE);
  }

  @Override
  public void send(byte[] body) throws IOException {
    out.write(body);
    out.write('\n');
    out.flush();
  }

  @Override
  public void close() {}
}
