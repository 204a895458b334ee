package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** Keeps the last head, and whom visits ask for; null stands for a response. */
final class RecordingHeads implements CarrierSink {
  final List<@Nullable String> visits = new ArrayList<>();
  private final boolean isVisitLeft;
  HttpHead last;

  RecordingHeads(boolean isVisitLeft) {
    this.isVisitLeft = isVisitLeft;
  }

  @Override
  public void onStream(Direction from, ByteBuf bytes) {}

  @Override
  public void onStreamGap(Direction from) {}

  @Override
  public void onMessage(Direction from, ByteBuf body, @Nullable HttpHead head) {}

  @Override
  public boolean onVisit(Direction from, @Nullable String host, boolean isInPieces) {
    visits.add(host);
    return isVisitLeft;
  }

  @Override
  public void onHead(Direction from, HttpHead head) {
    last = head;
  }

  @Override
  public void onCarrier(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user) {}
}
