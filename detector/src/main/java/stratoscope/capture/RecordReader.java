package stratoscope.capture;

import java.io.IOException;

/** Finds the packets in the bytes of one kind of capture. Belongs to the reading thread. */
interface RecordReader {
  /** Fills the packet with the next one; false at the end. Damage is reported, never thrown. */
  boolean next(RawPacket packet) throws IOException;

  /** Number of the packet met last, counted from 1. */
  long number();
}
