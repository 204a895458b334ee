package stratoscope.capture;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where packets come from: a capture file, standard input, several of them in order, a live interface. One thread owns a source and
 * pulls from it.
 */
public interface PacketSource extends Closeable {
  /**
   * Moves to the next packet.
   *
   * @param packet is filled; its bytes stay valid until the next call
   * @return false at the end of the source, for good
   * @throws IOException when the source can't be read any further; packets before that were delivered
   */
  boolean next(RawPacket packet) throws IOException;

  /** How hard it is pressed; for the reading thread, now and then. */
  default Strain strain() {
    return Strain.NONE;
  }

  /** Name of the file or interface that the last packet came from, as the user wrote it. */
  String name();
}
