package stratoscope.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import stratoscope.capture.CaptureException;

/** What a server shows to clients of TLS: a certificate with those that signed it, and its key, from two files of PEM. */
final class ServerKeys {
  private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
  private static final byte[] TRIED = "does the key belong to the certificate?".getBytes(US_ASCII);

  private ServerKeys() {}

  /**
   * Reads both.
   *
   * @param chain the server's certificate first
   * @param key PKCS #8, without a pass phrase
   * @throws IOException with the file that can't be used
   */
  static SslContext read(Path chain, Path key) throws IOException {
    X509Certificate[] certificates = certificates(chain);
    PublicKey ours = certificates[0].getPublicKey();
    PrivateKey secret = key(key, ours.getAlgorithm());
    if (!isPair(ours, secret)) {
      throw new IOException(key + ": is not the key of the first certificate in " + chain);
    }
    try {
      return SslContextBuilder.forServer(secret, certificates).sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2").build();
    } catch (SSLException e) {
      throw new IOException(chain + ": can't be used: " + e.getMessage(), e);
    }
  }

  private static X509Certificate[] certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<?> certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!certificates.isEmpty()) {
        return certificates.toArray(X509Certificate[]::new);
      }
    } catch (CertificateException e) {
      // said below
    } catch (IOException e) {
      throw CaptureException.of(file.toString(), e);
    }
    throw new IOException(file + ": holds no certificates in PEM");
  }

  private static PrivateKey key(Path file, String algorithm) throws IOException {
    Matcher pem = KEY.matcher(SecretFile.read(file));
    if (!pem.find()) {
      throw new IOException(file + ": holds no private key of PKCS #8 in PEM: openssl pkcs8 -topk8 -nocrypt makes one of others");
    }
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": is damaged, or of another kind than the certificate, which needs " + algorithm, e);
    }
  }

  /** The JDK takes any key with any certificate, and then refuses every client. */
  private static boolean isPair(PublicKey ours, PrivateKey secret) {
    String algorithm = switch (ours.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> ours.getAlgorithm();
    };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(secret);
      signature.update(TRIED);
      byte[] signed = signature.sign();
      signature.initVerify(ours);
      signature.update(TRIED);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
