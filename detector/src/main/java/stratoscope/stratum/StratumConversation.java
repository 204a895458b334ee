package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.carrier.Carrier;
import stratoscope.carrier.CarrierMemory;
import stratoscope.carrier.CarrierSink;
import stratoscope.carrier.Carriers;
import stratoscope.carrier.HttpHead;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Attention;
import stratoscope.flow.Direction;
import stratoscope.flow.EndReason;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowCounts;
import stratoscope.flow.Interest;
import stratoscope.flow.StreamHandler;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.ServerHello;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

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
    private final RpcParser parser;
    private final DecoderMemory memory;
    private final CarrierMemory carrierMemory;

    /**
     * Makes one.
     *
     * @param dialects most specific first
     * @param counts of the flow table
     */
    public Factory(StratumOptions options, RuleSet ruleSet, Collection<? extends StratumDialect> dialects, FlowCounts counts) {
      this(options, ruleSet, dialects, new DecoderMemory(options, counts), new CarrierMemory(options.carrier(), counts));
    }

    private Factory(StratumOptions options, RuleSet ruleSet, Collection<? extends StratumDialect> dialects, DecoderMemory memory,
        CarrierMemory carrierMemory) {
      this.options = options;
      this.memory = memory;
      this.carrierMemory = carrierMemory;
      messageDialects = dialects.stream().filter(MessageDialect.class::isInstance).map(MessageDialect.class::cast).toList();
      streamDialects = dialects.stream().filter(StreamDialect.class::isInstance).map(StreamDialect.class::cast).toList();
      rules = new DialectRules(ruleSet);
      parser = new RpcParser(options);
    }

    /** The same by other rules, with the same memory. */
    public Factory with(RuleSet ruleSet, Collection<? extends StratumDialect> dialects) {
      return new Factory(options, ruleSet, dialects, memory, carrierMemory);
    }

    /** Bounds what the readers of one thread hold back. */
    public CarrierMemory carrierMemory() {
      return carrierMemory;
    }

    public StratumConversation newConversation(Flow flow, ConversationObserver observer) {
      return new StratumConversation(this, flow, observer);
    }
  }

  private final Factory shared;
  private final Flow flow;
  private final ConversationObserver observer;
  private final ConversationEvidence evidence;
  private final MessageReaders messageReaders;
  private final Stream fromOriginator;
  private final Stream fromResponder;
  private @Nullable Carriers carriers;
  /** What an earlier part of the conversation travelled in, before a restart: inside it one may not tell any more. */
  private final List<Carrier> earlierNest = new ArrayList<>(0);
  /** Readers of dialects that are no JSON; null before there was anything to judge. */
  private @Nullable StreamReaders streamReaders;
  /** Sides that said what is no JSON while it may still be another dialect. */
  private final Set<Direction> undecided = EnumSet.noneOf(Direction.class);
  /** Whether a side began as a visit to the web does. */
  private boolean isVisit;
  private int messages;
  private int foreignLines;
  private long bytes;

  private StratumConversation(Factory shared, Flow flow, ConversationObserver observer) {
    this.shared = shared;
    this.flow = flow;
    this.observer = observer;
    evidence = new ConversationEvidence(shared.rules, flow, observer);
    messageReaders = new MessageReaders(shared.options, shared.messageDialects, shared.rules, evidence);
    fromOriginator = new Stream(Direction.FROM_ORIGINATOR);
    fromResponder = new Stream(Direction.FROM_RESPONDER);
  }

  /** Writes what it adds up to; where in a message it stands is not kept. */
  public void save(StateWriter out) {
    evidence.save(out);
    List<Carrier> nest = nest();
    out.number(nest.size());
    nest.forEach(out::word);
  }

  /** Takes what its earlier part added up to; before the first bytes. */
  public void restore(StateReader in) throws StateException {
    evidence.restore(in);
    for (int left = in.size(); left > 0; left--) {
      earlierNest.add(in.word(Carrier.values()));
    }
  }

  @Override
  public void onBytes(Direction from, ByteBuf data, long micros, long packet) {
    evidence.at(from, micros, packet);
    bytes += data.readableBytes();
    Stream stream = streamOf(from);
    if (stream.mayBeCarried && data.isReadable()) {
      stream.isCarried |= carriers != null || Carriers.mayBeginWith(data.getByte(data.readerIndex()));
      stream.mayBeCarried = !stream.isAtStart && !stream.isCarried;
    }
    if (stream.isCarried) {
      if (carriers == null) {
        carriers = new Carriers(shared.carrierMemory, fromOriginator.isAtStart, fromResponder.isAtStart, this);
      }
      carriers.onBytes(from, data);
    } else {
      onStream(from, data);
    }
  }

  @Override
  public void onGap(Direction from, long missingBytes) {
    messageReaders.onGap(from);
    Stream stream = streamOf(from);
    if (carriers != null && (stream.isCarried || stream.mayBeCarried)) {
      stream.isCarried = true;
      carriers.onGap(from);
      stream.decoder.onGap();
      stream.loseHead(from);
    } else {
      stream.isAtStart = false;
      stream.mayBeCarried = true;
      onStreamGap(from);
    }
  }

  @Override
  public void onStream(Direction from, ByteBuf data) {
    Stream stream = streamOf(from);
    if (streamReaders == null && !stream.hasBegun && !RpcParser.mayBeginWith(data)) {
      streamReaders = newStreamReaders();
      if (carriers != null) {
        observer.onUnreadable();
      }
    }
    stream.hasBegun |= data.isReadable();
    if (streamReaders != null) {
      streamReaders.onBytes(from, data);
      decide(streamReaders);
    }
    if (streamReaders == null || !streamReaders.isChosen()) {
      stream.decoder.onBytes(data);
    }
  }

  @Override
  public void onStreamGap(Direction from) {
    Stream stream = streamOf(from);
    stream.isFrontLost |= !stream.hasBegun;
    if (streamReaders != null) {
      streamReaders.onGap(from);
      decide(streamReaders);
    }
    stream.decoder.onGap();
  }

  /** What is no JSON is foreign once it is no other dialect either. */
  private void decide(StreamReaders readers) {
    if (!undecided.isEmpty() && !readers.isOpen()) {
      if (!readers.isChosen()) {
        undecided.forEach(evidence::foreign);
      }
      undecided.clear();
    }
  }

  private StreamReaders newStreamReaders() {
    boolean isAtStart = !flow.isMidstream() && !fromOriginator.isFrontLost && !fromResponder.isFrontLost;
    return new StreamReaders(shared.options, shared.streamDialects, shared.rules, evidence, shared.memory, isAtStart);
  }

  @Override
  public void onMessage(Direction from, ByteBuf body, @Nullable HttpHead head) {
    byte[] text = new byte[body.readableBytes()];
    body.getBytes(body.readerIndex(), text);
    RpcMessage message = shared.parser.parse(text, 0, text.length);
    if (message != null) {
      if (head == null) {
        streamOf(from).decoder.onBoundary();
      } else if (message.method() != null || message.isAnswer()) {
        foreignLines--; // its head was counted, and is none
      }
      evidence.quote(text, 0, text.length);
      onMessage(from, new RpcMessage(message.members(), head));
    } else if (head == null) {
      observer.onUnreadable();
      streamOf(from).onLines(body);
    } else {
      foreignLines++;
    }
  }

  @Override
  public void onHead(Direction from, HttpHead head) {
    if (!head.isAboutCarrier()) {
      foreignLines++; // until it, or what comes with it, is a sign
    }
    Stream stream = streamOf(from);
    stream.head = head.kept();
    stream.isHeadLost = false;
    evidence.quote(HttpExcerpt.of(head));
    if (!head.isRequest() && !flow.isMidstream() && streamOf(from.opposite()).isPlain()) {
      evidence.foreign(from); // HTTP as the answer to something else
    } else {
      evidence.carried();
    }
    evidence.inHttp(true);
    if (head.isRequest()) {
      onRequest(head);
    }
    messageReaders.onMessage(new RpcMessage(Map.of(), head), from);
  }

  private void onRequest(HttpHead head) {
    String host = head.host();
    if (host != null && !head.isConnect()) {
      observer.onDestination(Carrier.HTTP.label(), host, head.port());
    }
    if (head.isBrowsers()) {
      observer.onBrowser();
    }
  }

  @Override
  public void onAsked(Direction from, Carrier carrier, String host, int port) {
    observer.onDestination(carrier.label(), host, port);
  }

  @Override
  public boolean onVisit(Direction from, @Nullable String host, boolean isInPieces) {
    boolean isPools = host == null ? flow.attention() == Attention.POOL_ASKED : observer.isPool(host);
    boolean isKnown = !isInPieces || flow.hasHttpStart(from); // else what follows, seen in midstream, would not be known for HTTP
    isVisit = isKnown && !isPools && messages == 0 && !streamOf(from.opposite()).isPlain();
    return isVisit;
  }

  @Override
  public void onCarrier(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user) {
    foreignLines = 0; // what was said so far was said to the carrier
    fromOriginator.decoder.onBoundary();
    fromResponder.decoder.onBoundary();
    evidence.carried();
    if (host != null && !host.isEmpty()) {
      evidence.event(new StratumEvent.Endpoint(host, port == 0 ? null : (Integer) port));
      observer.onDestination(carrier.label(), host, port);
      evidence.quote(carrier.label() + " " + host + (port == 0 ? "" : ":" + port));
      evidence.signOfConversation("destination");
    }
  }

  @Override
  public void onTls(Direction from) {
    evidence.carried();
    observer.onTls();
  }

  @Override
  public void onClientHello(Direction from, ClientHello hello) {
    observer.onClientHello(from, hello);
  }

  @Override
  public void onServerHello(Direction from, ServerHello hello) {
    observer.onServerHello(hello);
  }

  @Override
  public void onTlsOpened(Direction from) {
    observer.onTlsOpened();
  }

  @Override
  public void onCertificates(Direction from, CertificateChain chain) {
    observer.onCertificates(from, chain);
  }

  private void onMessage(Direction from, RpcMessage message) {
    messages++;
    evidence.inHttp(message.head() != null);
    if (!message.members().isEmpty()) {
      messageReaders.onMessage(message, from);
    }
    if (streamReaders != null && streamReaders.isOpen() && evidence.isSpokenInJson()) {
      streamReaders.release(); // it is no other dialect
      decide(streamReaders);
    }
  }

  /** One direction of the innermost stream: its decoder, and what was heard in it. */
  private final class Stream implements StratumFrameDecoder.Sink {
    private final StratumFrameDecoder decoder = new StratumFrameDecoder(shared.options, shared.memory, !flow.isMidstream(), this);
    private final boolean isHttpAtStart;
    private boolean hasBegun;
    private boolean isFrontLost;
    /** Whether no byte is missing in front of what came so far. */
    private boolean isAtStart = !flow.isMidstream();
    /** Whether the next bytes may open a carrier: at the start, and from where something is missing in front of them. */
    private boolean mayBeCarried = true;
    private boolean isCarried;
    /** Of the HTTP message that came last, of which nothing is known if it was lost; what is read behind it may be its body. */
    private @Nullable HttpHead head;
    private boolean isHeadLost;
    /** Whether what is read stands in a message of its own, where other text is no part of a document unless messages stand beside it. */
    private boolean isInMessage;
    private boolean hasOtherText;
    private boolean hasFrames;

    Stream(Direction from) {
      isHttpAtStart = flow.hasHttpStart(from);
      if (isHttpAtStart) {
        loseHead(from);
      }
    }

    void loseHead(Direction from) {
      head = new HttpHead(from == Direction.FROM_ORIGINATOR, "", "", 0, List.of());
      isHeadLost = true;
    }

    /** True if something was said that nothing carries. */
    boolean isPlain() {
      return hasBegun && !isCarried && !isHttpAtStart;
    }

    /** Takes lines in a message of their own. An unfinished JSON text goes on in the next: some carry a stream, cut anywhere. */
    void onLines(ByteBuf body) {
      isInMessage = true;
      hasOtherText = false;
      hasFrames = false;
      decoder.onBytes(body);
      if (decoder.heldBytes() == 0) {
        decoder.onBoundary();
      }
      isInMessage = false;
      if (hasOtherText && hasFrames) {
        evidence.foreign(evidence.direction());
      }
    }

    @Override
    public void onFrame(byte[] array, int offset, int length) {
      RpcMessage message = shared.parser.parse(array, offset, length);
      if (message == null) {
        onForeign(array, offset, length);
      } else {
        hasFrames = true;
        evidence.quote(array, offset, length);
        StratumConversation.this.onMessage(evidence.direction(), isInHttp() ? new RpcMessage(message.members(), head) : message);
      }
    }

    @Override
    public void onForeign(byte[] array, int offset, int length) {
      evidence.quote(array, offset, length);
      foreignLines++;
      if (RpcParser.isDebris(array, offset, length)) {
        return;
      }
      hasOtherText = true;
      if (isInMessage || (isHeadLost && isInHttp())) {
        return;
      }
      if (streamReaders != null && streamReaders.isOpen()) {
        undecided.add(evidence.direction());
      } else {
        evidence.foreign(evidence.direction());
      }
    }

    /** True for a body that ends with the connection, or whose head was lost. */
    private boolean isInHttp() {
      List<Carrier> nest = carriers == null ? List.of(Carrier.TCP) : carriers.nest();
      Carrier innermost = nest.get(nest.size() - 1);
      return !isInMessage && (innermost == Carrier.HTTP || (innermost == Carrier.TCP && isHttpAtStart));
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
      return Interest.NEVER;
    }
    if (verdict() != Verdict.NONE) {
      return Interest.MINING;
    }
    boolean isOpen = streamReaders != null && streamReaders.isOpen();
    boolean isSpent = isVisit || messages >= shared.options.maxIdleMessages()
        || (foreignLines >= shared.options.maxForeignLines() && !isOpen)
        || bytes >= shared.options.maxIdleBytes();
    return isSpent ? Interest.NONE : Interest.UNDECIDED;
  }

  @Override
  public void onEnd(EndReason reason) {
    if (carriers != null) {
      carriers.release();
    }
    if (streamReaders != null) {
      streamReaders.release();
    }
    fromOriginator.decoder.release();
    fromResponder.decoder.release();
  }

  public Verdict verdict() {
    return evidence.verdict();
  }

  /** True if its words speak against themselves, as those of a document do. */
  public boolean isContradictory() {
    return evidence.isContradictory();
  }

  public EvidenceLog evidence() {
    return evidence.log();
  }

  public Flow flow() {
    return flow;
  }

  /** Which dialects are spoken, and what tells. */
  public SpokenDialects dialects() {
    return evidence.dialects();
  }

  private List<Carrier> nest() {
    List<Carrier> nest = carriers == null ? List.of(Carrier.TCP) : carriers.nest();
    return earlierNest.size() > nest.size() ? earlierNest : nest;
  }

  /** What the conversation travels in, outermost first. */
  public List<Carrier> carriers() {
    List<Carrier> nest = nest();
    boolean isIn = evidence.wasSaidInHttp() || (!nest.contains(Carrier.HTTP) && !nest.contains(Carrier.HTTP2));
    return isIn ? nest : nest.stream().filter(carrier -> carrier != Carrier.HTTP && carrier != Carrier.HTTP2).toList();
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
