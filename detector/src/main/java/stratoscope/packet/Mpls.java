package stratoscope.packet;

/**
 * Reader of MPLS label stacks (RFC 3032). Labels do not say what they carry: it is IP if the header fits the packet, else Ethernet
 * (RFC 4448) with or without the four bytes of control word, told by a known Ethernet type.
 */
final class Mpls {
  private static final int BOTTOM_OF_STACK = 0x100;

  private Mpls() {}

  static Layer label(Cursor c) {
    if (!c.has(4)) {
      return c.cutShort();
    }
    boolean isBottom = (c.i32(0) & BOTTOM_OF_STACK) != 0;
    c.offset += 4;
    return isBottom ? payload(c) : Layer.MPLS;
  }

  private static Layer payload(Cursor c) {
    if (!c.has(1)) {
      return c.cutShort();
    }
    int nibble = c.u8(0) >>> 4;
    if (nibble == 0 && LinkLayer.looksLikeEthernet(c, 4)) {
      return c.skipTo(4, Layer.ETHERNET);
    }
    boolean fitsIp = (nibble == 4 && fitsIpv4(c)) || (nibble == 6 && fitsIpv6(c));
    if (!fitsIp && LinkLayer.looksLikeEthernet(c, 0)) {
      return Layer.ETHERNET;
    }
    return nibble == 4 || nibble == 6 ? Layer.IP : Layer.NOT_IP;
  }

  private static boolean fitsIpv4(Cursor c) {
    return c.has(4) && (c.u8(0) & 0x0f) >= 5 && c.u16(2) >= 20 && c.u16(2) <= c.wireLength();
  }

  private static boolean fitsIpv6(Cursor c) {
    return c.has(6) && c.u16(4) + 40 <= c.wireLength();
  }
}
