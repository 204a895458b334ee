package stratoscope.testing;

import java.util.List;

/**
 * How two sides speak TLS.
 *
 * @param version {@code TLSv1.2} or {@code TLSv1.3}
 * @param serverName what the client calls the server; empty: nothing
 * @param protocols offered by the client's ALPN, of which the server takes the first; empty: no ALPN
 * @param helloRecordBytes most bytes of the client's hello in one record; 0: as the JDK writes it
 */
public record TlsOptions(String version, String serverName, List<String> protocols, int helloRecordBytes) {
  /** TLS 1.2 without server name and ALPN. */
  public static TlsOptions tls12() {
    return new TlsOptions("TLSv1.2", "", List.of(), 0);
  }

  /** TLS 1.3 without server name and ALPN. */
  public static TlsOptions tls13() {
    return new TlsOptions("TLSv1.3", "", List.of(), 0);
  }

  public TlsOptions withServerName(String name) {
    return new TlsOptions(version, name, protocols, helloRecordBytes);
  }

  public TlsOptions withProtocols(String... offered) {
    return new TlsOptions(version, serverName, List.of(offered), helloRecordBytes);
  }

  public TlsOptions withHelloRecordBytes(int bytes) {
    return new TlsOptions(version, serverName, protocols, bytes);
  }
}
