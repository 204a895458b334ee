package stratoscope.packet;

/** Reader of the TCP header (RFC 9293 section 3.1), which ends decoding. */
final class TcpHeader {
  private static final int FIXED_LENGTH = 20;

  private TcpHeader() {}

  /** Only the fixed part must be there: options cut by the snap length take the payload with them, but the segment still counts. */
  static Layer read(Cursor c) {
    if (!c.has(FIXED_LENGTH)) {
      return c.cutShort();
    }
    int offsetAndFlags = c.u16(12);
    int headerLength = (offsetAndFlags >>> 10) & 0x3c;
    int payloadOnWire = c.wireLength() - headerLength;
    if (headerLength < FIXED_LENGTH || payloadOnWire < 0) {
      return Layer.MALFORMED;
    }
    TcpSegment segment = c.segment;
    int ports = c.i32(0);
    segment.sourcePort = ports >>> 16;
    segment.destinationPort = ports & 0xffff;
    segment.sequence = c.i32(4);
    segment.acknowledgement = c.i32(8);
    segment.flags = offsetAndFlags & 0xff;
    segment.payloadOffset = Math.min(c.offset + headerLength, c.end);
    segment.payloadLength = c.end - segment.payloadOffset;
    segment.missingLength = payloadOnWire - segment.payloadLength;
    return Layer.INSPECTED;
  }
}
