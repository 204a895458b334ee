package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/**
 * Who speaks, and for how long before the other does: what is left of messages that can't be read, however they are cut into segments. One
 * thread. Keeps the front of the turn at hand.
 */
final class Turns {
  /** Enough for an excerpt. */
  private static final int FRONT_BYTES = 64;

  private final ByteBuf front = Unpooled.buffer(FRONT_BYTES, FRONT_BYTES);
  private @Nullable Direction speaker;
  private int number = -1;
  private int length;

  /** Whether these bytes begin another turn: the one at hand is over, and still to be asked about. */
  boolean isOver(Direction from) {
    return speaker != null && speaker != from;
  }

  void add(Direction from, ByteBuf bytes) {
    if (speaker != from) {
      speaker = from;
      number++;
      length = 0;
      front.clear();
    }
    front.writeBytes(bytes, bytes.readerIndex(), Math.min(bytes.readableBytes(), front.writableBytes()));
    length = (int) Math.min(Integer.MAX_VALUE, (long) length + bytes.readableBytes());
  }

  /** Of the turn at hand, counted from 0; -1 before the first. */
  int number() {
    return number;
  }

  /** Bytes said in the turn at hand. */
  int length() {
    return length;
  }

  /** The first bytes of the turn at hand. */
  ByteBuf front() {
    return front;
  }
}
