package stratoscope.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address and a port, written {@code 192.0.2.10:41000} or {@code [2001:db8::10]:41000}. */
public record Endpoint(InetAddress address, int port) {
  /** From its written form; names are refused, so that nothing is ever looked up. */
  public static Endpoint of(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not ADDRESS:PORT: " + text);
    }
    return new Endpoint(addressOf(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
  }

  static InetAddress addressOf(String text) {
    String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    if (!bare.matches("[0-9.]+|[0-9a-f:]+")) {
      throw new IllegalArgumentException("not an address: " + text);
    }
    try {
      return InetAddress.getByName(bare);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
  }
}
