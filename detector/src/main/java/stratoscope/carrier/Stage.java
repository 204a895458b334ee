package stratoscope.carrier;

import io.netty.buffer.ByteBuf;

/**
 * Reads one layer of one direction, and names who reads on where it ends. Belongs to the flow's thread.
 *
 * <p>Each direction goes its own way through its stages, since one of them may be all that a sensor sees, and since servers answer in
 * what they were not asked in: some reply to an HTTP request with a bare line of JSON.
 */
interface Stage {
  /**
   * Reads what it can. What it leaves unread comes again, in front of what follows.
   *
   * @return itself, or the stage that takes over at the first unread byte
   */
  Stage onBytes(ByteBuf in);

  /**
   * Drops what was begun, since bytes are missing.
   *
   * @param unread what it left unread, which won't come again
   * @return itself, or the stage that takes over behind the gap
   */
  Stage onGap(ByteBuf unread);

  /** Bytes of memory it holds, beside what it left unread. */
  default int heldBytes() {
    return 0;
  }

  /** Lets go of everything; it is asked nothing more. */
  default void release() {}
}
