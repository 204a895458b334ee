package stratoscope;

import java.io.IOException;
import java.util.ArrayList;
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
import stratoscope.circumstance.Circumstances;
import stratoscope.circumstance.Lesson;
import stratoscope.circumstance.Lookups;
import stratoscope.config.Knowledge;
import stratoscope.flow.Attention;
import stratoscope.flow.Direction;
import stratoscope.flow.Flow;
import stratoscope.flow.FlowCount;
import stratoscope.flow.FlowTable;
import stratoscope.flow.StreamHandler;
import stratoscope.host.AddressCounter;
import stratoscope.host.AddressSink;
import stratoscope.inventory.Inventory;
import stratoscope.packet.FrameView;
import stratoscope.packet.PacketFate;
import stratoscope.packet.TcpSegment;
import stratoscope.record.Pulse;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.state.StateException;
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
  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  private final Docket docket;
  private final FrameView frame;
  private final FlowTable flows;
  private final Circumstances circumstances;
  private final Lookups lookups;
  private final Sessions sessions;
  private final AtomicReference<@Nullable Knowledge> pending = new AtomicReference<>();
  private final PacketCounts packets = new PacketCounts();
  private final AddressCounter screened = new AddressCounter(MAX_SCREENED_HOSTS);
  private final Overload overload = new Overload();
  private @Nullable Watch watch;
  private @Nullable Worker worker;
  private @Nullable PacketSource source;
  private RawPacket atHand = new RawPacket();
  /** Takes what is to be saved; null if nothing is. */
  private @Nullable StatePart state;
  /** End of the hour of packet time that the docket was told of. */
  private long seenUntilMicros = Long.MIN_VALUE;

  public Detector(DetectorOptions options, Knowledge knowledge, RecordSink records) {
    this(options, knowledge, Inventory.NONE, records);
  }

  /** The same with whose addresses are. */
  public Detector(DetectorOptions options, Knowledge knowledge, Inventory inventory, RecordSink records) {
    this(options, knowledge, new Docket(options, knowledge, inventory, records));
  }

  /** One of several that share a docket. */
  Detector(DetectorOptions options, Knowledge knowledge, Docket docket) {
    this.docket = docket;
    frame = new FrameView(options.packet());
    circumstances = new Circumstances(knowledge.rules(), knowledge.circumstance(), knowledge.pools());
    flows = new FlowTable(options.flow(), circumstances.newSuspicion(), this::newHandler);
    sessions = new Sessions(options, docket, flows.counts(), new Session.Shared(knowledge,
        new StratumConversation.Factory(options.stratum(), knowledge.rules(), knowledge.dialects(), flows.counts()), circumstances));
    lookups = circumstances.newLookups((finding, pool) -> sessions.onLookup(finding, pool, atHand));
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
    sessions.publish();
    docket.close();
  }

  /** Takes all packets of a source; what is open then stays open. */
  void read(PacketSource source) throws IOException {
    this.source = source;
    sessions.resume(flows);
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
      sessions.publish();
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
  void save(StatePart part, boolean isDocketSaved) {
    state = part;
    sessions.save(part);
    List<Supplier<Iterator<Stateful>>> own = List.of(this::circumstancePieces, sessions::pieces);
    // the docket behind sessions: they are added to hosts when they end
    part.take(isDocketSaved ? List.of(own.get(0), own.get(1), docket::pieces) : own);
  }

  /** Takes a record from before a restart that is not the docket's, unless it is another worker's session; before the run. */
  void restore(StateReader in) throws StateException {
    if (!sessions.restore(in, this::isOwn)) {
      circumstances.restore(in);
    }
  }

  private boolean isOwn(Flow flow) {
    return worker == null || worker.isOwn(flow.segment(Direction.FROM_ORIGINATOR, flow.lastSeenMicros(), 0));
  }

  private Iterator<Stateful> circumstancePieces() {
    List<Stateful> pieces = new ArrayList<>();
    circumstances.saveTo(pieces, packets.lastMicros());
    return pieces.iterator();
  }

  /** Tells the last news of what is open, and saves all there is: what ends from now on is told as open. Nothing if nothing is saved. */
  void leave() throws IOException {
    if (state != null) {
      flows.flush();
      sessions.leave(state, packets.lastMicros());
    }
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
    sessions.publish();
    docket.onTime(nowMicros);
    sessions.tellNews(nowMicros);
    watch.publish(new Pulse(stats(Map.of(), packets.seconds()), flows.liveFlows(), flows.miningFlows(), flows.outOfOrderBytes(),
        overload.level(), packets.takeNewestMicros()));
  }

  /**
   * Says that the traffic is live: sessions are told of while they are open, and what is overdue ends though no packet comes. To be called
   * before {@link #run}.
   *
   * @param onPulse takes the counts twice a second, on the thread that runs the detector
   */
  public void watch(Consumer<Pulse> onPulse) {
    watch = new Watch(onPulse);
    sessions.watch(watch);
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
    circumstances.use(knowledge.rules(), knowledge.circumstance(), knowledge.pools());
    docket.use(knowledge);
    StratumConversation.Factory conversations = sessions.shared().conversations().with(knowledge.rules(), knowledge.dialects());
    sessions.use(new Session.Shared(knowledge, conversations, circumstances));
  }

  private void inspect(TcpSegment segment, RawPacket packet) {
    if (segment.payloadLength > 0 || segment.hasFlag(TcpSegment.SYN)) {
      screened.addPair(segment.sourceHigh, segment.sourceLow, segment.destinationHigh, segment.destinationLow,
          segment.timestampMicros);
    }
    Flow flow = flows.onSegment(segment);
    if (flow != null && segment.payloadLength > 0) {
      sessions.onPayload(flow, packet);
    }
  }

  private StreamHandler newHandler(Flow flow) {
    String captureName = source == null ? "" : source.name();
    return flow.attention() == Attention.DNS
        ? new DnsSession(flow, lookups, sessions.shared().conversations().carrierMemory(), captureName) : sessions.open(flow, captureName);
  }

  /** Has others told of what this one learns, and be one of them; before the run. */
  void join(Worker mine, Consumer<Lesson> others) {
    worker = mine;
    circumstances.tell(others);
  }

  /** Takes what another learned. For the thread that runs this one. */
  void learn(Lesson lesson) {
    circumstances.learn(lesson);
  }

  /** Ends all connections, as the input has ended; the sessions among them wait to be published. */
  void endFlows() throws IOException {
    flows.end();
    sessions.publishContacts();
  }

  /** What waits to be published, and what is open. */
  Sessions sessions() {
    return sessions;
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
