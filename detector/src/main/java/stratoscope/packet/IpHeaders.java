package stratoscope.packet;

/** Readers of IPv4 (RFC 791), IPv6 (RFC 8200) with its extension headers, AH (RFC 4302) and EtherIP (RFC 3378). */
final class IpHeaders {
  private static final int IPV4_FIXED_LENGTH = 20;
  private static final int IPV6_LENGTH = 40;
  private static final int MORE_OR_OFFSET = 0x3fff;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int ETHER_IP_VERSION = 3;

  private IpHeaders() {}

  /** Either version, told by the first four bits. */
  static Layer anyVersion(Cursor c) {
    if (!c.has(1)) {
      return c.cutShort();
    }
    return switch (c.u8(0) >>> 4) {
      case 4 -> Layer.IPV4;
      case 6 -> Layer.IPV6;
      default -> Layer.MALFORMED;
    };
  }

  /** A total length of 0 is left by segmentation offload and means up to the end of the packet. */
  static Layer ipv4(Cursor c) {
    if (!c.has(IPV4_FIXED_LENGTH)) {
      return c.cutShort();
    }
    int first = c.i32(0);
    int headerLength = (first >>> 22) & 0x3c;
    int totalLength = first & 0xffff;
    if (first >>> 28 != 4 || headerLength < IPV4_FIXED_LENGTH || (totalLength != 0 && totalLength < headerLength)) {
      return Layer.MALFORMED;
    }
    if (!c.has(headerLength)) {
      return c.cutShort();
    }
    if (totalLength != 0) {
      c.declare(totalLength);
    }
    c.ipVersion = 4;
    TcpSegment segment = c.segment;
    segment.sourceHigh = 0;
    segment.sourceLow = TcpSegment.IPV4_MAPPED | Integer.toUnsignedLong(c.i32(12));
    segment.destinationHigh = 0;
    segment.destinationLow = TcpSegment.IPV4_MAPPED | Integer.toUnsignedLong(c.i32(16));
    int idAndFragment = c.i32(4);
    int protocol = c.u8(9);
    c.offset += headerLength;
    if ((idAndFragment & MORE_OR_OFFSET) == 0) {
      return transport(c, protocol);
    }
    int fragmentOffset = (idAndFragment & 0x1fff) << 3;
    return c.fragments.accept(c, idAndFragment >>> 16, protocol, fragmentOffset, (idAndFragment & MORE_FRAGMENTS) != 0);
  }

  /** A payload length of 0 is a jumbogram or left by segmentation offload, and means up to the end of the packet. */
  static Layer ipv6(Cursor c) {
    if (!c.has(IPV6_LENGTH)) {
      return c.cutShort();
    }
    if (c.u8(0) >>> 4 != 6) {
      return Layer.MALFORMED;
    }
    int payloadLength = c.u16(4);
    if (payloadLength != 0) {
      c.declare(IPV6_LENGTH + payloadLength);
    }
    c.ipVersion = 6;
    TcpSegment segment = c.segment;
    segment.sourceHigh = c.i64(8);
    segment.sourceLow = c.i64(16);
    segment.destinationHigh = c.i64(24);
    segment.destinationLow = c.i64(32);
    int nextHeader = c.u8(6);
    c.offset += IPV6_LENGTH;
    return transport(c, nextHeader);
  }

  /** Hop-by-hop, routing, destination options, mobility, HIP and shim6 share one form: next header, length in 8 bytes after the first 8. */
  static Layer extension(Cursor c) {
    return c.has(2) ? afterHeader(c, (c.u8(1) + 1) * 8) : c.cutShort();
  }

  static Layer authentication(Cursor c) {
    return c.has(2) ? afterHeader(c, (c.u8(1) + 2) * 4) : c.cutShort();
  }

  /** An atomic fragment (RFC 6946) is a whole datagram and is not held. */
  static Layer fragment(Cursor c) {
    if (!c.has(8)) {
      return c.cutShort();
    }
    int nextHeader = c.u8(0);
    int offsetAndMore = c.u16(2);
    int id = c.i32(4);
    c.offset += 8;
    if ((offsetAndMore & 0xfff9) == 0) {
      return transport(c, nextHeader);
    }
    return c.fragments.accept(c, id, nextHeader, offsetAndMore & 0xfff8, (offsetAndMore & 1) != 0);
  }

  static Layer etherIp(Cursor c) {
    if (!c.has(2)) {
      return c.cutShort();
    }
    return c.u8(0) >>> 4 == ETHER_IP_VERSION ? c.skipTo(2, Layer.ETHERNET) : Layer.MALFORMED;
  }

  /** The layer of an IANA protocol number. */
  static Layer transport(Cursor c, int protocol) {
    return switch (protocol) {
      case 6 -> Layer.TCP;
      case 17 -> Layer.UDP;
      case 4 -> Layer.IPV4;
      case 41 -> Layer.IPV6;
      case 47 -> Layer.GRE;
      case 50 -> Layer.ENCRYPTED;
      case 51 -> Layer.AUTHENTICATION;
      case 97 -> Layer.ETHER_IP;
      case 115 -> Layer.L2TP_3;
      case 137 -> Layer.MPLS;
      case 143 -> Layer.ETHERNET;
      case 0, 43, 60, 135, 139, 140 -> c.ipVersion == 6 ? Layer.IPV6_EXTENSION : Layer.OTHER_TRANSPORT;
      case 44 -> c.ipVersion == 6 ? Layer.IPV6_FRAGMENT : Layer.OTHER_TRANSPORT;
      default -> Layer.OTHER_TRANSPORT;
    };
  }

  private static Layer afterHeader(Cursor c, int headerLength) {
    return c.has(headerLength) ? c.skipTo(headerLength, transport(c, c.u8(0))) : c.cutShort();
  }
}
