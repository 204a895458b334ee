package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** Keeps the last head. */
final class RecordingHeads implements CarrierSink {
  HttpHead last;

  @Override
  public void onStream(Direction from, ByteBuf bytes) {}

  @Override
  public void onStreamGap(Direction from) {}

  @Override
  public void onMessage(Direction from, ByteBuf body, @Nullable HttpHead head) {}

  @Override
  public boolean onVisit(Direction from) {
    return false;
  }

  @Override
  public void onHead(Direction from, HttpHead head) {
    last = head;
  }

  @Override
  public void onCarrier(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user) {}
}
