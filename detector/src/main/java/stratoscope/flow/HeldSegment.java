package stratoscope.flow;

import stratoscope.packet.TcpSegment;

/** A copy of payload that came before its turn. Immutable. */
final class HeldSegment {
  /** What the objects around the bytes weigh, so that a flood of one-byte segments is charged what it costs. */
  private static final int OVERHEAD_BYTES = 64;

  /** Place of the first byte, counted from where the stream was picked up. */
  final long position;
  final byte[] bytes;
  final long arrivedMicros;
  final long packetNumber;

  private HeldSegment(long position, byte[] bytes, long arrivedMicros, long packetNumber) {
    this.position = position;
    this.bytes = bytes;
    this.arrivedMicros = arrivedMicros;
    this.packetNumber = packetNumber;
  }

  /** Copies the part of a segment's payload that belongs at {@code from} up to {@code end}, the payload itself being at {@code start}. */
  static HeldSegment copyOf(TcpSegment segment, long start, long from, long end, long nowMicros) {
    byte[] bytes = new byte[(int) (end - from)];
    segment.data.get(segment.payloadOffset + (int) (from - start), bytes, 0, bytes.length);
    return new HeldSegment(from, bytes, nowMicros, segment.packetNumber);
  }

  static long costOf(int length) {
    return (long) length + OVERHEAD_BYTES;
  }

  long end() {
    return position + bytes.length;
  }

  long cost() {
    return costOf(bytes.length);
  }
}
