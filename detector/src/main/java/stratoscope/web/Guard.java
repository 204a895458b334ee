package stratoscope.web;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who may read a server's pages, and how they come to him: everybody, in clear, unless told otherwise; then as the files say that hold
 * secrets and keys, which are read again when they change. One thread.
 */
public final class Guard {
  private final Consumer<String> log;
  private @Nullable Reread<Access> access;
  private @Nullable Reread<SslContext> tls;

  /** @param log takes a line for the user when a file was read again, or can't be */
  public Guard(Consumer<String> log) {
    this.log = log;
  }

  /**
   * From now on only those may read whom a file names.
   *
   * @param users lines {@code USER:PASSWORD} and {@code bearer TOKEN}
   * @throws IOException with the file if it can't be used
   */
  public void admitOnly(Path users) throws IOException {
    access = new Reread<>(List.of(users), () -> Access.read(users), log);
  }

  /**
   * From now on pages go through TLS.
   *
   * @param chain the server's certificate, and those that signed it
   * @param key its private key, PKCS #8
   * @throws IOException with the file that can't be used
   */
  public void encrypt(Path chain, Path key) throws IOException {
    tls = new Reread<>(List.of(chain, key), () -> ServerKeys.read(chain, key), log);
  }

  boolean admits(@Nullable String authorization) {
    return access == null || access.get().admits(authorization);
  }

  /** Null for plain HTTP. */
  @Nullable SslContext tls() {
    return tls == null ? null : tls.get();
  }
}
