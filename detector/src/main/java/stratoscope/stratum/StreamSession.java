package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import stratoscope.flow.Direction;

/**
 * One conversation read as one {@link StreamDialect}. One thread. Several are tried side by side at first: a reader gives no sign before it
 * is certain, keeps a bounded number of bytes, and says {@code NOT_MINE} as soon as it can.
 */
public interface StreamSession {
  /**
   * Takes the next bytes of one side, in order; whatever they hold, nothing is thrown.
   *
   * @param bytes read without moving their indices, only during the call
   * @return {@code CERTAIN}: the conversation is this reader's alone from here; {@code NOT_MINE}: it will not be called again;
   *     anything else: it goes on
   */
  Probe onBytes(Direction from, ByteBuf bytes);

  /** Bytes of that side are missing here. */
  Probe onGap(Direction from);

  /** Bytes kept for later: of messages that are not complete yet, and the like. */
  int heldBytes();
}
