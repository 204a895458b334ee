package stratoscope.packet;

/** Readers of Ethernet and what shares its types: VLAN and other tags, LLC and SNAP, FDDI, Token Ring. */
final class LinkLayer {
  static final int TYPE_TRANSPARENT_ETHERNET = 0x6558;
  static final int ETHERNET_LENGTH = 14;
  private static final int MAX_802_3_LENGTH = 1500;

  private LinkLayer() {}

  static Layer ethernet(Cursor c) {
    if (!c.has(ETHERNET_LENGTH)) {
      return c.cutShort();
    }
    int type = c.u16(12);
    c.offset += ETHERNET_LENGTH;
    return typeOrLength(c, type);
  }

  /** 802.1Q, 802.1ad and the older stacking types: two bytes of tag, then the inner type. */
  static Layer vlan(Cursor c) {
    if (!c.has(4)) {
      return c.cutShort();
    }
    int type = c.u16(2);
    c.offset += 4;
    return typeOrLength(c, type);
  }

  /** VN-Tag (802.1BR precursor): four bytes of tag, then the inner type. */
  static Layer vnTag(Cursor c) {
    if (!c.has(6)) {
      return c.cutShort();
    }
    int type = c.u16(4);
    c.offset += 6;
    return typeOrLength(c, type);
  }

  /** Provider backbone bridging (802.1ah): four bytes of service tag, then the customer's frame. */
  static Layer backboneTag(Cursor c) {
    return c.skipTo(4, Layer.ETHERNET);
  }

  static Layer llc(Cursor c) {
    if (!c.has(3)) {
      return c.cutShort();
    }
    return switch (c.u24(0)) {
      case 0xaaaa03 -> c.skipTo(3, Layer.SNAP);
      case 0x060603 -> c.skipTo(3, Layer.IPV4);
      case 0xfefe03 -> c.skipTo(3, Layer.NETWORK_PROTOCOL_ID);
      default -> Layer.NOT_IP;
    };
  }

  /** OUI 0 and that of 802.1H carry an Ethernet type; the bridge OUI a whole frame, behind two bytes of padding on ATM (RFC 2684). */
  static Layer snap(Cursor c) {
    if (!c.has(5)) {
      return c.cutShort();
    }
    int oui = c.u24(0);
    int type = c.u16(3);
    c.offset += 5;
    if (oui == 0x0080c2 && (type == 1 || type == 7)) {
      return looksLikeEthernet(c, 2) ? c.skipTo(2, Layer.ETHERNET) : Layer.ETHERNET;
    }
    return oui == 0 || oui == 0x0000f8 ? layerOfType(type) : Layer.NOT_IP;
  }

  /** Frame control (LLC frames are 01xxxxxx), two addresses of six bytes. */
  static Layer fddi(Cursor c) {
    if (!c.has(13)) {
      return c.cutShort();
    }
    return (c.u8(0) & 0xc0) == 0x40 ? c.skipTo(13, Layer.LLC) : Layer.NOT_IP;
  }

  /** Access and frame control, two addresses; the top bit of the source address announces a source route. */
  static Layer tokenRing(Cursor c) {
    if (!c.has(16)) {
      return c.cutShort();
    }
    int routeLength = (c.u8(8) & 0x80) == 0 ? 0 : c.u8(14) & 0x1f;
    return (c.u8(1) & 0xc0) == 0x40 ? c.skipTo(14 + routeLength, Layer.LLC) : Layer.NOT_IP;
  }

  /** The layer of an Ethernet type from the IEEE registry, {@link Layer#NOT_IP} for those that carry none. */
  static Layer layerOfType(int type) {
    return switch (type) {
      case 0x0800 -> Layer.IPV4;
      case 0x86dd -> Layer.IPV6;
      case 0x8100, 0x88a8, 0x9100, 0x9200, 0x9300 -> Layer.VLAN;
      case 0x8847, 0x8848 -> Layer.MPLS;
      case 0x8864 -> Layer.PPPOE;
      case 0x880b -> Layer.PPP;
      case 0x8926 -> Layer.VN_TAG;
      case 0x88e7 -> Layer.BACKBONE_TAG;
      case 0x88e5 -> Layer.ENCRYPTED;
      case 0x894f -> Layer.NSH;
      case TYPE_TRANSPARENT_ETHERNET -> Layer.ETHERNET;
      default -> Layer.NOT_IP;
    };
  }

  /** Whether an Ethernet header with a type of interest (or ARP) lies at that many bytes from here. */
  static boolean looksLikeEthernet(Cursor c, int at) {
    if (!c.has(at + ETHERNET_LENGTH)) {
      return false;
    }
    int type = c.u16(at + 12);
    return type == 0x0806 || layerOfType(type) != Layer.NOT_IP;
  }

  private static Layer typeOrLength(Cursor c, int type) {
    if (type > MAX_802_3_LENGTH) {
      return layerOfType(type);
    }
    c.narrow(type);
    return Layer.LLC;
  }
}
