package stratoscope.names;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The messages in one direction of DNS over TCP, RFC 1035 section 4.2.2: each has its length in two bytes before it. Takes the stream in
 * order, cut anywhere; belongs to one thread. Holds at most one message of 65,535 bytes, and about as much as came of it.
 *
 * <p>A message that is none of DNS ends the reading: the stream is something else, or has a gap.
 */
public final class DnsStream {
  private static final int FIRST_BUFFER_BYTES = 512;
  private static final byte[] NOTHING = {};

  private final DnsMessage view;
  private final Consumer<DnsMessage> sink;
  private byte[] held = NOTHING;
  private int heldBytes;
  private int length;
  private int lengthBytes;
  private boolean isOver;

  /**
   * @param view filled anew for each message; may serve many streams of one thread
   * @param sink takes the view once it is filled
   */
  public DnsStream(DnsMessage view, Consumer<DnsMessage> sink) {
    this.view = view;
    this.sink = sink;
  }

  /** Takes the next bytes of the stream; moves the buffer's reader index to its end. */
  public void onBytes(ByteBuf bytes) {
    while (!isOver && bytes.isReadable()) {
      if (lengthBytes < 2) {
        length = (length << 8) | bytes.readUnsignedByte();
        lengthBytes++;
      } else {
        hold(bytes);
      }
      if (lengthBytes == 2 && length < DnsMessage.HEADER_BYTES) {
        end();
      } else if (lengthBytes == 2 && heldBytes == length) {
        onMessage();
      }
    }
    bytes.skipBytes(bytes.readableBytes());
  }

  /** Gives up reading and what is held; for a gap in the stream. */
  public void end() {
    isOver = true;
    held = NOTHING;
  }

  /** Memory for the message at hand. */
  public int heldBytes() {
    return held.length;
  }

  /** True if nothing more will be read. */
  public boolean isOver() {
    return isOver;
  }

  private void hold(ByteBuf bytes) {
    int count = Math.min(bytes.readableBytes(), length - heldBytes);
    int needed = heldBytes + count;
    if (needed > held.length) {
      held = Arrays.copyOf(held, Math.min(length, Math.max(FIRST_BUFFER_BYTES, Math.max(needed, 2 * held.length))));
    }
    bytes.readBytes(held, heldBytes, count);
    heldBytes = needed;
  }

  private void onMessage() {
    if (view.read(held, 0, length)) {
      sink.accept(view);
    } else {
      end();
    }
    held = NOTHING;
    heldBytes = 0;
    length = 0;
    lengthBytes = 0;
  }
}
