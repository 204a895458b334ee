package stratoscope.stratum;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowCounts;
import stratoscope.flow.TestFlows;

/** A conversation held by hand, with the shipped rules: what both sides say goes in, events, signs and verdict come out. */
final class Dialogue {
  static final Direction UP = Direction.FROM_ORIGINATOR;
  static final Direction DOWN = Direction.FROM_RESPONDER;
  static final Knowledge KNOWLEDGE = shippedKnowledge();
  private static final long START_MICROS = 1_700_000_000_000_000L;

  /** What a conversation came to. Of excerpts only those of parsed messages: a line that is no JSON is shown as far as it was there. */
  record Outcome(List<StratumEvent> events, List<String> evidence, Verdict verdict, String dialectId, Direction miner) {
    /** Ids of the rules that count. */
    List<String> rules() {
      return evidence.stream().map(text -> text.substring(0, text.indexOf(' '))).toList();
    }
  }

  final List<StratumEvent> events = new ArrayList<>();
  final StratumConversation conversation;
  private long packetNumber;

  Dialogue() {
    this(TestFlows.fromStart());
  }

  Dialogue(Flow flow) {
    this(new StratumConversation.Factory(StratumOptions.DEFAULTS, KNOWLEDGE.rules(), KNOWLEDGE.dialects(), new FlowCounts()), flow);
  }

  Dialogue(StratumConversation.Factory factory, Flow flow) {
    conversation = factory.newConversation(flow, (event, timestampMicros) -> events.add(event));
  }

  private static Knowledge shippedKnowledge() {
    try {
      return RuleFiles.load(null);
    } catch (RuleFileException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The side that opened the connection says lines. */
  Dialogue up(String... lines) {
    return say(UP, lines);
  }

  /** The side that was called says lines. */
  Dialogue down(String... lines) {
    return say(DOWN, lines);
  }

  Dialogue say(Direction direction, String... lines) {
    for (String line : lines) {
      bytes(direction, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  Dialogue bytes(Direction direction, byte[] bytes) {
    packetNumber++;
    conversation.onBytes(direction, Unpooled.wrappedBuffer(bytes), START_MICROS + packetNumber * 1000, packetNumber);
    return this;
  }

  Dialogue gap(Direction direction) {
    conversation.onGap(direction, 100);
    return this;
  }

  Verdict verdict() {
    return conversation.verdict();
  }

  /** Ids of the rules that count, in the order they were met. */
  List<String> signs() {
    return conversation.evidence().entries().stream().map(evidence -> evidence.rule().id()).toList();
  }

  <T extends StratumEvent> List<T> events(Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  Outcome outcome() {
    return new Outcome(List.copyOf(events), conversation.evidence().entries().stream().map(Dialogue::text).toList(),
        verdict(), String.valueOf(conversation.dialects().main()), conversation.minerDirection());
  }

  private static String text(Evidence evidence) {
    return evidence.rule().id() + " " + evidence.side() + (evidence.rule().weight() > 0 ? " " + evidence.excerpt() : "");
  }
}
