package stratoscope.circumstance;

/**
 * A name that was seen on a connection.
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

  /** True if it stands for all hosts below a domain, the web site's among them. */
  boolean isWildcard() {
    return name.startsWith("*.");
  }

  /** For people: {@code tls xmr.pool.example:443}. */
  String text() {
    return how + " " + name + (port == 0 ? "" : ":" + port);
  }
}
