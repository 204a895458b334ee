package stratoscope.stratum;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.HttpHead;
import stratoscope.flow.Direction;

/**
 * The sessions that read the JSON messages of one conversation: chooses who reads each message. One thread.
 *
 * <p>The reader of the message before goes on while the messages are its own. Else the first dialect that is certain of a message gets it,
 * or the first that finds it possible if there is no reader yet. A dialect that returns finds what it knew, so that a miner who tries one
 * after the other, or is moved to another pool, stays one conversation.
 */
final class MessageReaders {
  private record Reader(MessageDialect dialect, DialectSession session) {}

  private final StratumOptions options;
  private final List<MessageDialect> dialects;
  private final DialectRules rules;
  private final ConversationEvidence evidence;
  private final Exchanges exchanges;
  private final List<Reader> readers = new ArrayList<>(1);
  private @Nullable Reader current;

  MessageReaders(StratumOptions options, List<MessageDialect> dialects, DialectRules rules, ConversationEvidence evidence) {
    this.options = options;
    this.dialects = dialects;
    this.rules = rules;
    this.evidence = evidence;
    exchanges = new Exchanges(options);
  }

  void onMessage(RpcMessage message, Direction from) {
    exchanges.begin(message, from);
    Consumer<RpcMessage> asker = message.isAnswer() ? exchanges.take(message, from) : null;
    if (asker != null) {
      asker.accept(message);
      return;
    }
    Reader reader = readerOf(message);
    if (reader != null) {
      reader.session.onMessage(message);
    }
    exchanges.end();
  }

  /** Answers from that side are missing here. */
  void onGap(Direction from) {
    exchanges.onGap(from);
  }

  private @Nullable Reader readerOf(RpcMessage message) {
    if (isQuotation(message)) {
      return null;
    }
    Reader before = current == null || !isSpoken(current.dialect, message) ? null : current;
    Probe ownProbe = before == null ? Probe.NOT_MINE : before.dialect.probe(message);
    if (ownProbe == Probe.CERTAIN) {
      return before;
    }
    MessageDialect possible = null;
    for (MessageDialect candidate : dialects) {
      Probe probe = isSpoken(candidate, message) ? candidate.probe(message) : Probe.NOT_MINE;
      if (probe == Probe.CERTAIN) {
        current = readerOf(candidate);
        return current;
      }
      possible = probe == Probe.POSSIBLE && possible == null ? candidate : possible;
    }
    if (ownProbe == Probe.NOT_MINE && possible != null) {
      current = readerOf(possible);
      return current;
    }
    return before;
  }

  private static boolean isSpoken(MessageDialect dialect, RpcMessage message) {
    return message.head() == null || dialect.isSpokenInHttp();
  }

  /** True for an answer that is the body of a request, and for a request that is the body of a response. */
  private static boolean isQuotation(RpcMessage message) {
    HttpHead head = message.head();
    return head != null && !message.isHeadAlone() && head.isRequest() == message.isAnswer();
  }

  private Reader readerOf(MessageDialect dialect) {
    for (Reader reader : readers) {
      if (reader.dialect == dialect) {
        return reader;
      }
    }
    Reader reader = new Reader(dialect, dialect.newSession(options, new Speaker(dialect, rules, evidence, exchanges)));
    readers.add(reader);
    return reader;
  }
}
