package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of one direction of a WebSocket, each compressed by itself or with what went before (permessage-deflate, RFC 7692).
 *
 * <p>The context is always kept: a sender that starts afresh with each message never refers to it. So what the two sides agreed on need not
 * be known. Netty's decoder for this extension must be told, and can't be used without a handshake of its own.
 */
final class MessageInflater {
  /** Native memory of zlib: a window of 32 KiB and its tables. */
  static final int HELD_BYTES = 48 << 10;

  /** The end of an empty block that the sender leaves out, RFC 7692 section 7.2.2. */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final Inflater inflater = new Inflater(true);

  /**
   * Inflates one message.
   *
   * @param out where to; the result, which is wrapped around it, must leave a byte free
   * @return null if the message is broken or too long; what comes behind may be unreadable then
   */
  @Nullable ByteBuf inflate(ByteBuf message, byte[] out) {
    byte[] input = new byte[message.readableBytes() + TAIL.length];
    message.getBytes(message.readerIndex(), input, 0, message.readableBytes());
    System.arraycopy(TAIL, 0, input, message.readableBytes(), TAIL.length);
    inflater.setInput(input);
    try {
      int length = 0;
      int added = 1;
      while (added > 0 && length < out.length) {
        added = inflater.inflate(out, length, out.length - length);
        length += added;
      }
      boolean isGood = length < out.length && (inflater.finished() || inflater.needsInput());
      if (!isGood || inflater.finished()) {
        inflater.reset();
      }
      return isGood ? Unpooled.wrappedBuffer(out, 0, length) : null;
    } catch (DataFormatException e) {
      inflater.reset();
      return null;
    }
  }

  /** The first byte of a message that refers to nothing before it, or of the beginning of one; -1 if it can't be inflated. */
  static int firstByte(byte[] message) {
    Inflater inflater = new Inflater(true);
    try {
      byte[] out = new byte[1];
      inflater.setInput(message);
      return inflater.inflate(out) == 1 ? out[0] : -1;
    } catch (DataFormatException e) {
      return -1;
    } finally {
      inflater.end();
    }
  }

  void close() {
    inflater.end();
  }
}
