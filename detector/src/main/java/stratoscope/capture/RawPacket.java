package stratoscope.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One captured packet as a {@link PacketSource} presents it: a window into the source's own memory, overwritten by the next packet.
 * Belongs to the thread that reads the source. Whoever needs bytes for longer copies them.
 */
public final class RawPacket {
  private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0).order(ByteOrder.BIG_ENDIAN);

  /** Big-endian, direct; read with absolute indices only, since position and limit belong to the source. */
  public ByteBuffer data = NONE;
  /** Index of the first captured byte in {@link #data}. */
  public int offset;
  /** Bytes that were captured. */
  public int capturedLength;
  /** Bytes that were on the wire; never below {@link #capturedLength}. */
  public int originalLength;
  /** The packet's own time, in microseconds since 1970-01-01T00:00Z; may be absurd, since files hold anything. */
  public long timestampMicros;
  /** LINKTYPE_ value of the interface, from the tcpdump group's registry. */
  public int linkType;
  /** Position in its file, counted from 1 as Wireshark does. */
  public long number;
  /**
   * Whether nothing came for a while at a live source: then only {@link #timestampMicros} counts, which is the capture's clock. Files never
   * say so.
   */
  public boolean isTick;

  /** The packet with its own copy of its bytes, to keep. */
  public RawPacket copy() {
    byte[] bytes = new byte[capturedLength];
    data.get(offset, bytes);
    RawPacket copy = new RawPacket();
    copyTo(copy);
    copy.data = ByteBuffer.wrap(bytes);
    copy.offset = 0;
    return copy;
  }

  /** Makes the other a view of the same packet. */
  public void copyTo(RawPacket other) {
    other.data = data;
    other.offset = offset;
    other.capturedLength = capturedLength;
    other.originalLength = originalLength;
    other.timestampMicros = timestampMicros;
    other.linkType = linkType;
    other.number = number;
    other.isTick = isTick;
  }
}
