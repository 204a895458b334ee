package stratoscope;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.circumstance.Circumstances;
import stratoscope.circumstance.Contacts;
import stratoscope.circumstance.Lookups;
import stratoscope.config.Knowledge;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Attention;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowCount;
import stratoscope.flow.FlowTable;
import stratoscope.flow.StreamHandler;
import stratoscope.host.AddressCounter;
import stratoscope.host.AddressSink;
import stratoscope.host.Host;
import stratoscope.host.HostLedger;
import stratoscope.host.Ownership;
import stratoscope.inventory.Inventory;
import stratoscope.packet.FrameView;
import stratoscope.packet.PacketFate;
import stratoscope.packet.TcpSegment;
import stratoscope.profile.Finding;
import stratoscope.record.ProofPackets;
import stratoscope.record.Pulse;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.stratum.StratumConversation;

/**
 * The whole way of a packet, put together: source, decoder, flow table, conversations, evidence, hosts, records. One thread; time is
 * the packets' own. Bounded by {@link DetectorOptions}; whatever has to go for a bound is reported or counted first.
 */
public final class Detector {
  /** Addresses told apart for the count of screened hosts; beyond it the count is "at least". */
  private static final int MAX_SCREENED_HOSTS = 1 << 21;

  private final DetectorOptions options;
  private final RecordSink records;
  private final FrameView frame;
  private final FlowTable flows;
  private Session.Shared shared;
  private final Lookups lookups;
  private final Contacts contacts;
  private final Allowance allowance;
  private final AtomicReference<@Nullable Knowledge> pending = new AtomicReference<>();
  private final Inventory inventory;
  private final HostLedger hosts;
  private final PacketCounts packets = new PacketCounts();
  private final AddressCounter screened = new AddressCounter(MAX_SCREENED_HOSTS);
  private final Map<Flow, Session> sessions = new HashMap<>();
  private final Deque<Session> ended = new ArrayDeque<>();
  private final Deque<Finding> found = new ArrayDeque<>();
  private final Deque<Host> leaving = new ArrayDeque<>();
  private final Deque<Host> changed = new ArrayDeque<>();
  private final Deque<Finding> open = new ArrayDeque<>();
  private @Nullable Watch watch;
  private @Nullable PacketSource source;
  private long proofBytes;
  private long findings;

  public Detector(DetectorOptions options, Knowledge knowledge, RecordSink records) {
    this(options, knowledge, Inventory.NONE, records);
  }

  /** The same with whose addresses are. */
  public Detector(DetectorOptions options, Knowledge knowledge, Inventory inventory, RecordSink records) {
    this.options = options;
    this.records = records;
    frame = new FrameView(options.packet());
    Circumstances circumstances = new Circumstances(knowledge.rules(), knowledge.circumstance(), knowledge.pools());
    contacts = new Contacts(knowledge.rules().thresholds(), found::add);
    lookups = circumstances.newLookups(contacts::add);
    flows = new FlowTable(options.flow(), circumstances.newSuspicion(), this::newSession);
    shared = new Session.Shared(knowledge,
        new StratumConversation.Factory(options.stratum(), knowledge.rules(), knowledge.dialects()), circumstances);
    allowance = new Allowance(knowledge.allow());
    this.inventory = inventory;
    hosts = new HostLedger(options.host(), new Ownership(inventory, knowledge.tariffs()), leaving::add, changed::add);
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
    this.source = source;
    RawPacket packet = new RawPacket();
    while (source.next(packet)) {
      if (pending.get() != null) {
        useRules();
      }
      if (watch != null && (watch.isDue(packet.timestampMicros) || packet.isTick)) {
        onTime(watch, packet.timestampMicros);
      }
      if (!packet.isTick) {
        take(packet, source);
      }
      publish();
    }
    flows.end();
    publish();
    contacts.close();
    publish();
    hosts.close();
    publish();
  }

  private void take(RawPacket packet, PacketSource from) {
    if (packet.number == 1) {
      flows.onNewCapture();
    }
    PacketFate fate = frame.decode(packet.data, packet.offset, packet.capturedLength, packet.originalLength, packet.linkType,
        packet.timestampMicros, packet.number);
    packets.add(fate, packet);
    hosts.onPacket(packet.timestampMicros);
    if (fate == PacketFate.INSPECTED) {
      inspect(frame.segment(), packet);
    } else if (fate == PacketFate.INSPECTED_DNS) {
      lookups.onDatagram(frame.segment(), from.name());
    }
  }

  /** What is due in live traffic even while no packet comes. */
  private void onTime(Watch watch, long nowMicros) throws IOException {
    flows.onTime(nowMicros);
    contacts.onTime(nowMicros, contact -> open.add(contact));
    hosts.onTime(nowMicros);
    publish();
    for (Session session : watch.take()) {
      tell(session, nowMicros);
    }
    for (Finding contact = open.poll(); contact != null; contact = open.poll()) {
      tell(contact, new ProofPackets(), true);
    }
    watch.publish(new Pulse(stats(Map.of(), packets.seconds()), flows.liveFlows(), flows.miningFlows(), flows.outOfOrderBytes()));
  }

  /** Tells what a session that is still open adds up to. */
  private void tell(Session session, long nowMicros) throws IOException {
    session.told().onLook(session.proofs());
    Session.Outcome outcome = session.outcome(options.weakest());
    Finding finding = outcome.finding();
    if (finding != null && (outcome.pool() == null || !outcome.isContact()) && session.told().isNews(finding.verdict(), nowMicros)) {
      boolean isRaised = session.told().tell(finding.verdict(), nowMicros);
      if (!isRaised) {
        learn(finding, outcome); // sessions of seconds teach when they end, as in files; one of weeks can't wait
      }
      tell(finding, session.proof(), isRaised);
    }
  }

  private void tell(Finding open, ProofPackets proof, boolean isRaised) throws IOException {
    Finding finding = allowance.mark(open);
    records.onOpen(finding, proof, isRaised);
    if (finding.allowed() == null) {
      hosts.open(finding);
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

  private void useRules() {
    Knowledge knowledge = Objects.requireNonNull(pending.getAndSet(null));
    shared.circumstances().use(knowledge.rules(), knowledge.circumstance(), knowledge.pools());
    contacts.use(knowledge.rules().thresholds());
    allowance.use(knowledge.allow());
    hosts.use(new Ownership(inventory, knowledge.tariffs()));
    shared = new Session.Shared(knowledge, shared.conversations().with(knowledge.rules(), knowledge.dialects()), shared.circumstances());
  }

  private void inspect(TcpSegment segment, RawPacket packet) {
    if (segment.payloadLength > 0 || segment.hasFlag(TcpSegment.SYN)) {
      screened.addPair(segment.sourceHigh, segment.sourceLow, segment.destinationHigh, segment.destinationLow,
          segment.timestampMicros);
    }
    Flow flow = flows.onSegment(segment);
    boolean isProofKept = proofBytes < options.maxProofBytes();
    if (flow != null && segment.payloadLength > 0 && (isProofKept || watch != null)) {
      Session session = sessions.get(flow);
      if (session != null && isProofKept) {
        proofBytes += session.proof().onPacket(packet, session.proofs());
      }
      if (session != null && watch != null) {
        watch.onPacket(session, packet.timestampMicros);
      }
    }
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
  }

  /** Writes what has ended since the last packet; nothing in nearly all cases. */
  private void publish() throws IOException {
    while (!ended.isEmpty() || !found.isEmpty() || !leaving.isEmpty() || !changed.isEmpty()) {
      Session session = ended.poll();
      if (session != null) {
        proofBytes -= session.proof().bytes();
        publish(session);
      }
      Finding contact = found.poll();
      if (contact != null && contact.verdict().compareTo(options.weakest()) >= 0) {
        publish(contact, new ProofPackets());
      }
      Host host = leaving.poll();
      if (host != null) {
        records.onHost(host);
      }
      Host update = changed.poll();
      if (update != null) {
        records.onOpenHost(update);
      }
    }
  }

  private void publish(Session session) throws IOException {
    Session.Outcome outcome = session.outcome(session.told().isAny() ? Verdict.NONE : options.weakest());
    Finding finding = outcome.finding();
    if (finding == null) {
      return;
    }
    if (outcome.pool() != null && outcome.isContact()) {
      hosts.forget(finding);
      contacts.add(finding, outcome.pool());
      return;
    }
    learn(finding, outcome);
    publish(finding, session.proof());
  }

  /** What a session shows counts for others from now on. */
  private void learn(Finding finding, Session.Outcome outcome) {
    if (outcome.pool() != null) {
      contacts.claim(finding.connection().miner(), outcome.pool());
    }
    if (finding.verdict() == Verdict.CONFIRMED) {
      Finding.Connection c = finding.connection();
      shared.circumstances().onConfirmed(c.miner(), c.pool(), c.poolPort(), c.lastSeenMicros());
    }
  }

  private void publish(Finding found, ProofPackets proof) throws IOException {
    Finding finding = allowance.apply(found);
    records.onMining(finding, proof);
    findings += finding.allowed() == null ? 1 : 0;
    if (finding.allowed() == null && finding.verdict() != Verdict.NONE) {
      hosts.add(finding);
    } else {
      hosts.forget(finding);
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
      if (flows.counts().of(count) > 0) {
        streams.put(count.label(), flows.counts().of(count));
      }
    }
    return new Stats(packets.packets(), packets.bytes(), packets.inspected(), packets.of(PacketFate.Kind.IGNORED),
        packets.of(PacketFate.Kind.DROPPED), captureProblems, streams, flows.counts().of(FlowCount.FLOWS), findings, screened.count(),
        hosts.found(), hosts.evicted(), allowance.counts(), packets.lastMicros(), packets.seconds(), elapsedSeconds);
  }
}
