package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.util.List;
import stratoscope.flow.Direction;

/**
 * Reads the two byte streams of one flow down to what its carriers carry: HTTP/1, HTTP/2 in clear, WebSocket, SOCKS4, SOCKS4a, SOCKS5,
 * HTTP CONNECT, and these inside each other. One thread. Nothing throws because of what the bytes are: a direction that makes no sense is
 * handed over as it is, or read again from where it does.
 *
 * <p>How the bytes are cut changes nothing while all of them are there: what is handed over is the same, though a stream may come in other
 * pieces. Behind a gap, and in flows whose start was missed, the cuts are what is gone by, since messages begin where deliveries do.
 */
public final class Carriers {
  private final Layers layers;
  private final Way fromOriginator;
  private final Way fromResponder;

  /**
   * @param memory shared by all carriers of the calling thread
   * @param isOriginatorAtStart whether the first byte from there is the first of its stream
   * @param isResponderAtStart the same of the other direction
   */
  public Carriers(CarrierMemory memory, boolean isOriginatorAtStart, boolean isResponderAtStart, CarrierSink sink) {
    layers = new Layers(sink);
    fromOriginator = new Way(Direction.FROM_ORIGINATOR, layers, memory, sink, isOriginatorAtStart);
    fromResponder = new Way(Direction.FROM_RESPONDER, layers, memory, sink, isResponderAtStart);
  }

  /**
   * True if a stream that starts with this byte may be a carrier's: a cheap test, so that flows of plain JSON never make an object of this
   * class. Of a stream whose start is not known, and behind a gap, the first byte of each delivery is to be asked.
   */
  public static boolean mayBeginWith(byte first) {
    return Start.mayBeginWith(first);
  }

  /** Takes the next bytes of one direction; reads them without moving their indices. */
  public void onBytes(Direction from, ByteBuf bytes) {
    way(from).onBytes(bytes);
  }

  /** Bytes are missing here. */
  public void onGap(Direction from) {
    way(from).onGap();
  }

  /** Frees what is held; the flow is over. */
  public void release() {
    fromOriginator.release();
    fromResponder.release();
  }

  /**
   * Outermost first, always starting with TCP. HTTP gives way to what it opened, WebSocket or the tunnel of a CONNECT.
   */
  public List<Carrier> nest() {
    return layers.nest();
  }

  private Way way(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? fromOriginator : fromResponder;
  }
}
