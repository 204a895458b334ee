package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.Carrier;
import stratoscope.carrier.CarrierMemory;
import stratoscope.carrier.CarrierSink;
import stratoscope.carrier.Carriers;
import stratoscope.carrier.HttpHead;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;

/**
 * The two streams of one connection read as a dialogue with a pool: peels off what carries it, has it read as JSON messages or as a dialect
 * of its own, gathers the evidence, and tells the flow table whether to go on. One thread. What is no message is evidence against.
 */
public final class StratumConversation implements StreamHandler, CarrierSink {

  /** What all conversations of a detector share. Its decoders' memory makes it belong to one thread. */
  public static final class Factory {
    private final StratumOptions options;
    private final List<MessageDialect> messageDialects;
    private final List<StreamDialect> streamDialects;
    private final DialectRules rules;
    private final RuleSet ruleSet;
    private final RpcParser parser;
    private final DecoderMemory memory;
    private final CarrierMemory carrierMemory;

    /** @param dialects most specific first */
    public Factory(StratumOptions options, RuleSet ruleSet, Collection<? extends StratumDialect> dialects) {
      this.options = options;
      this.ruleSet = ruleSet;
      messageDialects = dialects.stream().filter(MessageDialect.class::isInstance).map(MessageDialect.class::cast).toList();
      streamDialects = dialects.stream().filter(StreamDialect.class::isInstance).map(StreamDialect.class::cast).toList();
      rules = new DialectRules(ruleSet);
      parser = new RpcParser(options);
      memory = new DecoderMemory(options);
      carrierMemory = new CarrierMemory(options.carrier());
    }

    public StratumConversation newConversation(Flow flow, ConversationObserver observer) {
      return new StratumConversation(this, flow, observer);
    }
  }

  private static final int MAX_DEBRIS_BYTES = 8;

  private record StreamReader(StreamDialect dialect, StreamSession session) {}

  private final Factory shared;
  private final Flow flow;
  private final ConversationEvidence evidence;
  private final MessageReaders messageReaders;
  private final Stream fromOriginator;
  private final Stream fromResponder;
  private @Nullable Carriers carriers;
  /** The dialects that are no JSON and may still be spoken here; null before there was anything to judge. */
  private @Nullable List<StreamReader> streamReaders;
  private boolean isOtherDialect;
  private int messages;
  private int foreignLines;
  private long bytes;

  private StratumConversation(Factory shared, Flow flow, ConversationObserver observer) {
    this.shared = shared;
    this.flow = flow;
    evidence = new ConversationEvidence(shared.rules, flow, observer);
    messageReaders = new MessageReaders(shared.options, shared.messageDialects, shared.rules, evidence);
    fromOriginator = new Stream();
    fromResponder = new Stream();
  }

  @Override
  public void onBytes(Direction from, ByteBuf data, long micros, long packet) {
    evidence.at(from, micros, packet);
    bytes += data.readableBytes();
    Stream stream = streamOf(from);
    if (stream.mayBeCarried && data.isReadable()) {
      stream.isCarried |= carriers != null || Carriers.mayBeginWith(data.getByte(data.readerIndex()));
      stream.mayBeCarried = flow.isMidstream() && !stream.isCarried;
    }
    if (stream.isCarried) {
      carriers = carriers == null ? new Carriers(shared.carrierMemory, !flow.isMidstream(), this) : carriers;
      carriers.onBytes(from, data);
    } else {
      onStream(from, data);
    }
  }

  @Override
  public void onGap(Direction from, long missingBytes) {
    Stream stream = streamOf(from);
    if (carriers != null && stream.isCarried) {
      carriers.onGap(from);
    } else {
      stream.mayBeCarried = true;
      onStreamGap(from);
    }
  }

  @Override
  public void onStream(Direction from, ByteBuf data) {
    Stream stream = streamOf(from);
    if (streamReaders == null && !stream.hasBegun && !stream.beginsLikeMessage(data)) {
      streamReaders = newStreamReaders();
    }
    stream.hasBegun |= data.isReadable();
    if (streamReaders != null && !streamReaders.isEmpty()) {
      offer(reader -> reader.onBytes(from, data));
    }
    if (!isOtherDialect) {
      stream.decoder.onBytes(data);
    }
  }

  @Override
  public void onStreamGap(Direction from) {
    if (streamReaders != null && !streamReaders.isEmpty()) {
      offer(reader -> reader.onGap(from));
    }
    streamOf(from).decoder.onGap();
  }

  /** What a reader makes of the bytes or the gap at hand. */
  private interface Offer {
    Probe to(StreamSession reader);
  }

  private void offer(Offer offer) {
    List<StreamReader> readers = streamReaders == null ? List.of() : streamReaders;
    StreamReader certain = null;
    for (Iterator<StreamReader> it = readers.iterator(); it.hasNext();) {
      StreamReader reader = it.next();
      Probe probe = offer.to(reader.session);
      if (probe == Probe.NOT_MINE) {
        it.remove();
      } else if (probe == Probe.CERTAIN && certain == null) {
        certain = reader;
      }
    }
    if (certain != null && !isOtherDialect) {
      isOtherDialect = true;
      StreamReader chosen = certain;
      readers.removeIf(reader -> !reader.equals(chosen));
    }
  }

  private List<StreamReader> newStreamReaders() {
    List<StreamReader> readers = new ArrayList<>(shared.streamDialects.size());
    Exchanges none = new Exchanges(shared.options);
    for (StreamDialect dialect : shared.streamDialects) {
      Speaker speaker = new Speaker(dialect, shared.rules, evidence, none);
      readers.add(new StreamReader(dialect, dialect.newSession(shared.options, speaker, !flow.isMidstream())));
    }
    return readers;
  }

  @Override
  public void onMessage(Direction from, ByteBuf body, @Nullable HttpHead head) {
    byte[] text = new byte[body.readableBytes()];
    body.getBytes(body.readerIndex(), text);
    RpcMessage message = shared.parser.parse(text, 0, text.length);
    if (message != null) {
      evidence.quote(text, 0, text.length);
      onMessage(from, new RpcMessage(message.members(), head));
    } else if (head == null) {
      streamOf(from).onLines(body);
    } else {
      foreignLines++;
    }
  }

  @Override
  public void onHead(Direction from, HttpHead head) {
    foreignLines++; // until it, or what comes with it, is a sign
    evidence.carried();
    evidence.quote(HttpExcerpt.of(head));
    messageReaders.onMessage(new RpcMessage(Map.of(), head), from);
  }

  @Override
  public void onCarrier(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user) {
    evidence.carried();
    if (host != null && !host.isEmpty()) {
      evidence.event(new StratumEvent.Endpoint(host, port == 0 ? null : (Integer) port));
      evidence.quote(carrier.label() + " " + host + (port == 0 ? "" : ":" + port));
      evidence.signOfConversation("destination");
    }
  }

  private void onMessage(Direction from, RpcMessage message) {
    messages++;
    messageReaders.onMessage(message, from);
  }

  /** One direction of the innermost stream: its decoder, and what was heard in it. */
  private final class Stream implements StratumFrameDecoder.Sink {
    private final StratumFrameDecoder decoder = new StratumFrameDecoder(shared.options, shared.memory, !flow.isMidstream(), this);
    private boolean hasBegun;
    /** Whether the next bytes may open a carrier: at the start, and wherever something is missing in front of them. */
    private boolean mayBeCarried = true;
    private boolean isCarried;
    /** Whether what is read stands in a message of its own, where other text is no part of a document. */
    private boolean isInMessage;

    boolean beginsLikeMessage(ByteBuf data) {
      byte first = data.isReadable() ? data.getByte(data.readerIndex()) : (byte) ' ';
      return first == '{' || first == ' ' || first == '\r' || first == '\n' || first == '\t';
    }

    void onLines(ByteBuf body) {
      isInMessage = true;
      decoder.onBytes(body);
      decoder.onBoundary();
      isInMessage = false;
    }

    @Override
    public void onFrame(byte[] array, int offset, int length) {
      RpcMessage message = shared.parser.parse(array, offset, length);
      if (message == null) {
        onForeign(array, offset, length);
      } else {
        evidence.quote(array, offset, length);
        StratumConversation.this.onMessage(evidence.direction(), message);
      }
    }

    @Override
    public void onForeign(byte[] array, int offset, int length) {
      evidence.quote(array, offset, length);
      foreignLines++;
      if (!isInMessage && !isDebris(array, offset, length)) {
        evidence.foreign();
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

  /** Adds a sign that somebody else read from this conversation, such as a known name of mining software. */
  public void signOfConversation(String name) {
    evidence.signOfConversation(name);
  }

  @Override
  public Interest interest() {
    if (evidence.isContradictory()) {
      return Interest.NONE;
    }
    if (verdict() != Verdict.NONE) {
      return Interest.MINING;
    }
    boolean isOpen = streamReaders != null && !streamReaders.isEmpty();
    boolean isSpent = messages >= shared.options.maxIdleMessages()
        || (foreignLines >= shared.options.maxForeignLines() && !isOpen)
        || bytes >= shared.options.maxIdleBytes();
    return isSpent ? Interest.NONE : Interest.UNDECIDED;
  }

  @Override
  public void onEnd(EndReason reason) {
    if (carriers != null) {
      carriers.release();
    }
    fromOriginator.decoder.release();
    fromResponder.decoder.release();
  }

  public Verdict verdict() {
    return evidence.verdict(shared.ruleSet.thresholds());
  }

  public EvidenceLog evidence() {
    return evidence.log();
  }

  public Flow flow() {
    return flow;
  }

  /** Which dialects are spoken, and what tells. */
  public SpokenDialects dialects() {
    return SpokenDialects.of(evidence.log().entries());
  }

  /** What the conversation travels in, outermost first. */
  public List<Carrier> carriers() {
    return carriers == null ? List.of(Carrier.TCP) : carriers.nest();
  }

  /** Which direction is the miner's; null while nothing said tells. */
  public @Nullable Direction minerDirection() {
    return evidence.minerDirection();
  }

  /** Grows with each new sign and each share: the packet at hand proves something. */
  public int proofs() {
    return evidence.proofs();
  }
}
