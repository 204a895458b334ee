package stratoscope.alert;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust and who we are, for sinks that use TLS 1.2 or 1.3; the receiver's certificate must be for the host that was asked for.
 */
public final class Trust {
  private final JdkSslContext context;

  private Trust(JdkSslContext context) {
    this.context = context;
  }

  /**
   * Reads PEM files.
   *
   * @param authorities certificates that are trusted; null for those that the Java platform trusts
   * @param certificate ours, and those that signed it; null for none
   * @param key its private key, PKCS #8, without a pass phrase
   * @throws IOException if a file can't be used
   */
  public static Trust read(@Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) throws IOException {
    SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2")
        .endpointIdentificationAlgorithm("HTTPS");
    try {
      if (authorities != null) {
        builder.trustManager(authorities.toFile());
      }
      if (certificate != null && key != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
      SslContext context = builder.build();
      if (context instanceof JdkSslContext ours) {
        return new Trust(ours);
      }
    } catch (IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage(), e);
    }
    throw new IOException("this Java platform has no TLS");
  }

  SslContext netty() {
    return context;
  }

  SSLContext java() {
    return context.context();
  }
}
