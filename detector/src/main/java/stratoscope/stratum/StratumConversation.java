package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;

/**
 * The two streams of one connection read as a dialogue of JSON messages: finds the dialect, gathers the evidence, and tells the flow
 * table whether to go on. One thread. Drops what is no JSON, counting it as evidence against.
 *
 * <p>Which end is the miner follows from what is said, not from who opened the connection. A direction that speaks for both is a
 * document about mining and rules the conversation out; so do other lines among the messages.
 */
public final class StratumConversation implements StreamHandler, DialectSink {

  /** What all conversations of a detector share. Its decoders' memory makes it belong to one thread. */
  public static final class Factory {
    private final StratumOptions options;
    private final List<StratumDialect> dialects;
    private final DialectRules rules;
    private final RuleSet ruleSet;
    private final RpcParser parser;
    private final DecoderMemory memory;

    public Factory(StratumOptions options, RuleSet ruleSet) {
      this(options, ruleSet, Dialects.ALL);
    }

    Factory(StratumOptions options, RuleSet ruleSet, List<StratumDialect> dialects) {
      this.options = options;
      this.ruleSet = ruleSet;
      this.dialects = dialects;
      rules = new DialectRules(dialects, ruleSet);
      parser = new RpcParser(options);
      memory = new DecoderMemory(options);
    }

    public StratumConversation newConversation(Flow flow, ConversationObserver observer) {
      return new StratumConversation(this, flow, observer);
    }
  }

  private static final int MAX_DEBRIS_BYTES = 8;

  private final Factory shared;
  private final Flow flow;
  private final ConversationObserver observer;
  private final EvidenceLog evidence = new EvidenceLog();
  private final PendingRequests<Boolean> foreignRequests;
  private final Stream fromOriginator;
  private final Stream fromResponder;
  private @Nullable StratumDialect dialect;
  private @Nullable DialectSession session;
  private @Nullable Direction minerDirection;
  private boolean isCertain;
  private boolean isContradictory;
  private int messages;
  private int foreignLines;
  private long bytes;
  private int proofs;

  // the message at hand
  private Direction direction = Direction.FROM_ORIGINATOR;
  private long timestampMicros;
  private long packetNumber;
  private byte[] frame = new byte[0];
  private int frameOffset;
  private int frameLength;

  private StratumConversation(Factory shared, Flow flow, ConversationObserver observer) {
    this.shared = shared;
    this.flow = flow;
    this.observer = observer;
    foreignRequests = new PendingRequests<>(shared.options.maxRemembered());
    fromOriginator = new Stream();
    fromResponder = new Stream();
  }

  @Override
  public void onBytes(Direction from, ByteBuf data, long micros, long packet) {
    direction = from;
    timestampMicros = micros;
    packetNumber = packet;
    bytes += data.readableBytes();
    streamOf(from).decoder.onBytes(data);
  }

  @Override
  public void onGap(Direction from, long missingBytes) {
    streamOf(from).decoder.onGap();
  }

  /** One direction: its decoder, and what was heard in it. */
  private final class Stream implements StratumFrameDecoder.Sink {
    private final StratumFrameDecoder decoder = new StratumFrameDecoder(shared.options, shared.memory, !flow.isMidstream(), this);
    private boolean hasSpoken;
    private boolean isForeign;

    @Override
    public void onFrame(byte[] array, int offset, int length) {
      frame = array;
      frameOffset = offset;
      frameLength = length;
      RpcMessage message = shared.parser.parse(array, offset, length);
      if (message == null) {
        onForeign(array, offset, length);
      } else {
        messages++;
        onMessage(message);
      }
    }

    @Override
    public void onForeign(byte[] array, int offset, int length) {
      frame = array;
      frameOffset = offset;
      frameLength = length;
      foreignLines++;
      if (!isDebris(array, offset, length)) {
        isForeign = true;
        weighForeign(this);
      }
    }

    /** True for the last few characters of a message, which some pools send in front of the next: {@code "}}. */
    private boolean isDebris(byte[] line, int offset, int length) {
      int end = offset;
      while (end < offset + length && line[end] > ' ') {
        end++;
      }
      return end > offset && end - offset <= MAX_DEBRIS_BYTES && line[end - 1] == '}' && (end == offset + length || line[end] != ' ');
    }

    @Override
    public void onOversize() {
      foreignLines++;
    }
  }

  private Stream streamOf(Direction from) {
    return from == Direction.FROM_ORIGINATOR ? fromOriginator : fromResponder;
  }

  private void onMessage(RpcMessage message) {
    if (!isCertain && (session != null || !isAnswerToForeignRequest(message))) {
      chooseDialect(message);
    }
    if (session != null) {
      session.onMessage(message, direction);
    }
  }

  /** Remembers requests that no dialect knows, so that their answers are not taken for a pool's by their shape. */
  private boolean isAnswerToForeignRequest(RpcMessage message) {
    if (message.method() != null) {
      foreignRequests.put(direction, message, true);
      return false;
    }
    return foreignRequests.take(direction.opposite(), message) != null;
  }

  /** The first dialect that is certain gets the conversation; until then the first that finds a message possible. */
  private void chooseDialect(RpcMessage message) {
    for (StratumDialect candidate : shared.dialects) {
      Probe probe = candidate.probe(message);
      if (probe == Probe.CERTAIN || (probe == Probe.POSSIBLE && session == null)) {
        if (candidate != dialect) {
          dialect = candidate;
          session = candidate.newSession(shared.options, this);
        }
        isCertain = probe == Probe.CERTAIN;
        if (isCertain) {
          return;
        }
      }
    }
  }

  /** Other lines among the messages of one side speak against it; so does, less, a peer that speaks something else. */
  private void weighForeign(Stream stream) {
    if (stream.isForeign && stream.hasSpoken) {
      signOfConversation("foreign-text");
    } else if (stream.isForeign && streamOf(direction.opposite()).hasSpoken) {
      signOfConversation("foreign-peer");
    }
  }

  @Override
  public void said(Role role) {
    Stream stream = streamOf(direction);
    if (!stream.hasSpoken && flow.hasOtherStart(direction)) {
      signOfConversation("foreign-start");
    }
    stream.hasSpoken = true;
    weighForeign(stream);
    Direction miner = role == Role.MINER ? direction : direction.opposite();
    if (minerDirection == null) {
      minerDirection = miner;
    } else if (minerDirection != miner) {
      isContradictory = true;
    }
  }

  @Override
  public void sign(String name) {
    if (dialect != null) {
      add(shared.rules.rule(dialect.id(), name));
    }
  }

  /** Adds a sign that somebody else read from this conversation, such as a known name of mining software. */
  public void signOfConversation(String name) {
    add(shared.rules.rule(DialectRules.CONVERSATION, name));
  }

  private void add(Rule rule) {
    if (!evidence.has(rule)) {
      proofs++;
      Side side = direction == minerDirection ? Side.MINER : Side.POOL;
      evidence.add(new Evidence(rule, rule.isAgreement() ? Side.BOTH : side, packetNumber, timestampMicros, excerpt()));
    }
  }

  private String excerpt() {
    int length = Math.min(frameLength, Evidence.MAX_EXCERPT_CHARS);
    StringBuilder text = new StringBuilder(new String(frame, frameOffset, length, StandardCharsets.UTF_8));
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) || text.charAt(i) == '\uFFFD') {
        text.setCharAt(i, '.');
      }
    }
    return length < frameLength ? text.append('…').toString() : text.toString();
  }

  @Override
  public void event(StratumEvent event) {
    if (event instanceof StratumEvent.Share) {
      proofs++;
    }
    observer.onEvent(event, timestampMicros);
  }

  @Override
  public Interest interest() {
    if (isContradictory) {
      return Interest.NONE;
    }
    if (verdict() != Verdict.NONE) {
      return Interest.MINING;
    }
    boolean isSpent = messages >= shared.options.maxIdleMessages()
        || foreignLines >= shared.options.maxForeignLines()
        || bytes >= shared.options.maxIdleBytes();
    return isSpent ? Interest.NONE : Interest.UNDECIDED;
  }

  @Override
  public void onEnd(EndReason reason) {
    fromOriginator.decoder.release();
    fromResponder.decoder.release();
  }

  public Verdict verdict() {
    return isContradictory ? Verdict.NONE : evidence.verdict(shared.ruleSet.thresholds());
  }

  public EvidenceLog evidence() {
    return evidence;
  }

  public Flow flow() {
    return flow;
  }

  /** Id of the dialect spoken; null if none was found. */
  public @Nullable String dialectId() {
    return dialect == null ? null : dialect.id();
  }

  /** Which direction is the miner's; null while nothing said tells. */
  public @Nullable Direction minerDirection() {
    return minerDirection;
  }

  /** Grows with each new sign and each share: the packet at hand proves something. */
  public int proofs() {
    return proofs;
  }
}
