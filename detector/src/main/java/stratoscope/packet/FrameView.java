package stratoscope.packet;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decoder from a captured packet, whatever its link type and tunnels, to the innermost TCP segment. One per decoding thread; keeps
 * nothing between packets but IP fragments, and allocates only for those. Checksums are not verified, since offloading and rewritten
 * captures spoil them.
 *
 * <p>Each header is a {@link Layer} whose reader names the next one. A port never makes a tunnel: the header behind it must fit too.
 * Of an aggregate (A-MSDU) only the first member is read.
 */
public final class FrameView {
  private static final int ETHERNET = 1;

  private final PacketOptions options;
  private final IpFragments fragments;
  private final Cursor cursor;

  public FrameView(PacketOptions options) {
    this.options = options;
    fragments = new IpFragments(options);
    cursor = new Cursor(fragments);
  }

  /**
   * Decodes one packet. On {@link PacketFate#INSPECTED}, {@link #segment()} describes its TCP segment until the next call; on
   * {@link PacketFate#INSPECTED_DNS} the datagram's addresses, ports and payload. Never throws, whatever the bytes, and reads none outside
   * the captured ones.
   *
   * @param data big-endian; position and limit are neither used nor moved, but the limit must not be before the packet's end
   * @param originalLength bytes on the wire; taken as {@code capturedLength} where below it
   * @param linkType LINKTYPE_ value from the tcpdump group's registry
   * @param packetNumber from 1, copied to the segment
   */
  public PacketFate decode(ByteBuffer data, int offset, int capturedLength, int originalLength, int linkType, long timestampMicros,
      long packetNumber) {
    if (capturedLength <= 0) {
      return PacketFate.IGNORED_EMPTY;
    }
    Cursor cursor = this.cursor;
    fragments.startPacket();
    cursor.enter(data, offset, capturedLength, originalLength);
    TcpSegment segment = cursor.segment;
    segment.timestampMicros = timestampMicros;
    segment.packetNumber = packetNumber;
    segment.tenant = 0;
    Layer layer = linkType == ETHERNET ? commonLayers(cursor) : LinkTypes.layerOf(linkType);
    return layer == Layer.INSPECTED ? PacketFate.INSPECTED : decodeFrom(layer);
  }

  /** The segment or datagram of the last packet that was inspected; always the same object. */
  public TcpSegment segment() {
    return cursor.segment;
  }

  /** Fragmented datagrams given up so far: timed out, evicted, or contradicting themselves. */
  public long abandonedDatagrams() {
    return fragments.abandonedDatagrams();
  }

  /** Ethernet, one tag, IP, TCP: nearly every packet ends here, so these are direct calls that the compiler joins into one. */
  private static Layer commonLayers(Cursor cursor) {
    Layer layer = LinkLayer.ethernet(cursor);
    if (layer == Layer.VLAN) {
      layer = LinkLayer.vlan(cursor);
    }
    if (layer == Layer.IPV4) {
      layer = IpHeaders.ipv4(cursor);
    } else if (layer == Layer.IPV6) {
      layer = IpHeaders.ipv6(cursor);
    }
    return layer == Layer.TCP ? TcpHeader.read(cursor) : layer;
  }

  private PacketFate decodeFrom(Layer first) {
    Layer layer = first;
    for (int nesting = 0; nesting <= options.maxNesting(); nesting++) {
      @Nullable PacketFate fate = layer.fate;
      if (fate != null) {
        return fate;
      }
      layer = layer.step.read(cursor);
    }
    return PacketFate.DROPPED_NESTING;
  }
}
