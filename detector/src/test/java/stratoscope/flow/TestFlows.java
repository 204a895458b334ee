package stratoscope.flow;

import stratoscope.packet.TcpSegment;

/** Flows for tests of the layers above, made without packets: 192.0.2.10:41000 talks to 198.51.100.20:3333. */
public final class TestFlows {
  private static final long FIRST_SEEN_MICROS = 1_700_000_000_000_000L;

  private TestFlows() {}

  /** A flow whose handshake was seen. */
  public static Flow fromStart() {
    return new Flow(segment(), true, false, FIRST_SEEN_MICROS, Attention.WORDS);
  }

  /** A flow that was open before the sensor started. */
  public static Flow midstream() {
    return new Flow(segment(), true, true, FIRST_SEEN_MICROS, Attention.WORDS);
  }

  /** A flow of which a direction began with something that is no JSON. */
  public static Flow withOtherStart(Direction direction) {
    Flow flow = fromStart();
    boolean isOriginator = direction == Direction.FROM_ORIGINATOR;
    flow.learnStarts(new SynCache.Opening(true, null, null, isOriginator, false, !isOriginator, false));
    return flow;
  }

  /** A flow that began like another, as far as that was seen. */
  public static Flow startedLike(Flow other) {
    Flow flow = other.isMidstream() ? midstream() : fromStart();
    flow.learnStarts(new SynCache.Opening(true, null, null, other.hasOtherStart(Direction.FROM_ORIGINATOR),
        other.hasHttpStart(Direction.FROM_ORIGINATOR), other.hasOtherStart(Direction.FROM_RESPONDER),
        other.hasHttpStart(Direction.FROM_RESPONDER)));
    return flow;
  }

  /** A flow whose called side began with HTTP, before the flow earned attention. */
  public static Flow withHttpStart() {
    Flow flow = fromStart();
    flow.learnStarts(new SynCache.Opening(true, null, null, false, false, false, true));
    return flow;
  }

  private static TcpSegment segment() {
    TcpSegment segment = new TcpSegment();
    segment.sourceLow = TcpSegment.IPV4_MAPPED | 0xC000_020AL;
    segment.destinationLow = TcpSegment.IPV4_MAPPED | 0xC633_6414L;
    segment.sourcePort = 41_000;
    segment.destinationPort = 3333;
    segment.timestampMicros = FIRST_SEEN_MICROS;
    return segment;
  }
}
