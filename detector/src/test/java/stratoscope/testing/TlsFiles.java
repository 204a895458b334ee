package stratoscope.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What a server of a test, and those who talk to it, make of {@link TlsKeys}. */
public final class TlsFiles {
  private static final String ALIAS = "server";

  private TlsFiles() {}

  /** A server that has the key, and trusts clients who have it, too. */
  public static SSLContext server(TlsKeys keys) {
    try {
      KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      ours.init(keys.store(), TlsKeys.PASSWORD);
      TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      theirs.init(keys.store());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A client that trusts the server, and nobody else. */
  public static SSLContext client(TlsKeys keys) {
    try {
      TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      known.setCertificateEntry(ALIAS, keys.store().getCertificate(ALIAS));
      theirs.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, theirs.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes the certificate as PEM. */
  public static Path certificate(TlsKeys keys, Path file) throws IOException {
    try {
      return write(file, "CERTIFICATE", keys.store().getCertificate(ALIAS).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes the private key as PEM. */
  public static Path key(TlsKeys keys, Path file) throws IOException {
    try {
      return write(file, "PRIVATE KEY", keys.store().getKey(ALIAS, TlsKeys.PASSWORD).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Path write(Path file, String what, byte[] bytes) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n", US_ASCII);
  }
}
