package stratoscope.names;

/**
 * Finds the server's name in the first payload of a connection that opens TLS, without an object for the hello. One thread; keeps where the
 * name stands in the array that was looked at last.
 */
public final class ServerNameScan {
  /** What the payload says. */
  public enum Result {
    /** A server is named; see {@link #from()} and {@link #to()}. */
    NAMED,
    /** The whole hello is there and names none. */
    NAMELESS,
    /** The name may stand behind the end of the payload. */
    CUT
  }

  private static final int RANDOM_BYTES = 32;
  private static final int VERSION_BYTES = 2;
  /** List length, type and length in front of the name. */
  private static final int NAME_HEADER_BYTES = 5;

  private int from;
  private int to;
  private boolean hasProtocols;

  /** Looks at a payload for which {@link TlsStart#isClientHelloStart} is true. */
  public Result scan(byte[] data, int offset, int end) {
    hasProtocols = false;
    int recordEnd = offset + TlsStart.RECORD_HEADER_BYTES + BigEndian.u16(data, offset + 3);
    int stop = Math.min(end, recordEnd);
    int at = offset + TlsStart.RECORD_HEADER_BYTES + TlsStart.HANDSHAKE_HEADER_BYTES + VERSION_BYTES + RANDOM_BYTES;
    if (at > stop) {
      return Result.CUT;
    }
    int helloEnd = offset + TlsStart.RECORD_HEADER_BYTES + TlsStart.HANDSHAKE_HEADER_BYTES
        + BigEndian.u24(data, offset + TlsStart.RECORD_HEADER_BYTES + 1);
    at = skip(data, at, stop, 1); // session id
    at = skip(data, at, stop, 2); // ciphers
    at = skip(data, at, stop, 1); // compressions
    if (at == helloEnd && at <= stop) {
      return Result.NAMELESS;
    }
    return at + 2 > stop ? Result.CUT : scanExtensions(data, at + 2, stop, helloEnd);
  }

  private Result scanExtensions(byte[] data, int first, int stop, int helloEnd) {
    int at = first;
    while (at + 4 <= stop) {
      int length = BigEndian.u16(data, at + 2);
      if (BigEndian.u16(data, at) == ClientHello.SERVER_NAME) {
        from = at + 4 + NAME_HEADER_BYTES;
        to = at + 4 + length;
        return to <= from ? Result.NAMELESS : to <= stop ? Result.NAMED : Result.CUT;
      }
      hasProtocols |= BigEndian.u16(data, at) == ClientHello.ALPN;
      at += 4 + length;
    }
    return at >= helloEnd ? Result.NAMELESS : Result.CUT;
  }

  /** Behind a vector whose length stands in front of it, in so many bytes; beyond the end if it does. */
  private static int skip(byte[] data, int at, int stop, int lengthBytes) {
    if (at + lengthBytes > stop) {
      return stop + 1;
    }
    return at + lengthBytes + (lengthBytes == 1 ? data[at] & 0xFF : BigEndian.u16(data, at));
  }

  /** True if a hello that names nobody says which protocols it is for (ALPN, RFC 7301). */
  public boolean hasProtocols() {
    return hasProtocols;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }
}
