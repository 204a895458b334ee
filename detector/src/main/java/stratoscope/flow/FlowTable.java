package stratoscope.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.names.TlsStart;
import stratoscope.packet.TcpSegment;

/**
 * All TCP connections that earned attention, each with its two streams and its reader. Owned by one thread: no method may be called by any
 * other, except {@link #counts()}.
 *
 * <p>The miner's traffic is one packet in ten thousand. A segment of no interest costs a hash, a probe and a look at its first bytes, and
 * leaves nothing behind. State is built when the {@link Screen} sees what looks like JSON or begins as a carrier of mining does, or a piece
 * of a first message come out of order.
 *
 * <p>Time is that of the packets. When there is no room, ended flows go first, then the longest silent undecided one, and mining flows only
 * when nothing else is left; readers are told. Every segment has one fate and every flow one end, see {@link FlowCount}.
 */
public final class FlowTable {
  /** Idle flows ended with each segment: more than can be made, so that a backlog shrinks, few enough not to stall the way. */
  private static final int EXPIRED_PER_SEGMENT = 4;
  /** Idle flows ended at once when time passes without segments. */
  private static final int EXPIRED_PER_TICK = 4096;

  /** No cipher's record is shorter: header or length, and authentication tag. What is shorter keeps a connection alive. */
  private static final int LEAST_RECORD_BYTES = 20;

  /** No share, and few jobs, are as long. */
  private static final int BULK_BYTES = 1200;
  /** Bits of the sequence number that tell which of the segments in a row is looked at. */
  private static final int SAMPLED = 7 << 11;

  private final FlowOptions options;
  private final Suspicion suspicion;
  private final StreamHandlerFactory factory;
  private final FlowCounts counts = new FlowCounts();
  private final Shedding shedding = new Shedding();
  private final StreamTerms terms;
  private final PacketClock clock;
  private final FlowHash hashes;
  private final SynCache openings;
  private final RejectedFlows rejected;
  private final SlowFlows slow;
  private final FlowIndex index = new FlowIndex();
  private final FlowList undecided = new FlowList();
  private final FlowList mining = new FlowList();
  private final FlowList lingering = new FlowList();
  private long nextOrdinal;

  /** A table that looks at words and pace alone. */
  public FlowTable(FlowOptions options, StreamHandlerFactory factory) {
    this(options, Suspicion.NONE, factory);
  }

  public FlowTable(FlowOptions options, Suspicion suspicion, StreamHandlerFactory factory) {
    this.options = options;
    this.suspicion = suspicion;
    this.factory = factory;
    terms = new StreamTerms(options, new OutOfOrderBudget(options.maxOutOfOrderBytesTotal), counts, shedding);
    clock = new PacketClock(options.maxClockJumpMicros, counts);
    hashes = new FlowHash(options.hashSeed);
    openings = new SynCache(options.synCacheSlots);
    rejected = new RejectedFlows(options.rejectedSlots);
    slow = new SlowFlows(options.slowSlots);
  }

  /** Takes one segment, and returns the flow it belongs to, which may have ended with it, or null if it is of no interest. */
  public @Nullable Flow onSegment(TcpSegment segment) {
    counts.add(FlowCount.SEGMENTS);
    long nowMicros = clock.tick(segment.timestampMicros);
    expire(nowMicros, EXPIRED_PER_SEGMENT);
    long hash = hashes.of(segment);
    TrackedFlow known = index.find(hash, segment);
    if (known != null && isCurrent(known, segment, nowMicros)) {
      return known.hasEnded() ? linger(known) : track(known, segment, nowMicros);
    }
    return screen(hash, segment, nowMicros);
  }

  /** Ends what is overdue though no segment came, by the clock of a live capture. */
  public void onTime(long timestampMicros) {
    expire(clock.tick(timestampMicros), EXPIRED_PER_TICK);
  }

  /** Leaves out as much as belongs to the level, from 0 (nothing) to 3, from the next segment on; see {@link Shedding}. */
  public void shed(int level) {
    shedding.setLevel(level);
  }

  /**
   * Takes up a flow from before a restart, which goes on or is over when its time comes, as if it had been here all along. To be called for
   * the one that was longest silent first.
   *
   * @return false if there is no room, or another flow has its addresses and ports
   */
  public boolean resume(Flow flow, StreamHandler handler) {
    TcpSegment segment = flow.segment(Direction.FROM_ORIGINATOR, flow.lastSeenMicros(), 0);
    long hash = hashes.of(segment);
    if (index.size() >= options.maxFlows || index.find(hash, segment) != null) {
      return false;
    }
    TrackedFlow tracked = new TrackedFlow(flow, hash, nextOrdinal++, new GuardedHandler(handler, counts), terms);
    counts.add(FlowCount.FLOWS);
    counts.add(FlowCount.MIDSTREAM_FLOWS);
    index.add(tracked);
    (tracked.interest() == Interest.MINING ? mining : undecided).touch(tracked, flow.lastSeenMicros());
    return true;
  }

  /** Says that the next segment comes from another capture, which may lie years before or after; flows that go on there go on. */
  public void onNewCapture() {
    clock.startAnew();
  }

  /** Hands over what is held behind holes: the table will not see what is missing. */
  public void flush() {
    for (FlowList list : List.of(undecided, mining)) {
      for (TrackedFlow flow = list.oldest(); flow != null; flow = flow.next) {
        flow.flush();
      }
    }
  }

  /** Ends all flows, oldest first, as the input has ended. The table is empty afterwards and can be used again. */
  public void end() {
    List<TrackedFlow> flows = new ArrayList<>(liveFlows());
    for (FlowList list : List.of(undecided, mining)) {
      for (TrackedFlow flow = list.oldest(); flow != null; flow = flow.next) {
        flows.add(flow);
      }
    }
    flows.sort(Comparator.comparingLong(flow -> flow.ordinal));
    for (TrackedFlow flow : flows) {
      finish(flow, EndReason.END_OF_INPUT);
    }
    for (TrackedFlow flow = lingering.oldest(); flow != null; flow = lingering.oldest()) {
      forget(flow);
    }
  }

  public FlowCounts counts() {
    return counts;
  }

  /** Flows that have not ended. */
  public int liveFlows() {
    return undecided.size() + mining.size();
  }

  public int miningFlows() {
    return mining.size();
  }

  /** What all streams hold back behind holes, overhead included. */
  public long outOfOrderBytes() {
    return terms.budget().usedBytes();
  }

  /** Ends or forgets the known flow if the segment shows that it is over. */
  private boolean isCurrent(TrackedFlow known, TcpSegment segment, long nowMicros) {
    long keptMicros = known.hasEnded() ? options.closedLingerMicros : options.idleTimeoutMicros;
    boolean isIdle = !PacketClock.isNear(nowMicros, known.touchedMicros, keptMicros);
    if (!isIdle && !known.isReopenedBy(segment)) {
      return true;
    }
    if (known.hasEnded()) {
      forget(known);
    } else {
      finish(known, isIdle ? EndReason.IDLE : EndReason.REUSED);
    }
    return false;
  }

  private Flow linger(TrackedFlow ended) {
    counts.add(FlowCount.LINGERING);
    return ended.flow;
  }

  private Flow track(TrackedFlow flow, TcpSegment segment, long nowMicros) {
    counts.add(FlowCount.TRACKED);
    EndReason reason = flow.onSegment(segment, counts, nowMicros);
    Interest interest = flow.interest();
    if (interest == Interest.NONE || interest == Interest.NEVER) {
      rejected.remember(flow.hash, interest == Interest.NEVER);
      finish(flow, flow.hasFailed() ? EndReason.FAILED : EndReason.NO_INTEREST);
    } else if (reason != null) {
      finish(flow, reason);
      index.add(flow);
      lingering.touch(flow, nowMicros);
    } else {
      (interest == Interest.MINING ? mining : undecided).touch(flow, nowMicros);
    }
    return flow.flow;
  }

  /** The way of almost every segment: it belongs to no flow, and makes none. */
  private @Nullable Flow screen(long hash, TcpSegment segment, long nowMicros) {
    if (segment.hasFlag(TcpSegment.RST)) {
      return drop(FlowCount.RESET);
    }
    if (segment.hasFlag(TcpSegment.SYN)) {
      openings.onSyn(hash, segment);
      rejected.forget(hash);
      slow.forget(hash);
    }
    if (segment.payloadLength == 0) {
      return drop(FlowCount.NO_PAYLOAD);
    }
    Screen.Look look = Screen.lookAt(segment);
    SynCache.Place place = openings.placeOf(hash, segment, look);
    Attention attention = place == SynCache.Place.ELSEWHERE ? null : ofFirstMessage(place, hash, segment, look);
    if (attention == null && look.isStrong() && !isElse(hash, segment, look)) {
      attention = Attention.WORDS;
    }
    FlowCount shed = attention == Attention.WORDS && shedding.isAt(Shedding.REASSEMBLY) ? shedOf(hash, segment) : null;
    if (shed != null) {
      return drop(shed);
    }
    if (attention != null && rejected.isDue(hash)) {
      return promote(hash, segment, attention, nowMicros);
    }
    return attention == Attention.WORDS ? drop(FlowCount.BACKED_OFF) : watch(place, hash, segment, look, nowMicros);
  }

  /** Why the first message of a side deserves attention, of which the beginning is at hand, or a piece that came before it. */
  private @Nullable Attention ofFirstMessage(SynCache.Place place, long hash, TcpSegment segment, Screen.Look look) {
    if (place == SynCache.Place.START) {
      return switch (look) {
        case HANDSHAKE -> Attention.WORDS;
        case HTTP -> suspicion.attentionForHttp(segment);
        case TEXT -> HttpScreen.isCut(segment.data, segment.payloadOffset, segment.payloadOffset + segment.payloadLength)
            ? Attention.WORDS : suspicion.attentionForText(segment);
        default -> null;
      };
    }
    if (look.mayBeCipher()) {
      return openings.isCallers(hash, segment) ? suspicion.attentionForPiece(segment) : null;
    }
    return look == Screen.Look.HTTP ? null : Attention.WORDS;
  }

  /** As what an overloaded table lets a candidate pass; null if it takes it all the same. */
  private @Nullable FlowCount shedOf(long hash, TcpSegment segment) {
    SynCache.Opening opening = openings.openingOf(hash, segment);
    if (opening != null && (openings.isBeginning(hash, segment) || !shedding.isAt(Shedding.LATE_WORDS))) {
      return null;
    }
    return Greeting.isIn(segment) ? null : opening == null ? FlowCount.SHED_MIDSTREAM : FlowCount.SHED_LATE;
  }

  /** What says nothing may still be the cipher of a miner, which shows after a while. */
  private @Nullable Flow watch(SynCache.Place place, long hash, TcpSegment segment, Screen.Look look, long nowMicros) {
    if (segment.payloadLength < LEAST_RECORD_BYTES) {
      Attention attention = isCutHello(hash, segment) ? suspicion.attentionFor(segment)
          : look.mayBeCipher() && suspicion.isOfDns(segment) && openings.isBeginning(hash, segment) ? Attention.DNS : null;
      if (attention != null) {
        return promote(hash, segment, attention, nowMicros);
      }
      if (segment.payloadLength + segment.missingLength < LEAST_RECORD_BYTES) {
        return drop(FlowCount.UNINTERESTING);
      }
    }
    if (look.mayBeCipher() && !isOneOfMany(segment)) {
      SlowFlows.Turn turn = slow.onPayload(hash, nowMicros);
      // What the other side answers may be captured before the caller's first payload.
      boolean isFirst = turn == SlowFlows.Turn.FIRST || (place == SynCache.Place.START && openings.isCallers(hash, segment));
      Attention attention = isFirst ? ofOpening(suspicion.attentionFor(segment), hash, segment)
          : turn == SlowFlows.Turn.DUE ? Attention.PACE : null;
      if (attention == Attention.PACE && shedding.isAt(Shedding.RHYTHM)) {
        slow.forget(hash);
        return drop(FlowCount.SHED_RHYTHM);
      }
      if (attention == Attention.LATER) {
        slow.forget(hash);
      } else if (attention != null) {
        return promote(hash, segment, attention, nowMicros);
      }
    }
    return drop(FlowCount.UNINTERESTING);
  }

  /** A caller who names nobody on the web's port is of interest if the server's hello tells no more. */
  private @Nullable Attention ofOpening(@Nullable Attention attention, long hash, TcpSegment segment) {
    if (!openings.isHiding(hash)) {
      if (attention == Attention.HIDDEN && openings.isCallers(hash, segment)) {
        openings.hide(hash);
      }
      return attention == Attention.HIDDEN ? Attention.LATER : attention;
    }
    if (attention == null && openings.isCallers(hash, segment) && openings.isBeginning(hash, segment)) {
      return Attention.LATER; // the rest of its hello
    }
    return attention == Attention.TLS ? Attention.HIDDEN : attention;
  }

  /** True if a connection begins with a small piece of a hello of TLS. */
  private boolean isCutHello(long hash, TcpSegment segment) {
    int from = segment.payloadOffset;
    return TlsStart.isCutClientHello(segment.data, from, from + segment.payloadLength) && openings.isCallersFirst(hash, segment);
  }

  /**
   * True for seven in eight of the segments that are full and begin no handshake: what is sent in bulk shows in the eighth as well, at
   * less cost.
   */
  private static boolean isOneOfMany(TcpSegment segment) {
    return segment.payloadLength >= BULK_BYTES && (segment.sequence & SAMPLED) != 0
        && segment.data.get(segment.payloadOffset) != TlsStart.HANDSHAKE;
  }

  /** True for JSON in a visit to the web, and for a binary opening amid a stream that was seen to begin otherwise. */
  private boolean isElse(long hash, TcpSegment segment, Screen.Look look) {
    if (look == Screen.Look.OPENING) {
      return Screen.isBinary(segment) && openings.isOther(hash, segment);
    }
    return openings.isInHttp(hash, segment)
        && HttpScreen.isOtherBody(segment.data, segment.payloadOffset, segment.payloadOffset + segment.payloadLength);
  }

  private @Nullable Flow drop(FlowCount fate) {
    counts.add(fate);
    return null;
  }

  private @Nullable Flow promote(long hash, TcpSegment segment, Attention attention, long nowMicros) {
    SynCache.Opening opening = openings.openingOf(hash, segment);
    boolean isFromOriginator = opening == null ? segment.sourcePort >= segment.destinationPort : opening.isFromOriginator();
    Flow flow = new Flow(segment, isFromOriginator, opening == null, nowMicros, attention);
    if (opening != null) {
      flow.learnStarts(opening);
    }
    StreamHandler handler = newHandler(flow);
    if (handler == null) {
      rejected.remember(hash, false);
      return drop(FlowCount.REFUSED);
    }
    while (index.size() >= options.maxFlows) {
      makeRoom();
    }
    TrackedFlow tracked = new TrackedFlow(flow, hash, nextOrdinal++, new GuardedHandler(handler, counts), terms);
    counts.add(FlowCount.FLOWS);
    if (opening == null) {
      counts.add(FlowCount.MIDSTREAM_FLOWS);
    } else {
      if (attention != Attention.PACE && attention != Attention.HIDDEN) {
        tracked.startAt(opening, segment);
      }
    }
    index.add(tracked);
    undecided.touch(tracked, nowMicros);
    return track(tracked, segment, nowMicros);
  }

  private @Nullable StreamHandler newHandler(Flow flow) {
    try {
      return factory.newHandler(flow);
    } catch (RuntimeException e) {
      counts.add(FlowCount.HANDLER_FAILURES);
      return null;
    }
  }

  private void makeRoom() {
    if (lingering.oldest() != null) {
      forget(lingering.oldest());
    } else if (undecided.oldest() != null) {
      finish(undecided.oldest(), EndReason.EVICTED);
    } else if (mining.oldest() != null) {
      finish(mining.oldest(), EndReason.EVICTED);
    }
  }

  private void expire(long nowMicros, int most) {
    int left = most;
    while (left > 0 && expireOldest(nowMicros)) {
      left--;
    }
  }

  private boolean expireOldest(long nowMicros) {
    TrackedFlow old = lingering.oldestBeyond(options.closedLingerMicros, nowMicros);
    if (old != null) {
      forget(old);
      return true;
    }
    old = undecided.oldestBeyond(options.idleTimeoutMicros, nowMicros);
    if (old == null) {
      old = mining.oldestBeyond(options.idleTimeoutMicros, nowMicros);
    }
    if (old != null) {
      finish(old, EndReason.IDLE);
    }
    return old != null;
  }

  /** Ends a live flow and takes it out of the table. */
  private void finish(TrackedFlow flow, EndReason reason) {
    forget(flow);
    counts.addEnd(reason);
    flow.end(reason);
  }

  private void forget(TrackedFlow flow) {
    index.remove(flow);
    if (flow.list != null) {
      flow.list.remove(flow);
    }
  }
}
