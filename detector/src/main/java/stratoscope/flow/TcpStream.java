package stratoscope.flow;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.TcpSegment;

/**
 * One direction of a flow put back in order: each byte is handed over once, each byte that will never come is part of a gap. Belongs to
 * the table's owner thread.
 *
 * <p>Places in the stream are 64-bit positions counted from the first byte expected; 32-bit sequence numbers are turned into positions by
 * their signed distance from the next one expected, which is what makes wrapping harmless (RFC 9293 section 3.4). The next one expected is
 * kept with the flow's counts, and over a restart, so that what comes again counts once.
 *
 * <ul>
 *   <li>A segment that overlaps what is known is trimmed: the first copy of a byte wins, whether handed over or held.
 *   <li>A segment that comes early is copied and held. The hole in front of it is given up when the receiver acknowledges past it and
 *       speaks or some milliseconds are over, when it is older than {@link FlowOptions#holeTimeoutMicros}, when the store is full, or at
 *       the end.
 *   <li>A segment far outside the window is a stray: stale, forged, or the first after a long loss. One stray moves nothing; a second that
 *       continues the first with nothing believable in between moves the stream there.
 *   <li>Bytes cut off by snap length are a gap behind the captured part.
 * </ul>
 */
final class TcpStream {
  /** A reset is believed this near to what the stream expects; senders put it at the next byte, less what is lost. */
  private static final int RESET_WINDOW_BYTES = 65_535;

  /** Of a stream whose SYN was seen, what is put back in order whatever the load: any handshake, and the names of TLS. */
  private static final int BEGINNING_BYTES = 8192;

  /** By how much mirror ports and several queues of a card bring a segment behind others that were sent after it. */
  private static final long CAPTURE_DELAY_MICROS = 10_000;

  private static final long UNKNOWN = -1;

  private final Direction direction;
  private final GuardedHandler handler;
  private final DirectionCounts seen;
  private final StreamTerms terms;
  private final HeldSegments held;

  private boolean hasInitialSequence;
  private long position;
  private long finPosition = UNKNOWN;
  private int peerAcknowledgement;
  private boolean isPeerHeard;
  private @Nullable HeldSegment stray;
  private int straySequence;
  private int strayNextSequence;

  TcpStream(Direction direction, GuardedHandler handler, DirectionCounts seen, StreamTerms terms) {
    this.direction = direction;
    this.handler = handler;
    this.seen = seen;
    this.terms = terms;
    held = new HeldSegments(terms.options(), terms.budget());
  }

  /** The sequence number of a segment's first payload byte: the SYN itself takes one. */
  static int dataSequence(TcpSegment segment) {
    return segment.hasFlag(TcpSegment.SYN) ? segment.sequence + 1 : segment.sequence;
  }

  /** Starts the stream behind a SYN, unless it has started already. */
  void startAfter(int initialSequence) {
    if (!seen.isStarted) {
      hasInitialSequence = true;
      start(initialSequence + 1);
    }
  }

  /** Gives up a front too long to wait for, if the flow earned its attention only here. */
  void skipLongFront(int sequence) {
    if (seen.isStarted && !isInWindow(positionOf(sequence))) {
      skipTo(positionOf(sequence));
    }
  }

  private void start(int sequence) {
    seen.isStarted = true;
    seen.nextSequence = sequence;
  }

  void onSegment(TcpSegment segment, long nowMicros) {
    int sequence = dataSequence(segment);
    long length = (long) segment.payloadLength + segment.missingLength;
    boolean isFin = segment.hasFlag(TcpSegment.FIN);
    if (length == 0 && !isFin) {
      return;
    }
    if (!seen.isStarted) {
      start(sequence);
    }
    long start = positionOf(sequence);
    if (!isInWindow(start) && !isFrontMissing(start)) {
      onStray(segment, sequence, nowMicros);
      return;
    }
    if (length > 0) {
      forgetStray();
      place(segment, start, nowMicros);
    }
    if (isFin && start + length >= position) {
      finPosition = start + length;
    }
  }

  /**
   * Takes the peer's cumulative acknowledgement: what lies in front of it has arrived there, so it won't be sent again. It may still be
   * captured late, and is waited for a moment, unless the peer goes on to speak: what is held here was said before that. The front may
   * have gone by before the flow earned its attention.
   */
  void onAcknowledged(TcpSegment segment, long nowMicros) {
    peerAcknowledgement = segment.acknowledgement;
    isPeerHeard = true;
    long acknowledged = seen.isStarted ? positionOf(peerAcknowledgement) : 0;
    boolean isOver = position == 0 || segment.payloadLength + segment.missingLength > 0;
    while (held.firstPosition() <= acknowledged && isBelievableEnd(acknowledged)
        && (isOver || !PacketClock.isNear(nowMicros, held.firstArrivedMicros(), CAPTURE_DELAY_MICROS))) {
      giveUpHole();
    }
  }

  void giveUpOldHoles(long nowMicros) {
    while (!held.isEmpty() && !PacketClock.isNear(nowMicros, held.firstArrivedMicros(), terms.options().holeTimeoutMicros)) {
      giveUpHole();
    }
  }

  /** Hands over everything held, with gaps for the holes. */
  void flush() {
    while (!held.isEmpty()) {
      giveUpHole();
    }
    forgetStray();
  }

  /** Drops everything held. */
  void discard() {
    held.clear();
    forgetStray();
  }

  /** True once a FIN was seen and everything in front of it is settled. */
  boolean isFinished() {
    return finPosition == position;
  }

  boolean isStarted() {
    return seen.isStarted;
  }

  /** True unless the sequence number is far from what the stream expects. */
  boolean isPlausible(int sequence) {
    return !seen.isStarted || isInWindow(positionOf(sequence));
  }

  /** True if a SYN with this number began a connection other than the one this stream is part of. */
  boolean isBegunAnewBy(int initialSequence) {
    if (hasInitialSequence) {
      return initialSequence != seen.nextSequence - (int) position - 1;
    }
    long missedFront = -positionOf(initialSequence + 1);
    return missedFront < 0 || missedFront > terms.options().windowBytes;
  }

  boolean acceptsReset(int sequence) {
    if (seen.isStarted) {
      long place = positionOf(sequence);
      return place >= position - RESET_WINDOW_BYTES && place <= Math.max(position, held.lastEnd()) + RESET_WINDOW_BYTES;
    }
    return isPeerHeard && Math.abs((long) (sequence - peerAcknowledgement)) <= RESET_WINDOW_BYTES;
  }

  private long positionOf(int sequence) {
    return position + (sequence - seen.nextSequence);
  }

  private boolean isInWindow(long place) {
    return Math.abs(place - position) <= terms.options().windowBytes;
  }

  /** What is held may end beyond the window by one segment. */
  private boolean isBelievableEnd(long place) {
    return place <= position + 2L * terms.options().windowBytes;
  }

  /** True if of a stream whose SYN was seen this is the first payload, far behind, and the peer says so too: the front is a gap. */
  private boolean isFrontMissing(long start) {
    boolean isConfirmed = isPeerHeard && Math.abs(positionOf(peerAcknowledgement) - start) <= terms.options().windowBytes;
    if (!isConfirmed || !hasInitialSequence || position > 0 || start < 0 || !held.isEmpty()) {
      return false;
    }
    skipTo(start);
    return true;
  }

  private void place(TcpSegment segment, long start, long nowMicros) {
    if (start > position) {
      count(FlowCount.OUT_OF_ORDER_SEGMENTS);
      seen.outOfOrderSegments++;
      if (terms.shedding().isAt(Shedding.REASSEMBLY) && isShed()) {
        count(FlowCount.SHED_HOLES);
        giveUpHolesBefore(start);
      } else {
        makeRoom(segment.payloadLength, start);
      }
    }
    if (start > position) {
      countRepeated(segment.payloadLength, held.add(segment, start, nowMicros));
    } else {
      handOver(segment, start, nowMicros);
    }
  }

  /** True if this stream does not wait for holes while the sensor is overloaded. */
  private boolean isShed() {
    boolean isBeginning = hasInitialSequence && position < BEGINNING_BYTES;
    return !isBeginning && handler.interest() != Interest.MINING;
  }

  private void giveUpHolesBefore(long start) {
    while (held.firstPosition() <= start) {
      giveUpHole();
    }
    skipTo(start);
  }

  /** Gives up holes until a segment that belongs at {@code start} can be held, or need not be any more. */
  private void makeRoom(int length, long start) {
    boolean isMining = handler.interest() == Interest.MINING;
    while (start > position && !held.hasRoomFor(length, isMining)) {
      count(FlowCount.STORE_OVERFLOWS);
      if (held.firstPosition() <= start) {
        giveUpHole();
      } else {
        skipTo(start);
      }
    }
  }

  /** Hands over what is new of a segment that begins at the stream's position or before it. */
  private void handOver(TcpSegment segment, long start, long nowMicros) {
    long end = start + segment.payloadLength;
    int fresh = 0;
    while (position < end) {
      int length = (int) (Math.min(end, held.firstPosition()) - position);
      int offset = segment.payloadOffset + (int) (position - start);
      emit(Unpooled.wrappedBuffer(segment.data.slice(offset, length)), nowMicros, segment.packetNumber);
      fresh += length;
      drain();
    }
    countRepeated(segment.payloadLength, fresh);
    while (position < end + segment.missingLength) {
      skipTo(Math.min(end + segment.missingLength, held.firstPosition()));
      drain();
    }
  }

  private void giveUpHole() {
    skipTo(held.firstPosition());
    drain();
  }

  private void drain() {
    while (held.firstPosition() == position) {
      HeldSegment first = held.removeFirst();
      emit(Unpooled.wrappedBuffer(first.bytes), first.arrivedMicros, first.packetNumber);
    }
  }

  private void emit(ByteBuf bytes, long timestampMicros, long packetNumber) {
    int length = bytes.readableBytes();
    position += length;
    seen.nextSequence += length;
    seen.payloadBytes += length;
    terms.counts().add(FlowCount.PAYLOAD_BYTES, length);
    handler.onBytes(direction, bytes, timestampMicros, packetNumber);
  }

  private void skipTo(long place) {
    long missing = place - position;
    if (missing > 0) {
      position = place;
      seen.nextSequence += (int) missing;
      seen.gapBytes += missing;
      terms.counts().add(FlowCount.GAP_BYTES, missing);
      handler.onGap(direction, missing);
    }
  }

  private void onStray(TcpSegment segment, int sequence, long nowMicros) {
    if (segment.payloadLength == 0) {
      return;
    }
    count(FlowCount.STRAY_SEGMENTS);
    seen.straySegments++;
    HeldSegment first = stray;
    if (first != null && sequence == strayNextSequence) {
      resynchronise(first, segment, nowMicros);
      return;
    }
    forgetStray();
    long cost = HeldSegment.costOf(segment.payloadLength);
    if (terms.budget().hasRoomFor(cost, handler.interest() == Interest.MINING)) {
      terms.budget().take(cost);
      stray = HeldSegment.copyOf(segment, 0, 0, segment.payloadLength, nowMicros);
      straySequence = sequence;
      strayNextSequence = sequence + segment.payloadLength + segment.missingLength;
    }
  }

  /** Moves the stream to two strays in sequence. How many bytes were missed is known only if it went forward. */
  private void resynchronise(HeldSegment first, TcpSegment second, long nowMicros) {
    flush();
    count(FlowCount.RESYNCHRONISED);
    finPosition = UNKNOWN;
    hasInitialSequence = false;
    long place = positionOf(straySequence);
    if (place > position) {
      skipTo(place);
    } else {
      seen.nextSequence = straySequence;
      handler.onGap(direction, 0);
    }
    emit(Unpooled.wrappedBuffer(first.bytes), first.arrivedMicros, first.packetNumber);
    skipTo(position + (strayNextSequence - seen.nextSequence));
    handOver(second, position, nowMicros);
  }

  private void forgetStray() {
    if (stray != null) {
      terms.budget().giveBack(stray.cost());
      stray = null;
    }
  }

  private void countRepeated(int length, int fresh) {
    if (length > 0 && fresh == 0) {
      count(FlowCount.RETRANSMITTED_SEGMENTS);
      seen.retransmittedSegments++;
    } else {
      terms.counts().add(FlowCount.OVERLAPPING_BYTES, length - fresh);
      seen.overlappingBytes += length - fresh;
    }
  }

  private void count(FlowCount what) {
    terms.counts().add(what);
  }
}
