package stratoscope.names;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client says first in TLS, RFC 8446 section 4.1.2. Immutable.
 *
 * <pre>
 * version:16 random:256 session[8] ciphers[16] compressions[8] extensions[16]      [n]: what has its length before it in n bits
 * extension: type:16 value[16]
 * </pre>
 *
 * <p>An extension whose value is malformed counts as there and empty. Of each list the first 256 numbers are kept.
 */
public final class ClientHello {
  static final int SERVER_NAME = 0;
  static final int ALPN = 16;
  static final int SUPPORTED_VERSIONS = 43;
  private static final int GROUPS = 10;
  private static final int POINT_FORMATS = 11;
  private static final int SIGNATURE_ALGORITHMS = 13;

  private static final int RANDOM_BYTES = 32;
  private static final int MAX_SESSION_BYTES = 32;
  static final int TLS_1_3 = 0x0304;
  private static final int[] NONE = {};

  private final int legacyVersion;
  private final int[] ciphers;
  private final int[] extensions;
  private int[] groups = NONE;
  private int[] pointFormats = NONE;
  private int[] signatureAlgorithms = NONE;
  private int[] supportedVersions = NONE;
  private List<String> protocols = List.of();
  private @Nullable String serverName;

  /** Reads all there is; the fields know if it made no sense. */
  private ClientHello(TlsFields fields) {
    legacyVersion = fields.u16();
    fields.skip(RANDOM_BYTES);
    int sessionIdBytes = fields.u8();
    fields.skip(sessionIdBytes);
    if (sessionIdBytes > MAX_SESSION_BYTES) {
      fields.giveUp();
    }
    ciphers = fields.part(fields.u16()).u16s();
    fields.skip(fields.u8());
    extensions = readExtensions(fields);
  }

  /** Reads the body of a message; null if it is no client's hello. */
  static @Nullable ClientHello read(byte[] data, int from, int end) {
    TlsFields fields = new TlsFields(data, from, end);
    ClientHello hello = new ClientHello(fields);
    boolean isWhole = !fields.isBroken() && fields.left() == 0;
    return isWhole && TlsStart.isHelloVersion(hello.legacyVersion) && hello.ciphers.length > 0 ? hello : null;
  }

  private int[] readExtensions(TlsFields fields) {
    int[] types = new int[8];
    int count = 0;
    TlsFields list = fields.part(fields.left() == 0 ? 0 : fields.u16());
    while (list.hasMore()) {
      int type = list.u16();
      if (count < TlsFields.MAX_NUMBERS) {
        types = count == types.length ? Arrays.copyOf(types, 2 * count) : types;
        types[count++] = type;
      }
      readExtension(type, list.part(list.u16()));
    }
    if (list.isBroken()) {
      fields.giveUp();
    }
    return Arrays.copyOf(types, count);
  }

  private void readExtension(int type, TlsFields value) {
    switch (type) {
      case SERVER_NAME -> serverName = value.serverName();
      case GROUPS -> groups = value.part(value.u16()).u16s();
      case POINT_FORMATS -> pointFormats = value.part(value.u8()).u8s();
      case SIGNATURE_ALGORITHMS -> signatureAlgorithms = value.part(value.u16()).u16s();
      case ALPN -> protocols = value.protocols();
      case SUPPORTED_VERSIONS -> supportedVersions = Grease.without(value.part(value.u8()).u16s());
      default -> { }
    }
  }

  /** Version as the hello itself says it: 0300 SSL 3, 0301 TLS 1.0, 0303 TLS 1.2 and also 1.3. */
  public int legacyVersion() {
    return legacyVersion;
  }

  /** The highest version offered: 0304 is TLS 1.3. */
  public int highestVersion() {
    return supportedVersions.length == 0 ? legacyVersion : Arrays.stream(supportedVersions).max().orElse(legacyVersion);
  }

  /** The host that is called, in lower case; null if it is not said or no host name. */
  public @Nullable String serverName() {
    return serverName;
  }

  /** Protocols offered by ALPN, in the client's order, one character for each byte; the first 8. */
  public List<String> protocols() {
    return protocols;
  }

  boolean hasExtension(int type) {
    return Arrays.stream(extensions).anyMatch(extension -> extension == type);
  }

  int[] ciphers() {
    return ciphers;
  }

  int[] extensions() {
    return extensions;
  }

  int[] groups() {
    return groups;
  }

  int[] pointFormats() {
    return pointFormats;
  }

  int[] signatureAlgorithms() {
    return signatureAlgorithms;
  }

  /** The text JA3 is a digest of: version, ciphers, extensions, groups, point formats, in decimal. Computed at each call. */
  public String ja3Text() {
    return Fingerprints.ja3Text(this);
  }

  /** JA3 as 32 hex digits; salesforce/ja3. Computed at each call. */
  public String ja3() {
    return Fingerprints.md5(ja3Text());
  }

  /** JA4 such as {@code t13d1516h2_8daaf6152771_e5627efa2ab1}; FoxIO, technical_details/JA4.md. Computed at each call. */
  public String ja4() {
    return Fingerprints.ja4(this);
  }
}
