package stratoscope.testing;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A client and a server that remember each other: a further connection to the same server name goes on with the session before. */
public final class TlsPeers {
  /** What the JDK keeps sessions under, with the server's name or this one; nothing is connected there. */
  private static final String NO_NAME = "peer";
  private static final int SESSION_PORT = 443;

  private final SSLContext client;
  private final SSLContext server;

  public TlsPeers(TlsKeys keys) {
    try {
      KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys.store(), TlsKeys.PASSWORD);
      server = SSLContext.getInstance("TLS");
      server.init(factory.getKeyManagers(), null, null);
      client = SSLContext.getInstance("TLS");
      client.init(null, new TrustManager[] {new Trusting()}, null);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  SSLEngine newClient(TlsOptions options) {
    SSLEngine engine = client.createSSLEngine(options.serverName().isEmpty() ? NO_NAME : options.serverName(), SESSION_PORT);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters(engine, options);
    List<SNIServerName> names = options.serverName().isEmpty() ? List.of() : List.of(new SNIHostName(options.serverName()));
    parameters.setServerNames(names);
    engine.setSSLParameters(parameters);
    return engine;
  }

  SSLEngine newServer(TlsOptions options) {
    SSLEngine engine = server.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters(engine, options));
    return engine;
  }

  private static SSLParameters parameters(SSLEngine engine, TlsOptions options) {
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {options.version()});
    parameters.setApplicationProtocols(options.protocols().toArray(String[]::new));
    return parameters;
  }

  /** Trusts everybody. */
  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
