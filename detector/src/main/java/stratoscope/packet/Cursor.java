package stratoscope.packet;

import java.nio.ByteBuffer;

/**
 * A place in the packet being decoded: where the next header starts, and where the bytes of its layer end. One per {@link FrameView},
 * moved from header to header; reads are relative to {@link #offset} and in network order unless the name says {@code LittleEndian}.
 * The caller asks {@link #has} before it reads.
 */
final class Cursor {
  final TcpSegment segment = new TcpSegment();
  final IpFragments fragments;
  ByteBuffer data = segment.data;
  int offset;
  /** End of the captured bytes of this layer. */
  int end;
  /** End of this layer on the wire, in the same coordinates: behind {@link #end} if the capture cut it. */
  int wireEnd;
  /** Version of the last IP header, 0 before any. */
  int ipVersion;
  /** Whether a length field, and not only the capture, says where the layer ends. */
  private boolean isEndDeclared;

  Cursor(IpFragments fragments) {
    this.fragments = fragments;
  }

  @SuppressWarnings("ReferenceEquality") // it is the memory that must be the same, not the bytes
  void enter(ByteBuffer data, int offset, int capturedLength, int originalLength) {
    if (this.data != data) { // nearly always the same; a stored reference costs a garbage collector's barrier
      this.data = data;
      segment.data = data;
    }
    this.offset = offset;
    end = offset + capturedLength;
    isEndDeclared = false;
    wireEnd = saturatedSum(offset, Math.max(capturedLength, originalLength));
  }

  /** Goes on in a reassembled datagram, whose end is no accident of the capture. */
  void enterReassembled(ByteBuffer data, int length) {
    enter(data, 0, length, length);
    isEndDeclared = true;
  }

  boolean has(int bytes) {
    return end - offset >= bytes;
  }

  /** Bytes from here to the end of the layer on the wire. */
  int wireLength() {
    return wireEnd - offset;
  }

  int u8(int at) {
    return data.get(offset + at) & 0xff;
  }

  int u16(int at) {
    return data.getShort(offset + at) & 0xffff;
  }

  int u24(int at) {
    return (u16(at) << 8) | u8(at + 2);
  }

  int i32(int at) {
    return data.getInt(offset + at);
  }

  long i64(int at) {
    return data.getLong(offset + at);
  }

  int u16LittleEndian(int at) {
    return Short.reverseBytes(data.getShort(offset + at)) & 0xffff;
  }

  int i32LittleEndian(int at) {
    return Integer.reverseBytes(data.getInt(offset + at));
  }

  /** Moves past a header, then goes on with the given layer; cuts short if the header is not all there. */
  Layer skipTo(int headerLength, Layer next) {
    if (!has(headerLength)) {
      return cutShort();
    }
    offset += headerLength;
    return next;
  }

  /** Ends the layer after the given number of wire bytes from here, unless it ends sooner: what follows is padding or a trailer. */
  void narrow(int length) {
    if (length < wireEnd - offset) {
      declare(length);
    }
  }

  /**
   * Ends the layer where its own length field says, even if that is behind the end of what holds it: mirrors that cut packets rewrite
   * the outer lengths, and the stream position must follow the inner one.
   */
  void declare(int length) {
    wireEnd = saturatedSum(offset, length);
    end = Math.min(end, wireEnd);
    isEndDeclared = true;
  }

  /** Too few bytes for a header: the capture's fault where it cut the layer or nothing else ends it, else that of a length field. */
  Layer cutShort() {
    return wireEnd > end || !isEndDeclared ? Layer.TRUNCATED : Layer.MALFORMED;
  }

  private static int saturatedSum(int offset, int length) {
    return length > Integer.MAX_VALUE - offset ? Integer.MAX_VALUE : offset + length;
  }
}
