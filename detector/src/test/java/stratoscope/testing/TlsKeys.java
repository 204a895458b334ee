package stratoscope.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key and its certificates for a server that tests talk to, made by the JDK's keytool and kept in {@code target/test-keys}. The
 * certificate is for the host and for {@code *.} in front of it.
 */
public final class TlsKeys {
  static final char[] PASSWORD = "changeit".toCharArray();

  private static final Path FOLDER = Path.of("target/test-keys");
  private static final long KEYTOOL_SECONDS = 60;

  private final KeyStore store;

  private TlsKeys(KeyStore store) {
    this.store = store;
  }

  /** A certificate that signs itself, as pools of their own have. */
  public static TlsKeys selfSigned(String host) {
    return cached("self-" + host + ".p12", List.of(server(host)));
  }

  /** A certificate that signs itself, for several hosts that have nothing to do with each other. */
  public static TlsKeys shared(String... hosts) {
    return cached("shared-" + String.join("-", hosts) + ".p12", List.of(List.of("-alias", "server", "-dname", "CN=cdn.example",
        "-ext", "san=dns:" + String.join(",dns:", hosts))));
  }

  /** A chain of three: a root, one that signs for it, and the server's. */
  public static TlsKeys chain(String host) {
    List<String> signed = new ArrayList<>(server(host));
    signed.addAll(List.of("-signer", "ca"));
    return cached("chain-" + host + ".p12", List.of(
        List.of("-alias", "root", "-dname", "CN=Test Root,O=Example", "-ext", "bc:c"),
        List.of("-alias", "ca", "-dname", "CN=Test CA,O=Example", "-ext", "bc:c=0", "-signer", "root"),
        signed));
  }

  private static List<String> server(String host) {
    return List.of("-alias", "server", "-dname", "CN=" + host, "-ext", "san=dns:" + host + ",dns:*." + host);
  }

  KeyStore store() {
    return store;
  }

  private static TlsKeys cached(String name, List<List<String>> pairs) {
    Path file = FOLDER.resolve(name);
    try {
      if (!Files.exists(file)) {
        make(file, pairs);
      }
      return new TlsKeys(KeyStore.getInstance(file.toFile(), PASSWORD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes the file aside first: another test may want it at the same time. */
  private static void make(Path file, List<List<String>> pairs) throws IOException {
    Files.createDirectories(FOLDER);
    Path aside = Files.createTempDirectory(FOLDER, "making").resolve("store.p12");
    for (List<String> pair : pairs) {
      List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
          "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "36500", "-storetype", "PKCS12",
          "-keystore", aside.toString(), "-storepass", new String(PASSWORD)));
      command.addAll(pair);
      run(command);
    }
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(aside.getParent());
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroy();
        throw new IOException("keytool failed: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
