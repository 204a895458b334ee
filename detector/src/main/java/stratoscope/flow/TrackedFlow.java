package stratoscope.flow;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.TcpSegment;

/**
 * A flow as the table works it: its two streams, its reader, and its place in one of the table's lists. Belongs to the table's owner
 * thread.
 *
 * <p>Knows how a connection opens, closes and is reset; drops resets that are off the window, which anyone could have sent.
 */
final class TrackedFlow {
  final Flow flow;
  final long hash;
  /** Counts up with each flow of the table: flows end in this order when the input does. */
  final long ordinal;

  // The place in a FlowList, which alone writes these.
  @Nullable TrackedFlow previous;
  @Nullable TrackedFlow next;
  @Nullable FlowList list;
  long touchedMicros;

  private final GuardedHandler handler;
  private final TcpStream fromOriginator;
  private final TcpStream fromResponder;
  private boolean hasEnded;

  TrackedFlow(Flow flow, long hash, long ordinal, GuardedHandler handler, StreamTerms terms) {
    this.flow = flow;
    this.hash = hash;
    this.ordinal = ordinal;
    this.handler = handler;
    fromOriginator = newStream(Direction.FROM_ORIGINATOR, terms);
    fromResponder = newStream(Direction.FROM_RESPONDER, terms);
  }

  private TcpStream newStream(Direction direction, StreamTerms terms) {
    return new TcpStream(direction, handler, flow.counts(direction), terms);
  }

  /** Starts both streams where the SYNs said they begin, before the segment that earned the flow its attention. */
  void startAt(SynCache.Opening opening, TcpSegment segment) {
    Integer originator = opening.isFromOriginator() ? opening.own() : opening.peer();
    Integer responder = opening.isFromOriginator() ? opening.peer() : opening.own();
    if (originator != null) {
      fromOriginator.startAfter(originator);
    }
    if (responder != null) {
      fromResponder.startAfter(responder);
    }
    stream(flow.directionOf(segment)).skipLongFront(TcpStream.dataSequence(segment));
  }

  /** Takes one segment of this flow and says why the flow is over, or null if it is not. */
  @Nullable EndReason onSegment(TcpSegment segment, FlowCounts counts, long nowMicros) {
    Direction direction = flow.directionOf(segment);
    flow.onSegment(direction, nowMicros);
    TcpStream own = stream(direction);
    TcpStream peer = stream(direction.opposite());
    if (segment.hasFlag(TcpSegment.RST)) {
      return onReset(segment, own, peer, counts);
    }
    if (segment.hasFlag(TcpSegment.SYN)) {
      own.startAfter(segment.sequence);
    }
    if (segment.hasFlag(TcpSegment.ACK) && own.isPlausible(segment.sequence)) {
      peer.onAcknowledged(segment, nowMicros);
    }
    own.onSegment(segment, nowMicros);
    own.giveUpOldHoles(nowMicros);
    peer.giveUpOldHoles(nowMicros);
    return own.isFinished() && peer.isFinished() ? EndReason.FIN : null;
  }

  private static @Nullable EndReason onReset(TcpSegment segment, TcpStream own, TcpStream peer, FlowCounts counts) {
    boolean isAnswer = !own.isStarted()
        && segment.hasFlag(TcpSegment.ACK) && peer.isStarted() && peer.isPlausible(segment.acknowledgement);
    if (isAnswer || own.acceptsReset(segment.sequence)) {
      return EndReason.RST;
    }
    counts.add(FlowCount.RESETS_OFF_WINDOW);
    return null;
  }

  /** True if the segment opens another connection with the same addresses and ports. */
  boolean isReopenedBy(TcpSegment segment) {
    if (!segment.hasFlag(TcpSegment.SYN) || segment.hasFlag(TcpSegment.RST)) {
      return false;
    }
    Direction direction = flow.directionOf(segment);
    TcpStream own = stream(direction);
    if (own.isStarted()) {
      return own.isBegunAnewBy(segment.sequence);
    }
    TcpStream peer = stream(direction.opposite());
    return !segment.hasFlag(TcpSegment.ACK) || !peer.isPlausible(segment.acknowledgement);
  }

  /** Settles both streams and tells the reader; the flow stays as a name only. */
  void end(EndReason reason) {
    if (reason == EndReason.NO_INTEREST || reason == EndReason.FAILED) {
      fromOriginator.discard();
      fromResponder.discard();
    } else {
      flush();
    }
    hasEnded = true;
    handler.onEnd(reason);
  }

  void flush() {
    fromOriginator.flush();
    fromResponder.flush();
  }

  boolean hasEnded() {
    return hasEnded;
  }

  boolean hasFailed() {
    return handler.hasFailed();
  }

  Interest interest() {
    return handler.interest();
  }

  private TcpStream stream(Direction direction) {
    return direction == Direction.FROM_ORIGINATOR ? fromOriginator : fromResponder;
  }
}
