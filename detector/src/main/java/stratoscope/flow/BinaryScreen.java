package stratoscope.flow;

import java.nio.ByteBuffer;
import stratoscope.flow.Screen.Look;

/**
 * The look at payloads that are no text: SOCKS, frames of WebSocket, Stratum V2, DATUM and P2Pool. Asked by single bytes and the
 * length first, so that almost all fail at once. Stateless; allocates nothing.
 *
 * <p>A message that fills its segment exactly, or is told by all of a long head, makes a candidate alone. What is told by its length only
 * makes one as the first payload of its stream.
 */
final class BinaryScreen {
  /** First message of a Noise handshake as Stratum V2 uses it: a public key, ElligatorSwift-encoded; in older versions half of it. */
  private static final int NOISE_BYTES = 64;
  private static final int OLD_NOISE_BYTES = 32;
  /** P2Pool's first message, from either side: 00, a challenge and a peer id of eight bytes each. */
  private static final int CHALLENGE_BYTES = 17;

  /** What DATUM's first header is hidden with. */
  private static final int DATUM_KEY = 0xDC87_1829;
  private static final int DATUM_LENGTH_BITS = 22;
  /** The upper ten bits of that header: command 1 in five bits, not encrypted for a channel, sealed, signed, two reserved bits. */
  private static final int DATUM_HELLO = 0b00001_0_1_1_00;
  private static final int DATUM_HEAD_BYTES = 4;
  /** A hello is padded to some 500 bytes. */
  private static final int MAX_HELLO_BYTES = 4096;
  /** The header's last byte as it is sent: the upper eight of those bits, hidden. */
  private static final byte DATUM_LAST = (byte) 0xD7;

  private static final byte TEXT_FRAME = (byte) 0x81;
  private static final byte BINARY_FRAME = (byte) 0x82;
  private static final byte COMPRESSED_FRAME = (byte) 0xC1;

  private static final int SOCKS5_CHOICE_BYTES = 2;
  private static final int SOCKS4_REPLY_BYTES = 8;
  private static final int SOCKS4_HEAD_BYTES = 8;

  /** The first bytes that are looked at closer, whatever the length. */
  private static final boolean[] OPENS = new boolean[256];
  /** The lengths that are looked at closer, whatever the first byte. */
  private static final boolean[] LENGTHS = new boolean[NOISE_BYTES + 1];

  static {
    for (int length : new int[] {SOCKS5_CHOICE_BYTES, SOCKS4_REPLY_BYTES, CHALLENGE_BYTES, OLD_NOISE_BYTES, NOISE_BYTES}) {
      LENGTHS[length] = true;
    }
    for (byte first : new byte[] {0x00, 0x04, 0x05, 0x08, TEXT_FRAME, BINARY_FRAME, COMPRESSED_FRAME}) {
      OPENS[first & 0xFF] = true;
    }
  }

  private BinaryScreen() {}

  /** Looks at a payload by its length and single bytes, and seldom further. */
  static Look lookAt(ByteBuffer data, int from, int end, int missing) {
    int length = end - from + missing;
    boolean mayBe = OPENS[data.get(from) & 0xFF]
        || (length <= NOISE_BYTES && LENGTHS[length])
        || (from + DATUM_HEAD_BYTES <= end && data.get(from + 3) == DATUM_LAST);
    return mayBe ? lookCloser(data, from, end, missing) : Look.BINARY;
  }

  private static Look lookCloser(ByteBuffer data, int from, int end, int missing) {
    int length = end - from + missing;
    byte first = data.get(from);
    boolean isStrong = switch (first) {
      case 0x00 -> StratumV2Screen.fills(data, from, end, length);
      case 0x04 -> (missing == 0 && isSocks4(data, from, end)) || P2poolScreen.isBlock(data, from, end);
      case 0x05 -> (missing == 0 && isSocks5(data, from, end)) || P2poolScreen.isBlock(data, from, end);
      case 0x08 -> P2poolScreen.isBlock(data, from, end);
      case TEXT_FRAME, BINARY_FRAME, COMPRESSED_FRAME -> isFrame(data, from, end, length);
      default -> false;
    };
    if (isStrong) {
      return Look.OPENING;
    }
    boolean isHandshake = length == NOISE_BYTES || length == OLD_NOISE_BYTES || (length == CHALLENGE_BYTES && first == 0)
        || (length < OLD_NOISE_BYTES && isSocksAnswer(data, from, end, length))
        || (first == 4 && end - from >= SOCKS4_HEAD_BYTES && isSocks4Head(data, from))
        || (end - from >= DATUM_HEAD_BYTES && isHello(data, from, length));
    return isHandshake ? Look.HANDSHAKE : Look.BINARY;
  }

  /** The method that a SOCKS5 proxy chose, {@code 05 00} or {@code 05 02}, or a SOCKS4 proxy's consent, {@code 00 5A port ip}. */
  private static boolean isSocksAnswer(ByteBuffer data, int from, int end, int length) {
    if (length == SOCKS5_CHOICE_BYTES) {
      return end - from == 2 && data.get(from) == 5 && (data.get(from + 1) == 0 || data.get(from + 1) == 2);
    }
    return length == SOCKS4_REPLY_BYTES && end - from == 8 && data.get(from) == 0 && data.get(from + 1) == 0x5A;
  }

  private static boolean isHello(ByteBuffer data, int from, int length) {
    int header = Integer.reverseBytes(data.getInt(from)) ^ DATUM_KEY;
    int told = header & ((1 << DATUM_LENGTH_BITS) - 1);
    int carried = length - DATUM_HEAD_BYTES;
    return header >>> DATUM_LENGTH_BITS == DATUM_HELLO && (told == carried || (told > carried && told <= MAX_HELLO_BYTES));
  }

  /**
   * A greeting that fills its segment, {@code 05 n m1 … mn}, or is followed by the front of a request to connect,
   * {@code 05 01 00 01|03|04}, or that alone.
   */
  private static boolean isSocks5(ByteBuffer data, int from, int end) {
    int length = end - from;
    if (length < 3) {
      return false;
    }
    int second = data.get(from + 1);
    if (second == length - 2) {
      return second <= 8 && areMethods(data, from + 2, end);
    }
    int request = from + 2 + second;
    if (second >= 1 && second <= 8 && end - request >= 4 && data.get(request) == 5 && areMethods(data, from + 2, request)
        && isConnect(data, request, end)) {
      return true;
    }
    return isConnect(data, from, end);
  }

  private static boolean isConnect(ByteBuffer data, int from, int end) {
    int length = end - from;
    int second = data.get(from + 1);
    if (second != 1 || data.get(from + 2) != 0 || length < 5) {
      return false;
    }
    int needed = switch (data.get(from + 3)) {
      case 1 -> 10;
      case 3 -> 7 + (data.get(from + 4) & 0xFF);
      case 4 -> 22;
      default -> Integer.MAX_VALUE;
    };
    return length >= needed;
  }

  private static boolean areMethods(ByteBuffer data, int from, int end) {
    for (int i = from; i < end; i++) {
      byte method = data.get(i);
      // assigned ones, and from 80 on private ones, which are negative here; FF is no method
      if (method > 9 || method == 4 || method == -1) {
        return false;
      }
    }
    return true;
  }

  /** {@code 04 01 port ip user 00}, with {@code name 00} behind if the address is 0.0.0.x. */
  private static boolean isSocks4(ByteBuffer data, int from, int end) {
    if (end - from < 9 || data.get(from + 1) != 1 || data.getShort(from + 2) == 0 || data.get(end - 1) != 0) {
      return false;
    }
    int address = data.getInt(from + 4);
    int names = address >>> 8 == 0 && address != 0 ? 2 : 1;
    for (int i = from + 8; i < end; i++) {
      byte b = data.get(i);
      if (b == 0) {
        names--;
      } else if (b <= ' ' || b == 0x7F) {
        return false;
      }
    }
    return names == 0;
  }

  /** The same as far as names go, which may come in segments of their own: {@code 04 01 port 00 00 00 xx}. */
  private static boolean isSocks4Head(ByteBuffer data, int from) {
    int address = data.getInt(from + 4);
    return data.get(from + 1) == 1 && data.getShort(from + 2) != 0 && address != 0 && address >>> 8 == 0;
  }

  /** A frame of WebSocket that begins with a brace, or is compressed and fills its segment. */
  private static boolean isFrame(ByteBuffer data, int from, int end, int length) {
    if (end - from < 2) {
      return false;
    }
    int second = data.get(from + 1) & 0xFF;
    boolean isMasked = second >= 0x80;
    int shortLength = second & 0x7F;
    int keyAt = shortLength == 126 ? 4 : 2; // nobody's job needs 64 bits of length
    int head = keyAt + (isMasked ? 4 : 0);
    if (shortLength == 127 || end - from <= head) {
      return false;
    }
    int payload = shortLength == 126 ? data.getShort(from + 2) & 0xFFFF : shortLength;
    if (data.get(from) == COMPRESSED_FRAME) {
      return head + payload == length;
    }
    byte first = data.get(from + head);
    return payload > 0 && head + payload <= length && (isMasked ? first ^ data.get(from + keyAt) : first) == '{';
  }
}
