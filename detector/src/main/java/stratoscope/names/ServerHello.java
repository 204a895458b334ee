package stratoscope.names;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers to a client's hello, RFC 8446 section 4.1.3.
 *
 * <pre>version:16 random:256 session[8] cipher:16 compression:8 extensions[16]</pre>
 *
 * @param version the one chosen: 0303 is TLS 1.2, 0304 TLS 1.3
 * @param protocol chosen by ALPN, one character for each byte; null if none, or hidden by TLS 1.3
 * @param isRetryRequest true if the client is asked for another hello (HelloRetryRequest)
 */
public record ServerHello(int version, @Nullable String protocol, boolean isRetryRequest) {
  /** Stands in for the random bytes of a HelloRetryRequest, RFC 8446 section 4.1.3. */
  private static final byte[] RETRY_REQUEST =
      HexFormat.of().parseHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
  private static final int MAX_SESSION_BYTES = 32;
  private static final int CIPHER_AND_COMPRESSION_BYTES = 3;
  /** A server answers the client's extensions, some ten at most. */
  private static final int MAX_EXTENSIONS = 64;

  /** True if what follows in the handshake is encrypted, as it is from TLS 1.3 on. */
  public boolean hidesCertificates() {
    return version >= ClientHello.TLS_1_3 && !isRetryRequest;
  }

  /** Reads the body of a message; null if it is no server's hello. */
  static @Nullable ServerHello read(byte[] data, int from, int end) {
    TlsFields fields = new TlsFields(data, from, end);
    int legacyVersion = fields.u16();
    byte[] random = fields.bytes(RETRY_REQUEST.length);
    int sessionIdBytes = fields.u8();
    fields.skip(sessionIdBytes);
    fields.skip(CIPHER_AND_COMPRESSION_BYTES);
    int version = legacyVersion;
    String protocol = null;
    int count = 0;
    TlsFields list = fields.part(fields.left() == 0 ? 0 : fields.u16());
    while (list.hasMore() && count < MAX_EXTENSIONS) {
      int type = list.u16();
      TlsFields value = list.part(list.u16());
      count++;
      if (type == ClientHello.SUPPORTED_VERSIONS) {
        version = value.u16();
      } else if (type == ClientHello.ALPN) {
        protocol = value.protocols().stream().findFirst().orElse(null);
      }
    }
    if (list.hasMore() || list.isBroken() || fields.isBroken() || fields.left() > 0 || !TlsStart.isHelloVersion(legacyVersion)
        || sessionIdBytes > MAX_SESSION_BYTES) {
      return null;
    }
    return new ServerHello(version, protocol, Arrays.equals(random, RETRY_REQUEST));
  }
}
