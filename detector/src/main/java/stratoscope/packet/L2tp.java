package stratoscope.packet;

/** Readers of L2TP data: version 2 (RFC 2661) with PPP inside, version 3 (RFC 3931) with Ethernet inside. */
final class L2tp {
  private static final int CONTROL = 0x8000;
  private static final int LENGTH = 0x4000;
  private static final int SEQUENCE = 0x0800;
  private static final int OFFSET = 0x0200;
  private static final int VERSION_2_RESERVED = 0x34f0;
  /** Session (4) and no cookie, a cookie of 4 or 8 bytes, and no sublayer or one of 4 bytes. */
  private static final int MAX_VERSION_3_LENGTH = 16;

  private L2tp() {}

  /** Behind UDP port 1701. */
  static Layer read(Cursor c) {
    if (!c.has(6)) {
      return Layer.PLAIN_UDP;
    }
    int flags = c.u16(0);
    if ((flags & CONTROL) != 0) {
      return Layer.PLAIN_UDP;
    }
    return switch (flags & 0x0f) {
      case 2 -> version2(c, flags);
      case 3 -> c.skipTo(4, Layer.L2TP_3);
      default -> Layer.PLAIN_UDP;
    };
  }

  private static Layer version2(Cursor c, int flags) {
    boolean hasLength = (flags & LENGTH) != 0;
    int length = (hasLength ? 8 : 6) + ((flags & SEQUENCE) == 0 ? 0 : 4);
    if ((flags & VERSION_2_RESERVED) != 0 || (hasLength && (c.u16(2) < length || c.u16(2) > c.wireLength()))) {
      return Layer.PLAIN_UDP;
    }
    if ((flags & OFFSET) != 0) {
      if (!c.has(length + 2)) {
        return c.cutShort();
      }
      length += 2 + c.u16(length);
    }
    if (hasLength) {
      c.narrow(c.u16(2));
    }
    return c.skipTo(length, Layer.PPP);
  }

  /** Cookie and sublayer were agreed on the control connection, so their length is found by where Ethernet fits; session 0 is control. */
  static Layer version3(Cursor c) {
    if (!c.has(4)) {
      return c.cutShort();
    }
    if (c.i32(0) != 0) {
      for (int length = 4; length <= MAX_VERSION_3_LENGTH; length += 4) {
        if (LinkLayer.looksLikeEthernet(c, length)) {
          return c.skipTo(length, Layer.ETHERNET);
        }
      }
    }
    return Layer.OTHER_TRANSPORT;
  }
}
