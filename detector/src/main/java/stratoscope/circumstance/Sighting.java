package stratoscope.circumstance;

/**
 * A name that was seen on a connection.
 *
 * @param how it was said: {@code tls}, {@code certificate}, {@code http-connect}, {@code socks5}, {@code websocket} and so on
 * @param name in lower case; a wildcard's without {@code *.}
 * @param port that it was said with, 0 if none
 */
public record Sighting(String how, String name, int port, long packetNumber, long timestampMicros) {
  /** How a certificate's names are marked. */
  public static final String CERTIFICATE = "certificate";

  boolean isCertificates() {
    return how.equals(CERTIFICATE);
  }

  /** For people: {@code tls xmr.pool.example:443}. */
  String text() {
    return how + " " + name + (port == 0 ? "" : ":" + port);
  }
}
