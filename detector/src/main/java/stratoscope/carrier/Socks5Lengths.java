package stratoscope.carrier;

import io.netty.buffer.ByteBuf;

/** How long the messages of SOCKS5 are (RFC 1928, RFC 1929), so that exactly one is decoded. Stateless; reads without moving indices. */
final class Socks5Lengths {
  static final int VERSION = 5;
  static final int AUTH_VERSION = 1;

  /** More is to come before the length is known. */
  static final int UNKNOWN = Integer.MAX_VALUE;
  /** No such message. */
  static final int NONE = -1;

  /** Types of addresses. */
  static final int IPV4 = 1;
  static final int IPV6 = 4;

  private static final int CONNECT = 1;
  private static final int DOMAIN = 3;

  private Socks5Lengths() {}

  /** {@code 05 n m1 … mn}. */
  static int ofGreeting(ByteBuf in) {
    return in.readableBytes() < 2 ? UNKNOWN : 2 + at(in, 1);
  }

  /** {@code 01 length user length password}. */
  static int ofAuth(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return UNKNOWN;
    }
    int user = at(in, 1);
    return in.readableBytes() < 3 + user ? UNKNOWN : 3 + user + at(in, 2 + user);
  }

  /** {@code 05 command 00 type address port}; a reply is built the same way. */
  static int ofRequest(ByteBuf in) {
    if (in.readableBytes() < 5) {
      return UNKNOWN;
    }
    return switch (at(in, 3)) {
      case IPV4 -> 10;
      case DOMAIN -> 7 + at(in, 4);
      case IPV6 -> 22;
      default -> NONE;
    };
  }

  /** True if a request to connect begins here, its front up to the type of the address: {@code 05 01 00 01|03|04}. */
  static boolean isConnect(ByteBuf in) {
    return in.readableBytes() >= 5 && at(in, 0) == VERSION && at(in, 1) == CONNECT && at(in, 2) == 0 && ofRequest(in) != NONE;
  }

  private static int at(ByteBuf in, int index) {
    return in.getUnsignedByte(in.readerIndex() + index);
  }
}
