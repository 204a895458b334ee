package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The bytes of one direction that wait for the rest of their message. One thread. Its reader bounds it by what it waits for. */
final class Backlog {
  private ByteBuf held = Unpooled.EMPTY_BUFFER;
  private boolean isLent;

  /** What there is to read: these bytes, behind those that were kept. The reader moves its index, and gives the rest to {@link #keep}. */
  ByteBuf with(ByteBuf bytes) {
    isLent = held.isReadable();
    return isLent ? held.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes()) : bytes.slice();
  }

  /** Keeps what was not read of that. */
  void keep(ByteBuf rest) {
    if (!rest.isReadable()) {
      clear();
    } else {
      held = isLent ? held.discardReadBytes() : Unpooled.copiedBuffer(rest);
    }
  }

  void clear() {
    held = Unpooled.EMPTY_BUFFER;
    isLent = false;
  }

  /** Memory taken by what is kept. */
  int heldBytes() {
    return held.capacity();
  }
}
