package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.util.List;
import stratoscope.flow.Direction;

/** Reads the two byte streams of one flow down to what its carriers carry. One thread. */
public final class Carriers {
  private final CarrierSink sink;

  /**
   * @param memory shared by all carriers of the calling thread
   * @param isAtStart whether the first byte of each direction is the first of its stream
   */
  public Carriers(CarrierMemory memory, boolean isAtStart, CarrierSink sink) {
    this.sink = sink;
  }

  /**
   * True if a stream that starts with this byte may be a carrier's: a cheap test, so that flows of plain JSON never make an object of this
   * class. Of a stream whose start is not known, and behind a gap, the first byte of each delivery is to be asked.
   */
  public static boolean mayBeginWith(byte first) {
    return switch (first) {
      case 'C', 'D', 'G', 'H', 'O', 'P', 'T' -> true; // methods of HTTP, HTTP/1.x, PRI of HTTP/2
      case 0x00, 0x04, 0x05 -> true; // HTTP/2 from the server, SOCKS
      case (byte) 0x81, (byte) 0x82, (byte) 0xC1 -> true; // WebSocket, midstream
      default -> false;
    };
  }

  /** Takes the next bytes of one direction; reads them without moving their indices. */
  public void onBytes(Direction from, ByteBuf bytes) {
    sink.onStream(from, bytes);
  }

  /** Bytes are missing here. */
  public void onGap(Direction from) {
    sink.onStreamGap(from);
  }

  /** Frees what is held; the flow is over. */
  public void release() {}

  /** Outermost first, always starting with TCP. HTTP gives way to what it opened: WebSocket, or the tunnel of a CONNECT. */
  public List<Carrier> nest() {
    return List.of(Carrier.TCP);
  }
}
