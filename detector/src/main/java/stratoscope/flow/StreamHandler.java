package stratoscope.flow;

import io.netty.buffer.ByteBuf;

/**
 * Reads the two byte streams of one flow; the seam to the layer above. Called by the table's owner thread only, never while a call is
 * under way, and must not call the table. A handler that throws loses its flow.
 */
public interface StreamHandler {
  /**
   * Takes the next bytes of one direction: in order, each byte once.
   *
   * @param bytes direct or heap; to be read only, and only during the call: the memory is the capture's own
   * @param timestampMicros packet time of the segment that carried them, earlier than that of the call before if it was held back
   * @param packetNumber number of the packet that carried them
   */
  void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber);

  /**
   * Says that bytes will never come: what follows does not continue what came before.
   *
   * @param missingBytes how many, 0 if unknown (the sequence numbers went back)
   */
  void onGap(Direction direction, long missingBytes);

  /** Takes the last call, exactly once for each handler, whatever happened. */
  void onEnd(EndReason reason);

  /** Says how much the flow is worth; asked after each segment. */
  Interest interest();
}
