package stratoscope.stratum;

import stratoscope.flow.Direction;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.ServerHello;

/** Follows one conversation. Called on the conversation's thread, during the call that hands over the bytes it rests on. */
public interface ConversationObserver {
  void onEvent(StratumEvent event, long timestampMicros);

  /**
   * Takes a host that a side asks for.
   *
   * @param how by the label of what names it: {@code http-connect}, {@code socks5}, {@code http}
   * @param host in any case, and with its port where HTTP names it so
   * @param port 0 if none is named
   */
  default void onDestination(String how, String host, int port) {}

  /** True if a host that HTTP asks for is known to be a pool's. */
  default boolean isPool(String host) {
    return false;
  }

  /** Says that the conversation goes on in TLS. */
  default void onTls() {}

  /** Takes a hello that opens TLS. */
  default void onClientHello(Direction from, ClientHello hello) {}

  /** Takes what the server answers to it. */
  default void onServerHello(ServerHello hello) {}

  /** Says that a side of TLS has shown all that is clear. */
  default void onTlsOpened() {}

  /** Says that inside what carries it the conversation begins as no words do. */
  default void onUnreadable() {}

  /** Says that a browser asks, or what gives itself out for one. */
  default void onBrowser() {}

  /** Takes the certificates that a side shows. */
  default void onCertificates(Direction from, CertificateChain chain) {}
}
