package stratoscope.packet;

/** Readers of headers that no wire carries: those that operating systems and capture programs put before a packet. */
final class PseudoHeaders {
  private static final int ARPHRD_NETLINK = 824;
  private static final int ARPHRD_RADIOTAP = 803;
  private static final int ARPHRD_WLAN = 801;
  private static final int PROTOCOL_802_2 = 4;
  private static final int NFLOG_PAYLOAD = 9;
  private static final int NFLOG_MAX_ATTRIBUTES = 64;

  private PseudoHeaders() {}

  /** Packet type, ARPHRD, address length, 8 bytes of address, protocol. */
  static Layer linuxCooked(Cursor c) {
    return c.has(16) ? c.skipTo(16, cookedLayer(c.u16(2), c.u16(14))) : c.cutShort();
  }

  /** Protocol, 2 reserved bytes, interface index, ARPHRD, packet type, address length, 8 bytes of address. */
  static Layer linuxCooked2(Cursor c) {
    return c.has(20) ? c.skipTo(20, cookedLayer(c.u16(8), c.u16(0))) : c.cutShort();
  }

  /** Address family in the byte order of the capturing host (LINKTYPE_NULL) or the network (LINKTYPE_LOOP): families are small. */
  static Layer addressFamily(Cursor c) {
    if (!c.has(4)) {
      return c.cutShort();
    }
    int family = c.i32(0);
    return c.skipTo(4, layerOfFamily(family >>> 16 == 0 ? family : Integer.reverseBytes(family)));
  }

  /** OpenBSD pflog: length without padding to 4, address family, then what the firewall did. */
  static Layer pflog(Cursor c) {
    return c.has(2) ? c.skipTo((c.u8(0) + 3) & 0xfc, layerOfFamily(c.u8(1))) : c.cutShort();
  }

  /** OpenBSD enc: address family in host order, security parameter index, flags; the packet is already decrypted. */
  static Layer enc(Cursor c) {
    return c.skipTo(12, Layer.IP);
  }

  /** Family, version, resource; then attributes of length and type in host order, padded to 4, one of them the packet. */
  static Layer nflog(Cursor c) {
    if (!c.has(4)) {
      return c.cutShort();
    }
    Layer next = layerOfFamily(c.u8(0));
    c.offset += 4;
    for (int i = 0; i < NFLOG_MAX_ATTRIBUTES && c.has(4); i++) {
      boolean isLittleEndian = c.u16LittleEndian(0) <= c.wireLength();
      int length = isLittleEndian ? c.u16LittleEndian(0) : c.u16(0);
      int type = isLittleEndian ? c.u16LittleEndian(2) : c.u16(2);
      if (length < 4) {
        return Layer.MALFORMED;
      }
      if ((type & 0x7fff) == NFLOG_PAYLOAD) {
        c.narrow(length);
        return c.skipTo(4, next);
      }
      int padded = (length + 3) & ~3;
      if (!c.has(padded)) {
        break;
      }
      c.offset += padded;
    }
    return c.cutShort();
  }

  /** Apple pktap, little-endian: header length, record type, link type of what follows. */
  static Layer pktap(Cursor c) {
    if (!c.has(12)) {
      return c.cutShort();
    }
    return wrapped(c, c.i32LittleEndian(0), 12, c.i32LittleEndian(8));
  }

  /** CACE per-packet information, little-endian: version, flags, header length, link type of what follows. */
  static Layer ppi(Cursor c) {
    return c.has(8) ? wrapped(c, c.u16LittleEndian(2), 8, c.i32LittleEndian(4)) : c.cutShort();
  }

  /** RFC 4391: Ethernet type, 2 reserved bytes; 40 bytes of addresses before it. */
  static Layer infiniband(Cursor c) {
    return c.has(44) ? c.skipTo(44, LinkLayer.layerOfType(c.u16(40))) : c.cutShort();
  }

  private static Layer wrapped(Cursor c, int headerLength, int minHeaderLength, int linkType) {
    return headerLength < minHeaderLength ? Layer.MALFORMED : c.skipTo(headerLength, LinkTypes.layerOf(linkType));
  }

  private static Layer cookedLayer(int arphrd, int protocol) {
    return switch (arphrd) {
      case ARPHRD_NETLINK -> Layer.NOT_IP;
      case ARPHRD_RADIOTAP -> Layer.RADIOTAP;
      case ARPHRD_WLAN -> Layer.WLAN;
      default -> protocol == PROTOCOL_802_2 ? Layer.LLC : LinkLayer.layerOfType(protocol);
    };
  }

  /** AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 23 on Windows, 24, 28 or 30 on the BSDs. */
  private static Layer layerOfFamily(int family) {
    return switch (family) {
      case 2 -> Layer.IPV4;
      case 10, 23, 24, 28, 30 -> Layer.IPV6;
      default -> Layer.NOT_IP;
    };
  }
}
