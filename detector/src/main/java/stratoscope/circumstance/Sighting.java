package stratoscope.circumstance;

import org.jspecify.annotations.Nullable;
import stratoscope.carrier.Carrier;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;

/**
 * A name, or an address asked for like one, that was seen on a connection.
 *
 * @param how it was said: {@code tls}, {@code certificate}, {@code http-connect}, {@code socks5}, {@code websocket} and so on
 * @param name in lower case; a certificate's may begin with {@code *.}
 * @param port that it was said with, 0 if none
 */
public record Sighting(String how, String name, int port, long packetNumber, long timestampMicros) {
  /** How a certificate's names are marked. */
  public static final String CERTIFICATE = "certificate";

  boolean isCertificates() {
    return how.equals(CERTIFICATE);
  }

  boolean isAskedOfProxy() {
    return Carrier.isProxy(how);
  }

  /** What it is where a carrier was asked for an address and a port; null elsewhere. */
  @Nullable IpAddress address() {
    return port == 0 || isCertificates() ? null : AddressRange.addressOrNull(name);
  }

  /** True if it stands for all hosts below a domain, the web site's among them. */
  boolean isWildcard() {
    return name.startsWith("*.");
  }

  /** For people: {@code tls xmr.pool.example:443}. */
  String text() {
    String host = name.indexOf(':') < 0 ? name : "[" + name + "]";
    return how + " " + host + (port == 0 ? "" : ":" + port);
  }
}
