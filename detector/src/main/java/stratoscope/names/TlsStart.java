package stratoscope.names;

import java.nio.ByteBuffer;

/**
 * The look at a payload that tells whether TLS begins there, from as few as 6 bytes. Stateless; allocates nothing. The hello of SSL 2 is no
 * TLS.
 *
 * <pre>
 * record:    type (20 to 23) | version 03 00..04 | length:16        RFC 8446 section 5.1
 * handshake: type | length:24 | version 03 00..03                   RFC 8446 section 4
 * </pre>
 */
public final class TlsStart {
  static final int CHANGE_CIPHER_SPEC = 20;
  static final int ALERT = 21;
  /** Type of the records that hold the handshake. */
  public static final int HANDSHAKE = 22;
  static final int APPLICATION_DATA = 23;

  static final int CLIENT_HELLO = 1;
  static final int SERVER_HELLO = 2;
  static final int CERTIFICATE = 11;

  /** Type, version, length. */
  public static final int RECORD_HEADER_BYTES = 5;
  static final int HANDSHAKE_HEADER_BYTES = 4;
  /** Plaintext of 2^14 bytes and what encryption adds, RFC 8446 section 5.2. */
  static final int MAX_RECORD_BYTES = 16_640;
  /** Longest handshake message that is read; hellos with post-quantum keys take some 2,000 bytes, chains of certificates 5,000. */
  static final int MAX_MESSAGE_BYTES = 65_536;

  /** Version, random, empty session id, one cipher suite, one compression method. */
  private static final int MIN_CLIENT_HELLO_BYTES = 2 + 32 + 1 + 4 + 2;
  /** Version, random, empty session id, cipher suite, compression method. */
  private static final int MIN_SERVER_HELLO_BYTES = 2 + 32 + 1 + 2 + 1;

  private TlsStart() {}

  /** True if a client's hello begins at {@code from}; false with fewer than 6 bytes before {@code to}. */
  public static boolean isClientHelloStart(ByteBuffer data, int from, int to) {
    return isHelloStart(data, from, to, CLIENT_HELLO, MIN_CLIENT_HELLO_BYTES);
  }

  /** The same where even fewer bytes will do, of which at least one is there: for the first payload of a stream. */
  public static boolean isCutClientHello(ByteBuffer data, int from, int to) {
    int length = to - from;
    return data.get(from) == HANDSHAKE && (length > RECORD_HEADER_BYTES ? isClientHelloStart(data, from, to)
        : (length < 2 || data.get(from + 1) == 3) && (length < 3 || data.get(from + 2) <= 4));
  }

  /** True if a server's hello begins at {@code from}; false with fewer than 6 bytes before {@code to}. */
  public static boolean isServerHelloStart(ByteBuffer data, int from, int to) {
    return isHelloStart(data, from, to, SERVER_HELLO, MIN_SERVER_HELLO_BYTES);
  }

  /** True if a record of any type begins at {@code from}; false with fewer than 5 bytes before {@code to}. */
  public static boolean isRecordStart(ByteBuffer data, int from, int to) {
    return to - from >= RECORD_HEADER_BYTES
        && isRecordHeader(data.get(from), u16(data, from + 1), u16(data, from + 3));
  }

  /**
   * Where a server's handshake goes on in clear behind the hello that begins at {@code from}: {@code to} if that is still to come, -1 if it
   * goes on in cipher, as in TLS 1.3 and in sessions that are resumed.
   */
  public static int behindServerHello(ByteBuffer data, int from, int to) {
    int message = from + RECORD_HEADER_BYTES;
    int messageEnd = to - message < HANDSHAKE_HEADER_BYTES ? to
        : message + HANDSHAKE_HEADER_BYTES + (((data.get(message + 1) & 0xFF) << 16) | u16(data, message + 2));
    if (messageEnd >= to) {
      return to;
    }
    boolean isRecordOver = messageEnd == message + u16(data, from + 3);
    return isRecordOver && data.get(messageEnd) != HANDSHAKE ? -1 : messageEnd;
  }

  static boolean isRecordHeader(int type, int version, int length) {
    return type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA && version >= 0x0300 && version <= 0x0304
        && length > 0 && length <= MAX_RECORD_BYTES;
  }

  /** What lies behind the sixth byte is looked at if it is there and in the first record: a hello may be cut into small ones. */
  private static boolean isHelloStart(ByteBuffer data, int from, int to, int messageType, int minBytes) {
    if (to - from < RECORD_HEADER_BYTES + 1 || data.get(from) != HANDSHAKE || data.get(from + 5) != messageType
        || !isRecordStart(data, from, to)) {
      return false;
    }
    int inRecord = Math.min(to - from - RECORD_HEADER_BYTES, u16(data, from + 3));
    if (inRecord >= HANDSHAKE_HEADER_BYTES) {
      int length = ((data.get(from + 6) & 0xFF) << 16) | u16(data, from + 7);
      if (length < minBytes || length > MAX_MESSAGE_BYTES) {
        return false;
      }
    }
    return inRecord < HANDSHAKE_HEADER_BYTES + 2 || isHelloVersion(u16(data, from + 9));
  }

  static boolean isHelloVersion(int version) {
    return version >= 0x0300 && version <= 0x0303;
  }

  private static int u16(ByteBuffer data, int at) {
    return ((data.get(at) & 0xFF) << 8) | (data.get(at + 1) & 0xFF);
  }
}
