package stratoscope.carrier;

import org.jspecify.annotations.Nullable;

/**
 * Whom a request names: in its header Host, as the target of a CONNECT, or in a URI (RFC 3986 section 3.2).
 *
 * @param host without the brackets of IPv6; null if there is none, or more than any host is called
 * @param port 0 if none is named
 */
public record Authority(@Nullable String host, int port) {
  /** Longer names are nobody's: a DNS name has 253 characters. */
  private static final int MAX_HOST_CHARS = 255;

  /** Takes {@code host}, {@code host:port}, {@code [v6]:port}, {@code :port}, each with or without {@code user@} in front. */
  public static Authority of(@Nullable String authority) {
    String given = authority == null ? "" : authority.trim();
    String text = given.substring(given.lastIndexOf('@') + 1);
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon >= 0 && colon > text.lastIndexOf(']') && (text.charAt(0) == '[' || text.indexOf(':') == colon);
    String host = hasPort ? text.substring(0, colon) : text;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean isName = !host.isEmpty() && host.length() <= MAX_HOST_CHARS;
    return new Authority(isName ? host : null, hasPort ? portOf(text.substring(colon + 1)) : 0);
  }

  private static int portOf(String digits) {
    boolean isNumber = !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = isNumber ? Integer.parseInt(digits) : 0;
    return port <= 0xFFFF ? port : 0;
  }
}
