package stratoscope.flow;

import stratoscope.packet.IpAddress;
import stratoscope.packet.TcpSegment;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * One TCP connection that earned attention: who talks to whom, since when, and how much. Belongs to the table's owner thread.
 *
 * <p>Without the SYN nobody knows who called whom; then the end with the higher port is taken for the originator, since servers listen on
 * low ports more often than not. All counts are of what was captured since the flow was picked up.
 */
public final class Flow {
  /** Ids must be the same in each run, so they have a hash of their own with a fixed seed. */
  private static final FlowHash ID_HASH = new FlowHash(0);

  private static final int MAX_PORT = 65_535;

  private final long originatorHigh;
  private final long originatorLow;
  private final long responderHigh;
  private final long responderLow;
  private final int originatorPort;
  private final int responderPort;
  private final int tenant;
  private final boolean isMidstream;
  private final long id;
  private final long firstSeenMicros;
  private final long firstPacketNumber;
  private long lastSeenMicros;
  private final Attention attention;
  private boolean isOriginatorStartOther;
  private boolean isResponderStartOther;
  private boolean isOriginatorStartHttp;
  private boolean isResponderStartHttp;
  private final DirectionCounts fromOriginator = new DirectionCounts();
  private final DirectionCounts fromResponder = new DirectionCounts();

  Flow(TcpSegment segment, boolean isFromOriginator, boolean isMidstream, long nowMicros, Attention attention) {
    this.attention = attention;
    originatorHigh = isFromOriginator ? segment.sourceHigh : segment.destinationHigh;
    originatorLow = isFromOriginator ? segment.sourceLow : segment.destinationLow;
    originatorPort = isFromOriginator ? segment.sourcePort : segment.destinationPort;
    responderHigh = isFromOriginator ? segment.destinationHigh : segment.sourceHigh;
    responderLow = isFromOriginator ? segment.destinationLow : segment.sourceLow;
    responderPort = isFromOriginator ? segment.destinationPort : segment.sourcePort;
    tenant = segment.tenant;
    this.isMidstream = isMidstream;
    id = idOf(segment, nowMicros);
    firstSeenMicros = nowMicros;
    firstPacketNumber = segment.packetNumber;
    lastSeenMicros = nowMicros;
  }

  /** One that was saved, which goes on: nobody knows what it said in between, so it is picked up midstream. */
  public Flow(StateReader in) throws StateException {
    IpAddress originator = in.address();
    originatorHigh = originator.high();
    originatorLow = originator.low();
    originatorPort = in.number(0, MAX_PORT);
    IpAddress responder = in.address();
    responderHigh = responder.high();
    responderLow = responder.low();
    responderPort = in.number(0, MAX_PORT);
    tenant = in.number(0, Integer.MAX_VALUE);
    isMidstream = true;
    id = in.natural();
    firstSeenMicros = in.number();
    firstPacketNumber = in.number();
    lastSeenMicros = in.number();
    attention = in.word(Attention.values());
    isOriginatorStartOther = in.truth();
    isResponderStartOther = in.truth();
    isOriginatorStartHttp = in.truth();
    isResponderStartHttp = in.truth();
    fromOriginator.restore(in);
    fromResponder.restore(in);
  }

  public void save(StateWriter out) {
    out.address(new IpAddress(originatorHigh, originatorLow)).number(originatorPort)
        .address(new IpAddress(responderHigh, responderLow)).number(responderPort)
        .number(tenant).number(id).number(firstSeenMicros).number(firstPacketNumber).number(lastSeenMicros).word(attention)
        .truth(isOriginatorStartOther).truth(isResponderStartOther).truth(isOriginatorStartHttp).truth(isResponderStartHttp);
    fromOriginator.save(out);
    fromResponder.save(out);
  }

  /** The id of a flow that begins with this segment, or datagram. */
  public static long idOf(TcpSegment segment, long nowMicros) {
    return FlowHash.mix(ID_HASH.of(segment) ^ FlowHash.mix(nowMicros)) >>> 11;
  }

  /** High half of the address of the side that opened the connection; see {@link TcpSegment} for how IPv4 is held. */
  public long originatorHigh() {
    return originatorHigh;
  }

  public long originatorLow() {
    return originatorLow;
  }

  public int originatorPort() {
    return originatorPort;
  }

  public long responderHigh() {
    return responderHigh;
  }

  public long responderLow() {
    return responderLow;
  }

  public int responderPort() {
    return responderPort;
  }

  /** Overlay network plus one, 0 outside any; see {@link TcpSegment#tenant}. */
  public int tenant() {
    return tenant;
  }

  /** True if neither SYN nor SYN-ACK was seen, so that originator and responder are a guess, or if the sensor was away for a while. */
  public boolean isMidstream() {
    return isMidstream;
  }

  /** Why it earned attention. */
  public Attention attention() {
    return attention;
  }

  /** True if this direction was seen to begin with neither JSON nor a carrier of mining, before the flow earned attention. */
  public boolean hasOtherStart(Direction direction) {
    return direction == Direction.FROM_ORIGINATOR ? isOriginatorStartOther : isResponderStartOther;
  }

  /** True if this direction was seen to begin with HTTP, before the flow earned attention; what comes later may be a body. */
  public boolean hasHttpStart(Direction direction) {
    return direction == Direction.FROM_ORIGINATOR ? isOriginatorStartHttp : isResponderStartHttp;
  }

  void learnStarts(SynCache.Opening opening) {
    boolean isOwn = opening.isFromOriginator();
    isOriginatorStartOther = isOwn ? opening.isOwnStartOther() : opening.isPeerStartOther();
    isResponderStartOther = isOwn ? opening.isPeerStartOther() : opening.isOwnStartOther();
    isOriginatorStartHttp = isOwn ? opening.isOwnStartHttp() : opening.isPeerStartHttp();
    isResponderStartHttp = isOwn ? opening.isPeerStartHttp() : opening.isOwnStartHttp();
  }

  /**
   * A number made of addresses, ports, tenant and {@link #firstSeenMicros}: the same each time a capture is read. It has 53 bits, so that
   * readers of JSON that hold numbers as doubles keep it exactly.
   */
  public long id() {
    return id;
  }

  /** Packet time of the segment that earned the flow its attention. */
  public long firstSeenMicros() {
    return firstSeenMicros;
  }

  /** Number of that segment's packet. */
  public long firstPacketNumber() {
    return firstPacketNumber;
  }

  public long lastSeenMicros() {
    return lastSeenMicros;
  }

  /** All segments of this direction, those without payload included. */
  public long segments(Direction direction) {
    return counts(direction).segments;
  }

  /** Bytes handed to the reader, each once. */
  public long payloadBytes(Direction direction) {
    return counts(direction).payloadBytes;
  }

  /** Bytes known to be missing. */
  public long gapBytes(Direction direction) {
    return counts(direction).gapBytes;
  }

  /** Bytes dropped from segments that repeat others in part. */
  public long overlappingBytes(Direction direction) {
    return counts(direction).overlappingBytes;
  }

  /** Segments dropped because all their bytes were there before. */
  public long retransmittedSegments(Direction direction) {
    return counts(direction).retransmittedSegments;
  }

  public long outOfOrderSegments(Direction direction) {
    return counts(direction).outOfOrderSegments;
  }

  /** Segments with payload far outside the window. */
  public long straySegments(Direction direction) {
    return counts(direction).straySegments;
  }

  /** Directions of which any segment was seen: 1 or 2. */
  public int directionsSeen() {
    return (fromOriginator.segments > 0 ? 1 : 0) + (fromResponder.segments > 0 ? 1 : 0);
  }

  /** A segment of this flow in that direction, without payload. */
  public TcpSegment segment(Direction direction, long timestampMicros, long packetNumber) {
    boolean isForward = direction == Direction.FROM_ORIGINATOR;
    TcpSegment segment = new TcpSegment();
    segment.sourceHigh = isForward ? originatorHigh : responderHigh;
    segment.sourceLow = isForward ? originatorLow : responderLow;
    segment.sourcePort = isForward ? originatorPort : responderPort;
    segment.destinationHigh = isForward ? responderHigh : originatorHigh;
    segment.destinationLow = isForward ? responderLow : originatorLow;
    segment.destinationPort = isForward ? responderPort : originatorPort;
    segment.tenant = tenant;
    segment.timestampMicros = timestampMicros;
    segment.packetNumber = packetNumber;
    return segment;
  }

  /** Which way a segment of this flow goes. */
  public Direction directionOf(TcpSegment segment) {
    boolean isFromOriginator =
        segment.sourcePort == originatorPort && segment.sourceLow == originatorLow && segment.sourceHigh == originatorHigh;
    return isFromOriginator ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER;
  }

  DirectionCounts counts(Direction direction) {
    return direction == Direction.FROM_ORIGINATOR ? fromOriginator : fromResponder;
  }

  void onSegment(Direction direction, long nowMicros) {
    counts(direction).segments++;
    lastSeenMicros = nowMicros;
  }

  boolean matches(TcpSegment segment) {
    return segment.tenant == tenant && (isForward(segment) || isReverse(segment));
  }

  private boolean isForward(TcpSegment segment) {
    return segment.sourcePort == originatorPort && segment.sourceLow == originatorLow && segment.sourceHigh == originatorHigh
        && segment.destinationPort == responderPort && segment.destinationLow == responderLow && segment.destinationHigh == responderHigh;
  }

  private boolean isReverse(TcpSegment segment) {
    return segment.sourcePort == responderPort && segment.sourceLow == responderLow && segment.sourceHigh == responderHigh
        && segment.destinationPort == originatorPort && segment.destinationLow == originatorLow
        && segment.destinationHigh == originatorHigh;
  }
}
