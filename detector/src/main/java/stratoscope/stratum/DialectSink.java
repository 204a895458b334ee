package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import stratoscope.carrier.HttpHead;
import stratoscope.evidence.Rule;
import stratoscope.flow.Direction;

/** Where a dialect session puts what it reads from the message at hand. */
public interface DialectSink {
  /** Who must have said the message; a direction that speaks for both sides is a quotation, not a dialogue. */
  void said(Role role);

  /** A sign named by a rule id without its dialect's prefix, e.g. {@code subscribe}; agreements count for both sides. */
  void sign(String rule);

  /** A sign of a rule that brought its own form of message. */
  void sign(Rule rule);

  void event(StratumEvent event);

  /** The message at hand is a request: its answer goes there. Requests of which nothing is expected are remembered as nobody's. */
  void expect(Consumer<RpcMessage> onAnswer);

  /**
   * The message at hand answers a request, though it does not look like an answer.
   *
   * @param requestId of the request, as text
   * @param answer what the request's reader is to be given
   * @return false if no such request waits
   */
  boolean answer(String requestId, RpcMessage answer);

  /** The words of a stream dialect that the next signs rest on, for excerpts; messages of JSON are quoted without such a call. */
  void quote(ByteBuf words);

  /**
   * Until the next bytes, signs rest on what that side said, not on what is at hand: a message of a stream dialect without an end of its
   * own ends where the other side speaks.
   */
  void from(Direction side);

  /** The next signs rest on the head of the HTTP message at hand, not on its body. */
  default void quote(HttpHead head) {
    quote(Unpooled.wrappedBuffer(HttpExcerpt.of(head).getBytes(StandardCharsets.UTF_8)));
  }

  /** The miner says something that shows it. */
  default void miner(String rule) {
    said(Role.MINER);
    sign(rule);
  }

  /** The pool says something that shows it. */
  default void pool(String rule) {
    said(Role.POOL);
    sign(rule);
  }

  /** Passes on what the other side says went wrong, if the message says it. */
  default void reason(RpcMessage message) {
    String text = message.errorText();
    if (text != null) {
      event(new StratumEvent.ServerMessage(text));
    }
  }
}
