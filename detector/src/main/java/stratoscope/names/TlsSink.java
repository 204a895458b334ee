package stratoscope.names;

/** Takes what {@link TlsReader} finds in one direction of a connection, in the order of the stream. */
public interface TlsSink {
  /** Takes a client's hello; a second one answers a request to try again. */
  void onClientHello(ClientHello hello);

  /** Takes the host that is called by a client's hello whose end is missing. */
  default void onCutHello(String serverName) {}

  /** Takes a server's hello, or its request to try again. */
  default void onServerHello(ServerHello hello) {}

  /** Takes the certificates that this side shows; TLS 1.3 hides them. */
  void onCertificates(CertificateChain chain);
}
