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
  /** Certificates counted; public chains have two to four. */
  private static final int MAX_LENGTH = 64;
  /** A certificate is an ASN.1 SEQUENCE; the JDK would try anything else as text. */
  private static final byte SEQUENCE = 0x30;

  private final byte[] first;
  private final int length;

  private CertificateChain(byte[] first, int length) {
    this.first = first;
    this.length = length;
  }

  /** Reads the body of a message; null if it is malformed or holds no certificate. */
  static @Nullable CertificateChain read(byte[] data, int from, int end) {
    TlsFields fields = new TlsFields(data, from, end);
    TlsFields list = fields.part(fields.u24());
    byte[] first = list.bytes(list.u24());
    int length = 1;
    while (list.hasMore() && length < MAX_LENGTH) {
      list.skip(list.u24());
      length++;
    }
    return fields.isBroken() || fields.left() > 0 || list.isBroken() || first.length == 0 ? null : new CertificateChain(first, length);
  }

  /** Certificates in the chain, at most 64. */
  public int length() {
    return length;
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
