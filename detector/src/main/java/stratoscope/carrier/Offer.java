package stratoscope.carrier;

import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;

/** What a client asked for: an HTTP CONNECT, an upgrade to WebSocket, or the target of SOCKS; and whether it was granted, once known. */
final class Offer {
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

  static Offer to(Direction from, Carrier carrier, Authority to, @Nullable String user) {
    return new Offer(from, carrier, to.host(), to.port(), user);
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
