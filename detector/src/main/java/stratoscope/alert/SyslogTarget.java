package stratoscope.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of syslog.
 *
 * @param host name or address, without brackets
 */
public record SyslogTarget(Transport transport, String host, int port) {
  /** How messages travel. */
  public enum Transport {
    /** RFC 5426: a datagram each, and nobody says whether it arrived. */
    UDP,
    /** RFC 6587: a stream, each message behind its length; nobody says whether it arrived, but a broken connection shows. */
    TCP,
    /** RFC 5425: the same inside TLS. */
    TLS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int MAX_PORT = 65_535;
  /** RFC 5426, and what rsyslog listens on for TCP, too. */
  private static final int PLAIN_PORT = 514;
  /** RFC 5425. */
  private static final int TLS_PORT = 6514;

  /**
   * Reads {@code udp://HOST[:PORT]}, {@code tcp://HOST[:PORT]} or {@code tls://HOST[:PORT]}.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static SyslogTarget parse(String text) {
    URI uri = uri(text);
    Transport transport = transport(uri.getScheme());
    boolean isBare = (uri.getRawPath() == null || uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
        && uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
    String host = uri.getHost();
    if (transport == null || host == null || !isBare || uri.getPort() > MAX_PORT || uri.getPort() == 0) {
      throw new IllegalArgumentException("not a receiver such as udp://log.example:514, tcp://192.0.2.1:514 or tls://log.example:6514");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : transport == Transport.TLS ? TLS_PORT : PLAIN_PORT;
    return new SyslogTarget(transport, host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
    }
  }

  private static @Nullable Transport transport(@Nullable String scheme) {
    for (Transport transport : Transport.values()) {
      if (transport.name().equalsIgnoreCase(scheme)) {
        return transport;
      }
    }
    return null;
  }

  /** As it was given, with its port. */
  @Override
  public String toString() {
    return transport.label() + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
