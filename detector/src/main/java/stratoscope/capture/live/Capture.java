package stratoscope.capture.live;

import java.io.Closeable;
import java.io.IOException;
import stratoscope.capture.RawPacket;

/** The open capture of one interface. One thread. */
interface Capture extends Closeable {
  /**
   * Moves to the next packet that is there; never waits. Fills all of the packet but its number.
   *
   * @throws IOException when the interface can't be read any more
   */
  boolean next(RawPacket packet) throws IOException;

  /** What to wait at for packets; -1 if there is nothing. */
  int fileDescriptor();

  /** Adds what the kernel has counted since the last call. */
  void addCounts(InterfaceCounts counts);

  @Override
  void close();
}
