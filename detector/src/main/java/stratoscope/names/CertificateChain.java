package stratoscope.names;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that one side shows in TLS 1.2 and before, RFC 5246 section 7.4.2, of which the first is kept, unread. At most
 * 64 KiB, since the message is no longer.
 *
 * <pre>total:24 (length:24 certificate)*</pre>
 */
public final class CertificateChain {
  /** A certificate is an ASN.1 SEQUENCE; the JDK would try anything else as text. */
  private static final byte SEQUENCE = 0x30;
  private static final byte DNS_NAME_TAG = (byte) 0x82;
  private static final byte UTF8_STRING = 0x0C;
  private static final byte PRINTABLE_STRING = 0x13;
  /** Longer ones have their length in more than a byte; no host name with a dot is worth that much. */
  private static final int MAX_SHORT_LENGTH = 127;

  private final byte[] first;

  private CertificateChain(byte[] first) {
    this.first = first;
  }

  /** Reads the body of a message; null if it is malformed or holds no certificate. */
  static @Nullable CertificateChain read(byte[] data, int from, int end) {
    TlsFields fields = new TlsFields(data, from, end);
    TlsFields list = fields.part(fields.u24());
    byte[] first = list.bytes(list.u24());
    while (list.hasMore()) {
      list.skip(list.u24());
    }
    return fields.isBroken() || fields.left() > 0 || list.isBroken() || first.length == 0 ? null : new CertificateChain(first);
  }

  /** Memory for the first certificate. */
  public int heldBytes() {
    return first.length;
  }

  /** Takes a place in the certificate where a text stands that may be a host name. */
  @FunctionalInterface
  public interface HostTest {
    boolean test(byte[] data, int from, int to);
  }

  /**
   * True if some text in the first certificate passes the test: a cheap look that makes no object, before {@link #leaf}. Finds all host
   * names of subjectAltName and all texts of names, and by chance a few bytes that are neither.
   */
  public boolean hasText(HostTest test) {
    return hasText(first, 0, first.length, test);
  }

  /** The same in bytes that may hold the beginning of a certificate. */
  public static boolean hasText(byte[] data, int from, int end, HostTest test) {
    for (int i = from; i + 2 < end; i++) {
      boolean isText = data[i] == DNS_NAME_TAG || data[i] == UTF8_STRING || data[i] == PRINTABLE_STRING;
      int length = data[i + 1] & 0xFF;
      if (isText && length > 2 && length <= MAX_SHORT_LENGTH && i + 2 + length <= end) {
        boolean isWildcard = data[i + 2] == '*' && data[i + 3] == '.';
        if (test.test(data, i + 2 + (isWildcard ? 2 : 0), i + 2 + length)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What the first certificate, the server's own, says; null if it cannot be read. Read at each call. */
  public @Nullable CertificateFacts leaf() {
    if (first[0] != SEQUENCE) {
      return null;
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return factory.generateCertificate(new ByteArrayInputStream(first)) instanceof X509Certificate certificate
          ? CertificateFacts.of(certificate) : null;
    } catch (CertificateException | RuntimeException | StackOverflowError e) { // whatever the JDK's parser thinks of hostile bytes
      return null;
    }
  }
}
