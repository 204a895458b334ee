package stratoscope.packet;

import java.nio.ByteBuffer;

/**
 * The TCP segment inside a packet: who to whom, its place in the stream, and where its payload lies. Filled anew for each packet by
 * {@link FrameView}; belongs to the thread that decodes.
 *
 * <p>Addresses are 128 bits in two longs; an IPv4 address is held as IPv4-mapped (::ffff:a.b.c.d), so that one comparison serves both.
 */
public final class TcpSegment {
  /** TCP flag bits, as on the wire (RFC 9293 section 3.1). */
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int ACK = 0x10;

  /** High half of every IPv4-mapped address is 0; its low half is this plus the 32-bit address. */
  public static final long IPV4_MAPPED = 0x0000_FFFF_0000_0000L;

  public long sourceHigh;
  public long sourceLow;
  public long destinationHigh;
  public long destinationLow;
  public int sourcePort;
  public int destinationPort;
  /** Overlay network the segment was in (VXLAN or GENEVE VNI, NVGRE VSID) plus one, 0 outside any: addresses repeat between tenants. */
  public int tenant;
  public int sequence;
  public int acknowledgement;
  public int flags;
  /** Holds the payload: the capture's own memory, or that of a reassembled datagram. Absolute reads only, big-endian. */
  public ByteBuffer data = ByteBuffer.allocateDirect(0);
  public int payloadOffset;
  /** Payload bytes that were captured. */
  public int payloadLength;
  /** Payload bytes that were on the wire but not captured (snap length, cut-off packet); they follow the captured ones. */
  public int missingLength;
  public long timestampMicros;
  /** Number of the packet that completed this segment, in its file, from 1. */
  public long packetNumber;

  /** True if any of the given flag bits is set. */
  public boolean hasFlag(int flag) {
    return (flags & flag) != 0;
  }
}
