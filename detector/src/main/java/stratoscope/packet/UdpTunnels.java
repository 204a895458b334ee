package stratoscope.packet;

/**
 * Readers of UDP, of the tunnels in it, and of what else is told apart. A port on either side proposes a tunnel; a header that does not fit
 * leaves the packet plain UDP, as any program may use any port.
 */
final class UdpTunnels {
  private static final int UDP_LENGTH = 8;
  private static final int DNS_PORT = 53;
  private static final int WEB_PORT = 443;
  private static final int QUIC_FIXED_BIT = 0x40;
  private static final int TEREDO_ORIGIN_LENGTH = 8;
  private static final int GTP_PACKET = 0xff;
  private static final int GTP_OPTIONAL_FIELDS = 0x07;
  private static final int GTP_EXTENSION = 0x04;
  private static final int IPV6_LENGTH = 40;

  private UdpTunnels() {}

  static Layer udp(Cursor c) {
    if (!c.has(UDP_LENGTH)) {
      return c.cutShort();
    }
    int sourcePort = c.u16(0);
    int destinationPort = c.u16(2);
    int length = c.u16(4);
    if (length != 0 && length < UDP_LENGTH) {
      return Layer.MALFORMED;
    }
    if (length != 0) {
      c.narrow(length);
    }
    c.offset += UDP_LENGTH;
    Layer layer = tunnel(c, destinationPort);
    if (layer == Layer.PLAIN_UDP) {
      layer = tunnel(c, sourcePort);
    }
    return layer == Layer.PLAIN_UDP ? payload(c, sourcePort, destinationPort) : layer;
  }

  /** Port 53 is DNS; on port 443 the fixed bit tells QUIC (RFC 9000 section 17) from DTLS. */
  private static Layer payload(Cursor c, int sourcePort, int destinationPort) {
    if (sourcePort == DNS_PORT || destinationPort == DNS_PORT) {
      TcpSegment datagram = c.segment;
      datagram.sourcePort = sourcePort;
      datagram.destinationPort = destinationPort;
      datagram.flags = 0;
      datagram.payloadOffset = c.offset;
      datagram.payloadLength = c.end - c.offset;
      datagram.missingLength = c.wireLength() - datagram.payloadLength;
      return Layer.DNS;
    }
    boolean isWeb = sourcePort == WEB_PORT || destinationPort == WEB_PORT;
    return isWeb && c.has(1) && (c.u8(0) & QUIC_FIXED_BIT) != 0 ? Layer.QUIC : Layer.PLAIN_UDP;
  }

  private static Layer tunnel(Cursor c, int port) {
    return switch (port) {
      case 4789, 8472 -> vxlan(c);
      case 4790 -> vxlanGeneric(c);
      case 6081 -> geneve(c);
      case 2152 -> gtp(c);
      case 3544 -> teredo(c);
      case 1701 -> L2tp.read(c);
      case 6635 -> mpls(c);
      case 4754 -> gre(c);
      case 5247 -> capwap(c);
      case 37008 -> tzsp(c);
      default -> Layer.PLAIN_UDP;
    };
  }

  /**
   * RFC 7348: flags (network id valid, with group policy also 0x80), 24 bits, network id, a zero byte. Some clouds' mirrors fill
   * reserved bits, which a receiver ignores; the frame inside must then be of a known type.
   */
  private static Layer vxlan(Cursor c) {
    if (!c.has(8) || (c.u8(0) & 0x08) == 0) {
      return Layer.PLAIN_UDP;
    }
    boolean isStrict = (c.u8(0) & 0x7f) == 0x08 && c.u8(7) == 0;
    if (!isStrict && !LinkLayer.looksLikeEthernet(c, 8)) {
      return Layer.PLAIN_UDP;
    }
    c.segment.tenant = c.u24(4) + 1;
    return c.skipTo(8, Layer.ETHERNET);
  }

  /** draft-ietf-nvo3-vxlan-gpe: as VXLAN, with bit 0x04 and the next protocol in the fourth byte. */
  private static Layer vxlanGeneric(Cursor c) {
    if (!c.has(8) || (c.u8(0) & 0xf8) != 0x08 || c.u16(1) != 0 || c.u8(7) != 0) {
      return Layer.PLAIN_UDP;
    }
    Layer next = (c.u8(0) & 0x04) == 0 ? Layer.ETHERNET : layerOfNextProtocol(c.u8(3));
    if (next == Layer.NOT_IP) {
      return Layer.PLAIN_UDP;
    }
    c.segment.tenant = c.u24(4) + 1;
    return c.skipTo(8, next);
  }

  /** RFC 8926: version and options length, flags, Ethernet type, network id, a zero byte, options. */
  private static Layer geneve(Cursor c) {
    if (!c.has(8) || c.u8(0) >>> 6 != 0 || (c.u8(1) & 0x3f) != 0 || c.u8(7) != 0) {
      return Layer.PLAIN_UDP;
    }
    Layer next = LinkLayer.layerOfType(c.u16(2));
    if (next == Layer.NOT_IP) {
      return Layer.PLAIN_UDP;
    }
    c.segment.tenant = c.u24(4) + 1;
    return c.skipTo(8 + (c.u8(0) & 0x3f) * 4, next);
  }

  /** 3GPP TS 29.281 section 5: version 1 and flags, type, length, tunnel; then sequence, N-PDU and next extension if any is flagged. */
  private static Layer gtp(Cursor c) {
    if (!c.has(8) || (c.u8(0) & 0xf8) != 0x30 || c.u8(1) != GTP_PACKET || c.u16(2) > c.wireLength() - 8) {
      return Layer.PLAIN_UDP;
    }
    int flags = c.u8(0);
    int end = 8 + c.u16(2);
    int headerLength = 8;
    if ((flags & GTP_OPTIONAL_FIELDS) != 0) {
      headerLength = 12;
      int extensionAt = 11;
      while ((flags & GTP_EXTENSION) != 0 && c.has(extensionAt + 2) && c.u8(extensionAt) != 0) {
        int length = c.u8(extensionAt + 1) * 4;
        if (length == 0) {
          return Layer.MALFORMED;
        }
        headerLength += length;
        extensionAt += length;
      }
    }
    c.narrow(end);
    if (!c.has(headerLength + 1)) {
      return c.cutShort();
    }
    int nibble = c.u8(headerLength) >>> 4;
    return nibble == 4 || nibble == 6 ? c.skipTo(headerLength, Layer.IP) : Layer.PLAIN_UDP;
  }

  /** RFC 4380 section 5.1.1: authentication (0, 1) and origin (0, 0) may come before the IPv6 packet, which must fill the datagram. */
  private static Layer teredo(Cursor c) {
    int at = 0;
    if (c.has(4) && c.u16(0) == 1) {
      at = 13 + c.u8(2) + c.u8(3);
    }
    if (c.has(at + 2) && c.u16(at) == 0) {
      at += TEREDO_ORIGIN_LENGTH;
    }
    if (!c.has(at + IPV6_LENGTH) || c.u8(at) >>> 4 != 6 || c.u16(at + 4) + IPV6_LENGTH > c.wireLength() - at) {
      return Layer.PLAIN_UDP;
    }
    return c.skipTo(at, Layer.IPV6);
  }

  /** RFC 7510. A label's bottom bit must come soon, and its payload must be known; else it is another program's port. */
  private static Layer mpls(Cursor c) {
    for (int at = 0; at < 16 && c.has(at + 5); at += 4) {
      if ((c.u8(at + 2) & 1) != 0) {
        int nibble = c.u8(at + 4) >>> 4;
        return nibble == 4 || nibble == 6 || LinkLayer.looksLikeEthernet(c, at + 4) || LinkLayer.looksLikeEthernet(c, at + 8)
            ? Layer.MPLS : Layer.PLAIN_UDP;
      }
    }
    return Layer.PLAIN_UDP;
  }

  /** RFC 8086: version 0, no reserved bits, a type of interest. */
  private static Layer gre(Cursor c) {
    return c.has(4) && (c.u16(0) & 0x4fff) == 0 && LinkLayer.layerOfType(c.u16(2)) != Layer.NOT_IP ? Layer.GRE : Layer.PLAIN_UDP;
  }

  /**
   * CAPWAP data (RFC 5415 section 4.3): a zero byte (1 would be DTLS), 5 bits of header length in 4 bytes, 5 of radio, 5 of binding
   * (1 is 802.11), then T (native frame, else 802.3), F (fragment), L, W, M, K (keep-alive).
   */
  private static Layer capwap(Cursor c) {
    if (!c.has(8) || c.u8(0) != 0) {
      return Layer.PLAIN_UDP;
    }
    int fields = c.u24(1);
    int length = (fields >>> 19) * 4;
    boolean isWlan = ((fields >>> 9) & 0x1f) == 1;
    boolean isFragmentOrKeepAlive = (fields & 0x88) != 0;
    if (length < 8 || !isWlan || isFragmentOrKeepAlive) {
      return Layer.PLAIN_UDP;
    }
    boolean isNative = (fields & 0x100) != 0;
    return c.skipTo(length, isNative ? Layer.WLAN : Layer.ETHERNET);
  }

  /** TaZmen sniffer protocol, by which access points and routers mirror: version 1, type, encapsulation, tags up to an end tag. */
  private static Layer tzsp(Cursor c) {
    if (!c.has(5) || c.u8(0) != 1 || c.u8(1) > 1) {
      return Layer.PLAIN_UDP;
    }
    Layer next = switch (c.u16(2)) {
      case 1 -> Layer.ETHERNET;
      case 18 -> Layer.WLAN;
      case 119 -> Layer.PRISM;
      case 127 -> Layer.AVS;
      default -> Layer.PLAIN_UDP;
    };
    int at = 4;
    while (c.has(at + 2) && c.u8(at) != 1) {
      at += c.u8(at) == 0 ? 1 : 2 + c.u8(at + 1);
    }
    return next == Layer.PLAIN_UDP ? next : c.skipTo(at + 1, next);
  }

  /** RFC 8300: the length in 4 bytes is the low six bits of the second byte, the next protocol the fourth byte. */
  static Layer nsh(Cursor c) {
    if (!c.has(8)) {
      return c.cutShort();
    }
    int length = (c.u8(1) & 0x3f) * 4;
    return c.u8(0) >>> 6 != 0 || length < 8 ? Layer.MALFORMED : c.skipTo(length, layerOfNextProtocol(c.u8(3)));
  }

  private static Layer layerOfNextProtocol(int protocol) {
    return switch (protocol) {
      case 1 -> Layer.IPV4;
      case 2 -> Layer.IPV6;
      case 3 -> Layer.ETHERNET;
      case 4 -> Layer.NSH;
      case 5 -> Layer.MPLS;
      default -> Layer.NOT_IP;
    };
  }
}
