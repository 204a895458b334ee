package stratoscope.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;

/** What {@code --http} takes: {@code 127.0.0.1:9464}, {@code [::1]:9464}, {@code :9464} for all addresses. No names, so nobody is asked. */
final class HttpAddress {
  private static final int MAX_PORT = 65_535;

  private HttpAddress() {}

  /** @throws CommandException if it is no address and port */
  static InetSocketAddress parse(String text) throws CommandException {
    int colon = text.lastIndexOf(':');
    InetAddress address = colon < 0 ? null : address(text.substring(0, colon));
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    if (address == null || port < 0) {
      throw new CommandException("--http '" + text + "': not an address and a port, such as 127.0.0.1:9464 or [::1]:9464");
    }
    return new InetSocketAddress(address, port);
  }

  private static @Nullable InetAddress address(String text) {
    boolean isBracketed = text.startsWith("[") && text.endsWith("]");
    String host = text.isEmpty() || text.equals("*") ? "0.0.0.0" : isBracketed ? text.substring(1, text.length() - 1) : text;
    try {
      IpAddress address = AddressRange.addressOrNull(host);
      return address == null || (host.indexOf(':') >= 0) != isBracketed ? null : InetAddress.getByAddress(address.bytes());
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port <= MAX_PORT ? port : -1;
  }

  /** The address as it stands in a URL. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
