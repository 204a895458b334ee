package stratoscope.carrier;

/** What mining travels in. */
public enum Carrier {
  TCP("tcp"),
  HTTP("http"),
  HTTP2("http2"),
  WEBSOCKET("websocket"),
  SOCKS4("socks4"),
  SOCKS5("socks5"),
  HTTP_CONNECT("http-connect"),
  TLS("tls");

  private final String label;

  Carrier(String label) {
    this.label = label;
  }

  /** The word in records. */
  public String label() {
    return label;
  }
}
