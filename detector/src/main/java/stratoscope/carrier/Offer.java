package stratoscope.carrier;

import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** What a client asked for: an HTTP CONNECT, an upgrade to WebSocket, or the target of SOCKS; and whether it was granted, once known. */
final class Offer {
  /** Longer names are nobody's: a DNS name has 253 characters. */
  private static final int MAX_HOST_CHARS = 255;
  /** As SOCKS has them. */
  private static final int MAX_USER_CHARS = 255;

  final Direction from;
  final Carrier carrier;
  final @Nullable String host;
  /** 0 if unknown. */
  final int port;
  final @Nullable String user;

  private boolean isGranted;
  private boolean isRefused;

  Offer(Direction from, Carrier carrier, @Nullable String host, int port, @Nullable String user) {
    this.from = from;
    this.carrier = carrier;
    this.host = host;
    this.port = port;
    this.user = user == null || user.length() > MAX_USER_CHARS ? null : user;
  }

  /** An offer that was not seen, known from its answer. */
  static Offer unseen(Direction from, Carrier carrier) {
    return new Offer(from, carrier, null, 0, null);
  }

  /** Takes {@code host}, {@code host:port} or {@code [v6]:port}. */
  static Offer to(Direction from, Carrier carrier, @Nullable String authority, @Nullable String user) {
    String text = authority == null ? "" : authority.trim();
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > 0 && colon > text.lastIndexOf(']') && (text.charAt(0) == '[' || text.indexOf(':') == colon);
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean isName = !host.isEmpty() && host.length() <= MAX_HOST_CHARS;
    return new Offer(from, carrier, isName ? host : null, hasPort ? portOf(text.substring(colon + 1)) : 0, user);
  }

  private static int portOf(String digits) {
    boolean isNumber = !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = isNumber ? Integer.parseInt(digits) : 0;
    return port <= 0xFFFF ? port : 0;
  }

  boolean isGranted() {
    return isGranted;
  }

  boolean isRefused() {
    return isRefused;
  }

  void grant() {
    isGranted = true;
  }

  void refuse() {
    isRefused = true;
  }
}
