package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import stratoscope.names.TlsStart;

/** What the first bytes of a stream say about its carrier. Stateless. */
enum Start {
  /** Too few bytes to say. */
  MORE,
  /** No carrier's. */
  OTHER,
  HTTP_REQUEST,
  HTTP_RESPONSE,
  /** Client connection preface, RFC 9113 section 3.4. */
  HTTP2_PREFACE,
  /** The server's preface: a SETTINGS frame. */
  HTTP2_SETTINGS,
  /** {@code 05 n m1 … mn}, RFC 1928 section 3. */
  SOCKS5_GREETING,
  /** {@code 05 m}: the method that the server chose. */
  SOCKS5_CHOICE,
  /** {@code 04 01|02 port ip user 00}. */
  SOCKS4_REQUEST,
  /** {@code 00 5A…5D port ip}. */
  SOCKS4_REPLY,
  /** A record with a hello of either side. */
  TLS;

  /** Of a record's header and the message's type. */
  private static final int MIN_HELLO_BYTES = 6;
  /** Offers of more authentication methods are not met in practice. */
  private static final int MAX_SOCKS5_METHODS = 8;
  /** Six bytes each; a dozen settings are defined. */
  private static final int MAX_SETTINGS_BYTES = 120;

  private static final byte[][] METHODS = {
    ascii("GET "), ascii("POST "), ascii("PUT "), ascii("HEAD "), ascii("OPTIONS "), ascii("DELETE "), ascii("PATCH "), ascii("TRACE "),
    ascii("CONNECT ")
  };
  private static final byte[] RESPONSE = ascii("HTTP/1.");
  private static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

  static final int PREFACE_BYTES = PREFACE.length;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The cheap test in front of all others: by the first byte alone. */
  static boolean mayBeginWith(byte first) {
    return switch (first) {
      case 'C', 'D', 'G', 'H', 'O', 'P', 'T', 0x00, 0x04, 0x05, TlsStart.HANDSHAKE -> true;
      case (byte) 0x81, (byte) 0x82, (byte) 0xC1 -> true; // frames of WebSocket, met midstream
      default -> false;
    };
  }

  /**
   * Judges a stream whose very first bytes these are.
   *
   * @param isClient whether the side that opened the connection sent them: SOCKS reads differently either way
   * @param known what was found here before, by the other direction; null if nothing
   */
  static Start of(ByteBuf in, boolean isClient, @Nullable Carrier known) {
    return switch (in.getByte(in.readerIndex())) {
      case 'C', 'D', 'G', 'H', 'O', 'P', 'T' -> ofText(in);
      case 0x00 -> isClient ? OTHER : ofZero(in, known);
      case 0x04 -> isClient ? ofSocks4(in) : OTHER;
      case 0x05 -> isClient ? ofGreeting(in) : ofChoice(in);
      case TlsStart.HANDSHAKE -> ofTls(in);
      default -> OTHER;
    };
  }

  /** HTTP in any version, or nothing. */
  static Start ofText(ByteBuf in) {
    Start start = match(in, RESPONSE, HTTP_RESPONSE);
    if (start == OTHER) {
      start = match(in, PREFACE, HTTP2_PREFACE);
    }
    for (int i = 0; i < METHODS.length && start != HTTP_REQUEST; i++) {
      Start method = match(in, METHODS[i], HTTP_REQUEST);
      start = method == OTHER ? start : method;
    }
    return start;
  }

  private static Start match(ByteBuf in, byte[] word, Start meaning) {
    int length = Math.min(word.length, in.readableBytes());
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != word[i]) {
        return OTHER;
      }
    }
    return length == word.length ? meaning : MORE;
  }

  private static int at(ByteBuf in, int index) {
    return in.getUnsignedByte(in.readerIndex() + index);
  }

  private static Start ofZero(ByteBuf in, @Nullable Carrier known) {
    if (in.readableBytes() < 2) {
      return MORE;
    }
    int second = at(in, 1);
    if (second >= 0x5A && second <= 0x5D) {
      return known == Carrier.SOCKS4 ? SOCKS4_REPLY : ofUnaskedReply(in);
    }
    return ofSettings(in);
  }

  /** Without the request, a reply is believed only if it names no address, as most do. */
  private static Start ofUnaskedReply(ByteBuf in) {
    for (int i = 2; i < Math.min(8, in.readableBytes()); i++) {
      if (at(in, i) != 0) {
        return OTHER;
      }
    }
    return in.readableBytes() < 8 ? MORE : SOCKS4_REPLY;
  }

  /** {@code 00 00 length 04 00 00 00 00 00}. */
  private static Start ofSettings(ByteBuf in) {
    for (int i = 1; i < Math.min(9, in.readableBytes()); i++) {
      int b = at(in, i);
      boolean isExpected = switch (i) {
        case 2 -> b % 6 == 0 && b <= MAX_SETTINGS_BYTES;
        case 3 -> b == 4;
        default -> b == 0;
      };
      if (!isExpected) {
        return OTHER;
      }
    }
    return in.readableBytes() < 9 ? MORE : HTTP2_SETTINGS;
  }

  /** TLS, or nothing. */
  static Start ofTls(ByteBuf in) {
    if (in.getByte(in.readerIndex()) != TlsStart.HANDSHAKE) {
      return OTHER;
    }
    if (in.readableBytes() < MIN_HELLO_BYTES) {
      return in.readableBytes() > 1 && at(in, 1) != 3 ? OTHER : MORE;
    }
    ByteBuffer bytes = in.nioBuffer();
    boolean isHello = TlsStart.isClientHelloStart(bytes, bytes.position(), bytes.limit())
        || TlsStart.isServerHelloStart(bytes, bytes.position(), bytes.limit());
    return isHello ? TLS : OTHER;
  }

  private static Start ofSocks4(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return MORE;
    }
    if (at(in, 1) != 1 && at(in, 1) != 2) {
      return OTHER;
    }
    if (in.readableBytes() < 4) {
      return MORE;
    }
    return in.getUnsignedShort(in.readerIndex() + 2) == 0 ? OTHER : SOCKS4_REQUEST;
  }

  private static Start ofGreeting(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return MORE;
    }
    int methods = at(in, 1);
    if (methods == 0 || methods > MAX_SOCKS5_METHODS) {
      return OTHER;
    }
    for (int i = 0; i < Math.min(methods, in.readableBytes() - 2); i++) {
      if (!isMethod(at(in, 2 + i))) {
        return OTHER;
      }
    }
    return in.readableBytes() < 2 + methods ? MORE : SOCKS5_GREETING;
  }

  private static Start ofChoice(ByteBuf in) {
    if (in.readableBytes() < 2) {
      return MORE;
    }
    return isMethod(at(in, 1)) || at(in, 1) == 0xFF ? SOCKS5_CHOICE : OTHER;
  }

  /** Methods assigned by IANA, and private ones. */
  private static boolean isMethod(int method) {
    return (method <= 9 && method != 4) || (method >= 0x80 && method <= 0xFE);
  }
}
