package stratoscope.flow;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.TcpSegment;

/** Says which connections deserve attention though their words, which are no text, say nothing. Called by the table's owner thread. */
@FunctionalInterface
public interface Suspicion {
  /** Looks at no more than the words. */
  Suspicion NONE = segment -> null;

  /**
   * Why the connection of this segment deserves attention, its first with a payload or the next after {@link Attention#LATER}; null if
   * it does not. {@link Attention#HIDDEN} is said of a hello that hides who is called, and counts once the client's and the server's do.
   */
  @Nullable Attention attentionFor(TcpSegment segment);

  /** The same of a piece of the caller's first message, no text, that came before the message's beginning. */
  default @Nullable Attention attentionForPiece(TcpSegment segment) {
    return null;
  }

  /** The same of the message of HTTP that a side begins with, which shows nothing of mining itself. */
  default @Nullable Attention attentionForHttp(TcpSegment segment) {
    return null;
  }

  /** The same of the text that a side begins with, which is neither HTTP nor JSON. */
  default @Nullable Attention attentionForText(TcpSegment segment) {
    return null;
  }

  /** True if the connection of this segment is one of DNS, where the length of a message may come in front of it. */
  default boolean isOfDns(TcpSegment segment) {
    return false;
  }
}
