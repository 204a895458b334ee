package stratoscope.stratum;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;
import stratoscope.flow.Direction;

/**
 * Which answer belongs to which request, for all dialects of one conversation. One thread. Requests that no dialect knows are remembered
 * too, so that their answers are not taken for a pool's by their shape.
 *
 * <p>Over HTTP answers come in the order of the requests, whatever ids they bear: each head of a request waits for the head of a response,
 * and what stands in its body, if anything, says who reads the body of the response. In HTTP/2 that holds of each stream.
 */
final class Exchanges {
  private static final String ORDERED = "";
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int FIRST_FINAL_STATUS = 200;

  private final PendingRequests<Consumer<RpcMessage>> pending;
  /** Who reads the body behind the head of a response from that side. */
  private final PendingRequests<Consumer<RpcMessage>> answered;
  private Direction from = Direction.FROM_ORIGINATOR;
  private @Nullable RpcMessage request;

  Exchanges(StratumOptions options) {
    pending = new PendingRequests<>(options.maxRemembered());
    answered = new PendingRequests<>(options.maxRemembered());
  }

  /** The message at hand may be a request. */
  void begin(RpcMessage message, Direction side) {
    from = side;
    request = message;
    HttpHead head = message.head();
    if (head != null && message.isHeadAlone()) {
      onHead(head);
    }
  }

  private void onHead(HttpHead head) {
    if (head.isRequest()) {
      pending.put(from, order(head), Exchanges::drop);
    } else if (head.status() >= FIRST_FINAL_STATUS || head.status() == SWITCHING_PROTOCOLS) {
      answered.take(from, order(head)); // there was no body
      Consumer<RpcMessage> reader = pending.take(from.opposite(), order(head));
      if (reader != null) {
        answered.put(from, order(head), reader);
      }
    }
  }

  private static String order(HttpHead head) {
    return head.streamId() == 0 ? ORDERED : ORDERED + head.streamId();
  }

  /** The request at hand is answered there. */
  void expect(Consumer<RpcMessage> onAnswer) {
    HttpHead head = request == null ? null : request.head();
    if (head != null) {
      pending.replaceNewest(from, order(head), onAnswer);
    } else if (request != null) {
      pending.put(from, request.id(), onAnswer);
    }
    request = null;
  }

  /** The message at hand was read; if it was a request that nobody expects an answer to, its answer is nobody's. */
  void end() {
    if (request != null && request.method() != null && !request.isAnswer() && request.head() == null) {
      expect(Exchanges::drop);
    }
    request = null;
  }

  /** What nobody waits for. */
  private static void drop(RpcMessage answer) {
    // its request told that it is no pool's
  }

  /** Who waits for an answer from that side; null if its request was not seen. */
  @Nullable Consumer<RpcMessage> take(RpcMessage answer, Direction side) {
    HttpHead head = answer.head();
    return head == null ? pending.take(side.opposite(), answer.id()) : answered.take(side, order(head));
  }

  /** Hands an answer from the side at hand to the reader of a request; false if none waits. */
  boolean answer(String requestId, RpcMessage answer) {
    Consumer<RpcMessage> reader = pending.take(from.opposite(), requestId);
    if (reader != null) {
      reader.accept(answer);
    }
    return reader != null;
  }

  /** Requests or answers from that side are missing, so that their order tells nothing any more. */
  void onGap(Direction side) {
    answered.clear(side);
    pending.removeAll(side, ORDERED);
    pending.removeAll(side.opposite(), ORDERED);
  }
}
