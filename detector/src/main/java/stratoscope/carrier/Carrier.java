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

  /** True of the label of one in which somebody is asked to go elsewhere. */
  public static boolean isProxy(String label) {
    return label.equals(HTTP_CONNECT.label) || label.equals(SOCKS4.label) || label.equals(SOCKS5.label);
  }
}
