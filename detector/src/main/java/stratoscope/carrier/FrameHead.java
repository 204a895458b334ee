package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What stands in front of a WebSocket frame's payload (RFC 6455 section 5.2). Read before Netty's decoder gets the frame, since that one
 * gives up at a frame that is too long, where a reader who only listens can skip it.
 *
 * <pre>FIN RSV1-3 opcode:4 | MASK length:7 | length:16 or 64 if 126 or 127 | key:32 if MASK</pre>
 *
 * @param first FIN, reserved bits and opcode
 * @param bytes length of the head itself
 * @param payloadBytes negative if the frame is none
 * @param key 0 if the payload is not masked
 */
record FrameHead(int first, int bytes, long payloadBytes, int key) {
  static final int FINAL = 0x80;
  static final int COMPRESSED = 0x40;

  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int KEY_BYTES = 4;
  /** Enough to inflate the first byte: the codes of a block take some 300. */
  private static final int MAX_LOOK_BYTES = 1024;

  /** Reads a head without moving the index; null if it is not whole. */
  static @Nullable FrameHead peek(ByteBuf in) {
    int start = in.readerIndex();
    if (in.readableBytes() < 2) {
      return null;
    }
    int second = in.getUnsignedByte(start + 1);
    int length = second & LENGTH;
    int before = length == LENGTH_16 ? 4 : length == LENGTH_64 ? 10 : 2;
    boolean isMasked = (second & MASKED) != 0;
    int bytes = isMasked ? before + KEY_BYTES : before;
    if (in.readableBytes() < bytes) {
      return null;
    }
    long payload = length == LENGTH_16 ? in.getUnsignedShort(start + 2) : length == LENGTH_64 ? in.getLong(start + 2) : length;
    return new FrameHead(in.getUnsignedByte(start), bytes, payload, isMasked ? in.getInt(start + before) : 0);
  }

  boolean isFinal() {
    return (first & FINAL) != 0;
  }

  boolean isControl() {
    return (first & CONTROL) != 0;
  }

  boolean isContinuation() {
    return (first & 0x0F) == 0;
  }

  boolean isCompressed() {
    return (first & COMPRESSED) != 0;
  }

  /** True if a delivery begins with a whole message in one frame that reads like JSON. Reads without moving the index. */
  static boolean beginsText(ByteBuf in, CarrierMemory memory) {
    int first = in.getUnsignedByte(in.readerIndex());
    FrameHead head = first == 0x81 || first == 0x82 || first == 0xC1 ? peek(in) : null;
    if (head == null || head.payloadBytes < 1 || head.payloadBytes > in.readableBytes() - head.bytes
        || head.payloadBytes > memory.options().maxMessageBytes()) {
      return false;
    }
    byte[] payload = head.unmasked(in);
    int begin = head.isCompressed() ? MessageInflater.firstByte(payload) : payload[0];
    return begin == '{' || begin == '[';
  }

  /** The first bytes of the payload. */
  private byte[] unmasked(ByteBuf in) {
    byte[] payload = new byte[(int) Math.min(payloadBytes, MAX_LOOK_BYTES)];
    in.getBytes(in.readerIndex() + bytes, payload);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= (byte) (key >>> (24 - 8 * (i & 3)));
    }
    return payload;
  }
}
