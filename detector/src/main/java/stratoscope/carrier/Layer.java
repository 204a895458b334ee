package stratoscope.carrier;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/**
 * What both directions know of one carrier among those inside each other: which it is, and the HTTP requests in it that wait for an
 * answer. Belongs to the flow's thread.
 */
final class Layer {
  /** Requests in the pipeline at once; browsers send one, few servers take a dozen. */
  private static final int MAX_WAITING = 32;

  /** One request as far as it tells how to read the answer. */
  record Request(String method, @Nullable Offer offer) {
    boolean isConnect() {
      return method.equals("CONNECT");
    }
  }

  private final CarrierSink sink;
  private final Deque<Request> waiting = new ArrayDeque<>(2);
  private @Nullable Carrier carrier;
  private @Nullable Carrier told;
  private int headerTableBytesUp;
  private int headerTableBytesDown;

  Layer(CarrierSink sink) {
    this.sink = sink;
  }

  /** Null if none was recognised. */
  @Nullable Carrier carrier() {
    return carrier;
  }

  /** Says that this carrier was recognised, before it is known where to it goes. HTTP is what is left if it opens nothing else. */
  void recognise(Carrier seen) {
    if (seen != Carrier.HTTP || carrier == null) {
      carrier = seen;
    }
  }

  /** Says that the carrier is open. The sink is told once, by the direction that proves it first. */
  void open(Offer offer) {
    offer.grant();
    recognise(offer.carrier);
    if (told != offer.carrier) {
      told = offer.carrier;
      sink.onCarrier(offer.from, offer.carrier, offer.host, offer.port, offer.user);
    }
  }

  void onRequest(Request request) {
    if (waiting.size() >= MAX_WAITING) {
      waiting.clear(); // nobody answers in sight
    }
    waiting.add(request);
  }

  /** The request that a final response answers; null if it was not seen. */
  @Nullable Request onResponse() {
    return waiting.poll();
  }

  /** Forgets which answer belongs to which request, since something of either is missing. */
  void onGap() {
    waiting.clear();
  }

  /** Largest HPACK table that the receiver of this direction ever allowed, 0 if it said nothing. */
  int headerTableBytes(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? headerTableBytesUp : headerTableBytesDown;
  }

  void allowHeaderTable(Direction from, int bytes) {
    if (from == Direction.FROM_ORIGINATOR) {
      headerTableBytesUp = Math.max(headerTableBytesUp, bytes);
    } else {
      headerTableBytesDown = Math.max(headerTableBytesDown, bytes);
    }
  }
}
