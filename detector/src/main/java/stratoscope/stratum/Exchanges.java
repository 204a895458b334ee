package stratoscope.stratum;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/**
 * Which answer belongs to which request, for all dialects of one conversation. One thread. Requests that no dialect knows are remembered
 * too, so that their answers are not taken for a pool's by their shape.
 */
final class Exchanges {
  /** Over HTTP answers come in the order of the requests, whatever ids they bear. */
  private static final String ORDERED = "";

  private final PendingRequests<Consumer<RpcMessage>> pending;
  private Direction from = Direction.FROM_ORIGINATOR;
  private @Nullable RpcMessage request;

  Exchanges(StratumOptions options) {
    pending = new PendingRequests<>(options.maxRemembered());
  }

  /** The message at hand may be a request. */
  void begin(RpcMessage message, Direction side) {
    from = side;
    request = message;
  }

  /** The request at hand is answered there. */
  void expect(Consumer<RpcMessage> onAnswer) {
    if (request != null) {
      pending.put(from, request.head() == null ? request.id() : ORDERED, onAnswer);
      request = null;
    }
  }

  /** The message at hand was read; if it was a request that nobody expects an answer to, its answer is nobody's. */
  void end() {
    if (request != null && request.method() != null && !request.isAnswer()) {
      expect(answer -> { }); // nobody's
    }
    request = null;
  }

  /** Who waits for an answer from that side; null if its request was not seen. */
  @Nullable Consumer<RpcMessage> take(RpcMessage answer, Direction side) {
    Consumer<RpcMessage> ordered = answer.head() == null ? null : pending.take(side.opposite(), ORDERED);
    return ordered == null ? pending.take(side.opposite(), answer.id()) : ordered;
  }

  /** Hands an answer from the side at hand to the reader of a request; false if none waits. */
  boolean answer(String requestId, RpcMessage answer) {
    Consumer<RpcMessage> reader = pending.take(from.opposite(), requestId);
    if (reader != null) {
      reader.accept(answer);
    }
    return reader != null;
  }
}
