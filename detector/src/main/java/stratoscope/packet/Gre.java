package stratoscope.packet;

/**
 * Readers of GRE: version 0 (RFC 2784, RFC 2890, RFC 1701 routing), version 1 as PPTP uses it (RFC 2637), and what is known to travel
 * in it: NVGRE (RFC 7637), ERSPAN I to III (draft-foschiano-erspan), WCCP redirection.
 */
final class Gre {
  private static final int CHECKSUM = 0x8000;
  private static final int ROUTING = 0x4000;
  private static final int KEY = 0x2000;
  private static final int SEQUENCE = 0x1000;
  private static final int ACKNOWLEDGEMENT = 0x0080;
  private static final int VERSION = 0x0007;
  private static final int TYPE_PPP = 0x880b;
  /** 0x8200, 0x8210 … 0x83f0: an 802.11 frame from an Aruba access point to its controller, one type per queue. */
  private static final int TYPE_ARUBA_WLAN = 0x8200;
  private static final int MAX_ROUTES = 16;

  private Gre() {}

  static Layer read(Cursor c) {
    if (!c.has(4)) {
      return c.cutShort();
    }
    int flags = c.u16(0);
    int type = c.u16(2);
    return switch (flags & VERSION) {
      case 0 -> version0(c, flags, type);
      case 1 -> type == TYPE_PPP ? version1(c, flags) : Layer.MALFORMED;
      default -> Layer.MALFORMED;
    };
  }

  private static Layer version0(Cursor c, int flags, int type) {
    int keyAt = (flags & (CHECKSUM | ROUTING)) == 0 ? 4 : 8;
    int length = keyAt + Integer.bitCount(flags & (KEY | SEQUENCE)) * 4;
    if (!c.has(length)) {
      return c.cutShort();
    }
    if (type == LinkLayer.TYPE_TRANSPARENT_ETHERNET && (flags & (CHECKSUM | KEY | SEQUENCE)) == KEY) {
      c.segment.tenant = c.u24(keyAt) + 1;
    }
    c.offset += length;
    if ((flags & ROUTING) != 0 && !skipRoutes(c)) {
      return c.cutShort();
    }
    return switch (type) {
      case 0x88be -> (flags & SEQUENCE) == 0 ? Layer.ETHERNET : Layer.ERSPAN_2;
      case 0x22eb -> Layer.ERSPAN_3;
      case 0x883e -> Layer.WCCP;
      default -> (type & 0xfe0f) == TYPE_ARUBA_WLAN ? Layer.WLAN : LinkLayer.layerOfType(type);
    };
  }

  /** Family, offset, length of each route, ended by one of length 0; more than {@link #MAX_ROUTES} are not followed. */
  private static boolean skipRoutes(Cursor c) {
    for (int i = 0; i < MAX_ROUTES && c.has(4); i++) {
      int length = c.u8(3);
      if (!c.has(4 + length)) {
        return false;
      }
      c.offset += 4 + length;
      if (length == 0) {
        return true;
      }
    }
    return false;
  }

  /** The key's place holds the payload length and the call; a payload length of 0 is a bare acknowledgement. */
  private static Layer version1(Cursor c, int flags) {
    int length = 8 + Integer.bitCount(flags & (SEQUENCE | ACKNOWLEDGEMENT)) * 4;
    if (!c.has(length)) {
      return c.cutShort();
    }
    int payloadLength = c.u16(4);
    c.offset += length;
    if (payloadLength == 0 || (flags & SEQUENCE) == 0) {
      return Layer.NOT_IP;
    }
    c.narrow(payloadLength);
    return Layer.PPP;
  }

  static Layer erspan2(Cursor c) {
    return c.skipTo(8, Layer.ETHERNET);
  }

  /** The last bit announces eight more bytes; frame type 2 is IP without Ethernet. */
  static Layer erspan3(Cursor c) {
    if (!c.has(12)) {
      return c.cutShort();
    }
    if (c.u8(0) >>> 4 != 2) {
      return Layer.MALFORMED;
    }
    boolean hasPlatformHeader = (c.u8(11) & 1) != 0;
    int frameType = (c.u8(10) >>> 2) & 0x1f;
    return c.skipTo(hasPlatformHeader ? 20 : 12, frameType == 2 ? Layer.IP : Layer.ETHERNET);
  }

  /** WCCP 1 puts the packet right after GRE, WCCP 2 four bytes before it. */
  static Layer wccp(Cursor c) {
    if (!c.has(1)) {
      return c.cutShort();
    }
    return c.u8(0) >>> 4 == 4 ? Layer.IPV4 : c.skipTo(4, Layer.IPV4);
  }
}
