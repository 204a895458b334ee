package stratoscope;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.carrier.Carrier;
import stratoscope.circumstance.Circumstances;
import stratoscope.circumstance.Lesson;
import stratoscope.circumstance.Lookups;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Attention;
import stratoscope.flow.Direction;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowCount;
import stratoscope.flow.FlowTable;
import stratoscope.flow.StreamHandler;
import stratoscope.host.AddressCounter;
import stratoscope.host.AddressSink;
import stratoscope.inventory.Inventory;
import stratoscope.names.AddressRange;
import stratoscope.packet.FrameView;
import stratoscope.packet.IpAddress;
import stratoscope.packet.PacketFate;
import stratoscope.packet.TcpSegment;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.Pulse;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StatePart;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.StratumConversation;

/**
 * The whole way of a packet, put together: source, decoder, flow table, conversations, evidence, hosts, records. One thread; time is
 * the packets' own. Bounded by {@link DetectorOptions}; whatever has to go for a bound is reported or counted first.
 */
public final class Detector {
  /** Addresses told apart for the count of screened hosts; beyond it the count is "at least". */
  private static final int MAX_SCREENED_HOSTS = 1 << 21;
  /** Of the state: what was learned, and sessions; behind them comes the docket. */
  private static final int OWN_GROUPS = 2;
  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  private final DetectorOptions options;
  private final Docket docket;
  private final FrameView frame;
  private final FlowTable flows;
  private Session.Shared shared;
  private final Lookups lookups;
  private final AtomicReference<@Nullable Knowledge> pending = new AtomicReference<>();
  private final PacketCounts packets = new PacketCounts();
  private final AddressCounter screened = new AddressCounter(MAX_SCREENED_HOSTS);
  private final Map<Flow, Session> sessions = new HashMap<>();
  private final Deque<Session> ended = new ArrayDeque<>();
  private final Deque<Contact> contacts = new ArrayDeque<>();
  private final Overload overload = new Overload();
  private @Nullable Watch watch;
  private @Nullable Worker worker;
  private @Nullable PacketSource source;
  private RawPacket atHand = new RawPacket();
  /** Takes what is to be saved; null if nothing is. */
  private @Nullable StatePart state;
  private final Map<Long, Session> resumed = new HashMap<>();
  /** With which all was saved before the end; 0 until then. */
  private int lastPass;
  private long proofBytes;
  /** End of the hour of packet time that the docket was told of. */
  private long seenUntilMicros = Long.MIN_VALUE;

  /** A look-up that makes its host suspect, the pool's key, and its packet. */
  private record Contact(Finding finding, String pool, ProofPackets proof) {}

  public Detector(DetectorOptions options, Knowledge knowledge, RecordSink records) {
    this(options, knowledge, Inventory.NONE, records);
  }

  /** The same with whose addresses are. */
  public Detector(DetectorOptions options, Knowledge knowledge, Inventory inventory, RecordSink records) {
    this(options, knowledge, new Docket(options, knowledge, inventory, records));
  }

  /** One of several that share a docket. */
  Detector(DetectorOptions options, Knowledge knowledge, Docket docket) {
    this.options = options;
    this.docket = docket;
    frame = new FrameView(options.packet());
    Circumstances circumstances = new Circumstances(knowledge.rules(), knowledge.circumstance(), knowledge.pools());
    lookups = circumstances.newLookups((finding, pool) -> contacts.add(new Contact(finding, pool, proofOf(finding))));
    flows = new FlowTable(options.flow(), circumstances.newSuspicion(), this::newSession);
    shared = new Session.Shared(knowledge,
        new StratumConversation.Factory(options.stratum(), knowledge.rules(), knowledge.dialects(), flows.counts()), circumstances);
  }

  /** Has addresses told of that open, or have data on, a TCP connection; before the run. */
  public void onAddress(AddressSink sink) {
    screened.tell(sink);
  }

  /**
   * Takes all packets of a source, reports what they show, and ends every session still open.
   *
   * @throws IOException if records can't be written; the source's own troubles are its own to report
   */
  public void run(PacketSource source) throws IOException {
    docket.resume();
    read(source);
    leave();
    endFlows();
    publish();
    docket.close();
  }

  /** Takes all packets of a source; what is open then stays open. */
  void read(PacketSource source) throws IOException {
    this.source = source;
    resume();
    RawPacket packet = new RawPacket();
    while (source.next(packet)) {
      if (pending.get() != null) {
        useRules();
      }
      if (watch != null && overload.isDue(packet.timestampMicros)) {
        shed(overload.look(source.strain(), packet.timestampMicros));
      }
      if (watch != null && (watch.isDue(packet.timestampMicros) || packet.isTick)) {
        onTime(watch, packet.timestampMicros);
      }
      if (!packet.isTick) {
        take(packet, source);
      }
      publish();
      if (state != null && state.isDue()) {
        state.onTime(packet.timestampMicros);
      }
    }
  }

  /**
   * Lets what is known be saved, while packets come and at the end, when sessions go on instead of ending. To be called before the run.
   *
   * @param isDocketSaved whether it saves what it shares with others, too
   */
  public void save(StatePart part, boolean isDocketSaved) {
    state = part;
    List<Supplier<Iterator<Stateful>>> own = List.of(this::circumstancePieces, this::sessionPieces);
    // the docket behind sessions: they are added to hosts when they end
    part.take(isDocketSaved ? List.of(own.get(0), own.get(1), docket::pieces) : own);
  }

  /** Takes a record from before a restart. To be called before {@link #run}. */
  public void restore(StateReader in) throws StateException {
    if (!docket.restore(in)) {
      restoreOwn(in);
    }
  }

  /** Takes one that is not the docket's, unless the session in it is another worker's. */
  void restoreOwn(StateReader in) throws StateException {
    if (in.kind() == StateKind.SESSION) {
      Session session = new Session(in, shared, this::onSessionEnd);
      Flow flow = session.flow();
      if (worker == null || worker.isOwn(flow.segment(Direction.FROM_ORIGINATOR, flow.lastSeenMicros(), 0))) {
        resumed.put(flow.id(), session);
      }
    } else if (in.kind() == StateKind.SESSION_OVER) {
      resumed.remove(in.natural());
    } else {
      shared.circumstances().restore(in);
    }
  }

  /** Takes up the sessions from before a restart. */
  private void resume() {
    resumed.values().stream().sorted(Comparator.comparingLong(session -> session.flow().lastSeenMicros())).forEach(session -> {
      Finding finding = session.told().isAny() ? session.outcome(Verdict.NONE).finding() : null;
      if (!flows.resume(session.flow(), session)) {
        ended.add(session); // there is no room
      } else {
        sessions.put(session.flow(), session);
        if (finding != null) {
          docket.onResumed(finding);
        }
      }
    });
    resumed.clear();
  }

  private Iterator<Stateful> circumstancePieces() {
    List<Stateful> pieces = new ArrayList<>();
    shared.circumstances().saveTo(pieces, packets.lastMicros());
    return pieces.iterator();
  }

  private Iterator<Stateful> sessionPieces() {
    return new ArrayList<>(sessions.values()).stream().<Stateful>map(session -> out -> {
      if (session.isWorthSaving() && sessions.get(session.flow()) == session) {
        session.save(out, state == null ? 0 : state.pass());
      }
    }).iterator();
  }

  /** Tells the last news of what is open, and saves all there is: what ends from now on is told as open. Nothing if nothing is saved. */
  void leave() throws IOException {
    if (state == null) {
      return;
    }
    flows.flush();
    if (watch != null) {
      for (List<Session> stirred = watch.take(); !stirred.isEmpty(); stirred = watch.take()) {
        for (Session session : stirred) {
          tell(session, packets.lastMicros());
        }
      }
    }
    lastPass = state.finish();
    docket.leave();
  }

  private void shed(int level) {
    flows.shed(level);
    if (worker != null) {
      worker.setPressed(level > 0);
    }
  }

  /** Says once an hour that there is something to be seen. */
  private void onPacket(long micros) {
    if (micros >= seenUntilMicros || micros < seenUntilMicros - MICROS_PER_HOUR) {
      seenUntilMicros = (Math.floorDiv(micros, MICROS_PER_HOUR) + 1) * MICROS_PER_HOUR;
      docket.onPacket(micros);
    }
  }

  private void take(RawPacket packet, PacketSource from) {
    atHand = packet;
    if (worker != null && worker.isHanded()) {
      inspect(worker.segment(), packet); // counted where it was read
      return;
    }
    if (packet.number == 1) {
      flows.onNewCapture();
      lookups.onNewCapture();
    }
    PacketFate fate = frame.decode(packet.data, packet.offset, packet.capturedLength, packet.originalLength, packet.linkType,
        packet.timestampMicros, packet.number);
    if (worker != null && fate == PacketFate.INSPECTED && !worker.isOwn(frame.segment())) {
      packets.add(worker.handOver(frame.segment(), packet), packet);
      return;
    }
    packets.add(fate, packet);
    onPacket(packet.timestampMicros);
    if (fate == PacketFate.INSPECTED) {
      inspect(frame.segment(), packet);
    } else if (fate == PacketFate.INSPECTED_DNS) {
      lookups.onDatagram(frame.segment(), from.name());
    }
  }

  /** What is due in live traffic even while no packet comes. */
  private void onTime(Watch watch, long nowMicros) throws IOException {
    flows.onTime(nowMicros);
    publish();
    docket.onTime(nowMicros);
    for (Session session : watch.take()) {
      tell(session, nowMicros);
    }
    watch.publish(new Pulse(stats(Map.of(), packets.seconds()), flows.liveFlows(), flows.miningFlows(), flows.outOfOrderBytes(),
        overload.level(), packets.takeNewestMicros()));
  }

  /** Tells what a session that is still open adds up to. */
  private void tell(Session session, long nowMicros) throws IOException {
    Told told = session.told();
    told.onLook(session.proofs());
    Session.Outcome outcome = session.outcome(options.weakest());
    Finding finding = outcome.finding();
    String pool = outcome.pool();
    if (finding != null && pool != null && outcome.isContact()) {
      if (told.onContact(nowMicros)) {
        flows.counts().add(FlowCount.PROOFS_LOST, docket.onOpenContact(finding, pool, session.proof()));
      }
    } else if (finding != null && told.isNews(finding.verdict(), nowMicros)) {
      boolean isRaised = told.tell(finding.verdict(), nowMicros);
      if (!isRaised) {
        learn(finding); // sessions of seconds teach when they end, as in files; one of weeks can't wait
      }
      docket.onOpen(finding, session.proof(), isRaised, isRaised ? null : pool);
    } else {
      told.onNoNews(nowMicros);
    }
  }

  /**
   * Says that the traffic is live: sessions are told of while they are open, and what is overdue ends though no packet comes. To be called
   * before {@link #run}.
   *
   * @param onPulse takes the counts twice a second, on the thread that runs the detector
   */
  public void watch(Consumer<Pulse> onPulse) {
    watch = new Watch(onPulse);
  }

  /**
   * From the next packet on other rules count. Sessions that are open keep those they began with; what was learned of addresses stays. Any
   * thread may call this while another runs the detector.
   */
  public void use(Knowledge knowledge) {
    pending.set(knowledge);
  }

  /** From now on an address is his who has it there; of sessions that are open, too. Any thread may call this. */
  public void use(Inventory inventory) {
    docket.use(inventory);
  }

  private void useRules() {
    Knowledge knowledge = Objects.requireNonNull(pending.getAndSet(null));
    shared.circumstances().use(knowledge.rules(), knowledge.circumstance(), knowledge.pools());
    docket.use(knowledge);
    shared = new Session.Shared(knowledge, shared.conversations().with(knowledge.rules(), knowledge.dialects()), shared.circumstances());
  }

  private void inspect(TcpSegment segment, RawPacket packet) {
    if (segment.payloadLength > 0 || segment.hasFlag(TcpSegment.SYN)) {
      screened.addPair(segment.sourceHigh, segment.sourceLow, segment.destinationHigh, segment.destinationLow,
          segment.timestampMicros);
    }
    Flow flow = flows.onSegment(segment);
    boolean isProofWanted = options.maxProofBytes() > 0;
    if (flow != null && segment.payloadLength > 0 && (isProofWanted || watch != null)) {
      Session session = sessions.get(flow);
      if (session != null && isProofWanted && session.proof().isWanted(packet, session.proofs())) {
        keepProof(session, packet);
      }
      if (session != null && watch != null) {
        watch.onPacket(session, packet.timestampMicros);
      }
    }
  }

  private void keepProof(Session session, RawPacket packet) {
    if (proofBytes < options.maxProofBytes()) {
      session.proof().add(packet);
      proofBytes += packet.capturedLength;
    } else {
      flows.counts().add(FlowCount.PROOFS_LOST);
    }
  }

  /** The packet at hand, if it is the one with the look-up: over TCP an earlier one may have waited for it. */
  private ProofPackets proofOf(Finding lookUp) {
    ProofPackets proof = new ProofPackets();
    if (options.maxProofBytes() > 0 && lookUp.connection().packetNumber() == atHand.number) {
      proof.add(atHand);
    }
    return proof;
  }

  private StreamHandler newSession(Flow flow) {
    String captureName = source == null ? "" : source.name();
    if (flow.attention() == Attention.DNS) {
      return new DnsSession(flow, lookups, shared.conversations().carrierMemory(), captureName);
    }
    Session session = new Session(flow, shared, captureName, this::onSessionEnd);
    sessions.put(flow, session);
    return session;
  }

  private void onSessionEnd(Session session) {
    sessions.remove(session.flow());
    ended.add(session);
    if (watch != null) {
      watch.onEnd(session);
    }
    if (state != null && state.pass() > 0 && session.savedPass() == state.pass() && state.begun() <= OWN_GROUPS) {
      long id = session.flow().id();
      state.add(out -> out.begin(StateKind.SESSION_OVER).number(id).end());
    }
  }

  /** Has others told of what this one learns, and be one of them; before the run. */
  void join(Worker mine, Consumer<Lesson> others) {
    worker = mine;
    shared.circumstances().tell(others);
  }

  /** Takes what another learned. For the thread that runs this one. */
  void learn(Lesson lesson) {
    shared.circumstances().learn(lesson);
  }

  /** Ends all connections, as the input has ended; the sessions among them wait to be published. */
  void endFlows() throws IOException {
    flows.end();
    publishContacts();
  }

  /** When the session that is next to be published was first seen; {@link Long#MAX_VALUE} if there is none. */
  long nextEndedMicros() {
    Session next = ended.peek();
    return next == null ? Long.MAX_VALUE : next.flow().firstSeenMicros();
  }

  /** Writes what has ended since the last packet; nothing in nearly all cases. */
  private void publish() throws IOException {
    while (!ended.isEmpty() || !contacts.isEmpty()) {
      publishNext();
    }
  }

  private void publishContacts() throws IOException {
    for (Contact contact = contacts.poll(); contact != null; contact = contacts.poll()) {
      flows.counts().add(FlowCount.PROOFS_LOST, docket.onContact(contact.finding(), contact.pool(), contact.proof()));
    }
  }

  /** Writes what DNS showed, and the session that ended first. */
  void publishNext() throws IOException {
    publishContacts();
    Session session = ended.poll();
    if (session != null) {
      proofBytes -= session.proof().bytes();
      publish(session);
    }
  }

  private void publish(Session session) throws IOException {
    Session.Outcome outcome = session.outcome(session.told().isAny() ? Verdict.NONE : options.weakest());
    Finding finding = outcome.finding();
    if (finding == null) {
      return;
    }
    if (outcome.pool() != null && outcome.isContact()) {
      flows.counts().add(FlowCount.PROOFS_LOST, docket.onContact(finding, outcome.pool(), session.proof()));
      return;
    }
    boolean isOpen = lastPass > 0 && session.savedPass() == lastPass;
    if (!isOpen) {
      learn(finding);
    }
    docket.onSession(finding, session.proof(), outcome.pool(), isOpen);
  }

  /** What a session shows counts for others from now on: of where it went, and not of a proxy on the way, which others use, too. */
  private void learn(Finding finding) {
    if (finding.verdict() != Verdict.CONFIRMED) {
      return;
    }
    Finding.Connection c = finding.connection();
    IpAddress pool = c.pool();
    int port = c.poolPort();
    if (finding.speech().carriers().stream().anyMatch(Carrier::isProxy)) {
      Finding.Pool asked = finding.dialogue().pool();
      pool = asked.host() == null ? null : AddressRange.addressOrNull(asked.host());
      port = asked.port() == null ? 0 : asked.port();
    }
    if (pool != null && port > 0) {
      shared.circumstances().onConfirmed(c.miner(), pool, port, c.lastSeenMicros());
    }
  }

  /**
   * The sums so far.
   *
   * @param captureProblems damage met by the source, per kind
   * @param elapsedSeconds the run took
   */
  public Stats stats(Map<String, Long> captureProblems, double elapsedSeconds) {
    Map<String, Long> streams = new LinkedHashMap<>();
    for (FlowCount count : FlowCount.values()) {
      long times = flows.counts().of(count);
      if (times > 0) {
        streams.put(count.label(), times);
      }
    }
    Docket.Sums found = docket.sums();
    return new Stats(packets.packets(), packets.bytes(), packets.inspected(), packets.of(PacketFate.Kind.IGNORED),
        packets.of(PacketFate.Kind.DROPPED), captureProblems, streams, flows.counts().of(FlowCount.FLOWS), found.findings(),
        screened.count(), found.hosts(), found.evicted(), found.allowed(), packets.lastMicros(), packets.seconds(), elapsedSeconds);
  }
}
