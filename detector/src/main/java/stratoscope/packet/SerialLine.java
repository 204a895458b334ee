package stratoscope.packet;

/** Readers of point-to-point lines: PPP (RFC 1661, RFC 1662), PPPoE (RFC 2516), Cisco HDLC, Frame Relay (RFC 2427). */
final class SerialLine {
  private static final int ADDRESS_AND_CONTROL = 0xff03;
  private static final int UNNUMBERED = 0x03;

  private SerialLine() {}

  /** Version and type 0x11, code (0 in a session), session, length. */
  static Layer pppoe(Cursor c) {
    if (!c.has(6)) {
      return c.cutShort();
    }
    if (c.u8(0) != 0x11) {
      return Layer.MALFORMED;
    }
    if (c.u8(1) != 0) {
      return Layer.NOT_IP;
    }
    int length = c.u16(4);
    c.offset += 6;
    c.narrow(length);
    return Layer.PPP;
  }

  /** Address and control are often left out, and protocol numbers below 0x100 may be sent in one byte, which is odd. */
  static Layer ppp(Cursor c) {
    if (c.has(2) && c.u16(0) == ADDRESS_AND_CONTROL) {
      c.offset += 2;
    }
    if (!c.has(1)) {
      return c.cutShort();
    }
    int first = c.u8(0);
    if ((first & 1) != 0) {
      return c.skipTo(1, layerOfPppProtocol(first));
    }
    return c.has(2) ? c.skipTo(2, layerOfPppProtocol(c.u16(0))) : c.cutShort();
  }

  /** LINKTYPE_PPP_HDLC: Cisco HDLC where the first byte is its unicast or multicast address. */
  static Layer pppOrCiscoHdlc(Cursor c) {
    if (!c.has(1)) {
      return c.cutShort();
    }
    int address = c.u8(0);
    return address == 0x0f || address == 0x8f ? Layer.CISCO_HDLC : Layer.PPP;
  }

  static Layer pppWithDirection(Cursor c) {
    return c.skipTo(1, Layer.PPP);
  }

  /** Address, control, Ethernet type. */
  static Layer ciscoHdlc(Cursor c) {
    return c.has(4) ? c.skipTo(4, LinkLayer.layerOfType(c.u16(2))) : c.cutShort();
  }

  /** Two to four address bytes, the last one odd; then RFC 2427 (control, protocol id) or Cisco's bare Ethernet type. */
  static Layer frameRelay(Cursor c) {
    int length = 1;
    while (length < 4 && c.has(length) && (c.u8(length - 1) & 1) == 0) {
      length++;
    }
    if (!c.has(length + 2)) {
      return c.cutShort();
    }
    if (c.u8(length) != UNNUMBERED) {
      return c.skipTo(length + 2, LinkLayer.layerOfType(c.u16(length)));
    }
    boolean padded = c.u8(length + 1) == 0;
    return c.skipTo(padded ? length + 2 : length + 1, Layer.NETWORK_PROTOCOL_ID);
  }

  /** One byte of ISO/IEC TR 9577. */
  static Layer networkProtocolId(Cursor c) {
    if (!c.has(1)) {
      return c.cutShort();
    }
    return switch (c.u8(0)) {
      case 0xcc -> c.skipTo(1, Layer.IPV4);
      case 0x8e -> c.skipTo(1, Layer.IPV6);
      case 0x80 -> c.skipTo(1, Layer.SNAP);
      default -> Layer.NOT_IP;
    };
  }

  private static Layer layerOfPppProtocol(int protocol) {
    return switch (protocol) {
      case 0x21 -> Layer.IPV4;
      case 0x57 -> Layer.IPV6;
      case 0x281, 0x283 -> Layer.MPLS;
      case 0x53 -> Layer.ENCRYPTED;
      default -> Layer.NOT_IP;
    };
  }
}
