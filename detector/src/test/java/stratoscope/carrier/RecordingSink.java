package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** Writes down each call as one line; what comes of a stream in pieces is one line too. */
final class RecordingSink implements CarrierSink {
  final List<String> calls = new ArrayList<>();

  @Override
  public void onStream(Direction from, ByteBuf bytes) {
    String prefix = arrow(from) + "stream ";
    int last = calls.size() - 1;
    if (last >= 0 && calls.get(last).startsWith(prefix)) {
      calls.set(last, calls.get(last) + text(bytes));
    } else {
      calls.add(prefix + text(bytes));
    }
  }

  @Override
  public void onStreamGap(Direction from) {
    calls.add(arrow(from) + "gap");
  }

  @Override
  public void onMessage(Direction from, ByteBuf body, @Nullable HttpHead head) {
    calls.add(arrow(from) + (head == null ? "message " : "body ") + text(body));
  }

  @Override
  public boolean onVisit(Direction from, @Nullable String host, boolean isInPieces) {
    return false;
  }

  @Override
  public void onHead(Direction from, HttpHead head) {
    calls.add(arrow(from) + (head.isRequest() ? head.method() + " " + head.target() : head.status()));
  }

  @Override
  public void onCarrier(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user) {
    calls.add(arrow(from) + carrier.label() + " " + host + ":" + port + (user == null ? "" : " as " + user));
  }

  private static String arrow(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? ">" : "<";
  }

  private static String text(ByteBuf bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
