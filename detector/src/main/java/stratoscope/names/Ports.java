package stratoscope.names;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** TCP or UDP ports, single ones and ranges: {@code 3333;4444;10000-10100}. Immutable. */
public final class Ports {
  /** None said. */
  public static final Ports NONE = new Ports("", new char[0]);

  private static final int MAX_PORT = 0xFFFF;

  private final String text;
  /** First and last of each range, one after the other. */
  private final char[] bounds;

  private Ports(String text, char[] bounds) {
    this.text = text;
    this.bounds = bounds;
  }

  /**
   * Reads them from their text.
   *
   * @throws IllegalArgumentException if it is none, with a reason for people
   */
  public static Ports parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    String[] ranges = text.split(";", -1);
    char[] bounds = new char[2 * ranges.length];
    for (int i = 0; i < ranges.length; i++) {
      String range = ranges[i].strip();
      int dash = range.indexOf('-');
      bounds[2 * i] = port(dash < 0 ? range : range.substring(0, dash), text);
      bounds[2 * i + 1] = dash < 0 ? bounds[2 * i] : port(range.substring(dash + 1), text);
      if (bounds[2 * i] > bounds[2 * i + 1]) {
        throw error(text);
      }
    }
    return new Ports(text.replace(" ", ""), bounds);
  }

  private static char port(String digits, String all) {
    try {
      int port = Integer.parseInt(digits.strip());
      if (port > 0 && port <= MAX_PORT) {
        return (char) port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw error(all);
  }

  private static IllegalArgumentException error(String text) {
    return new IllegalArgumentException("'" + text + "' are no ports (3333;4444;10000-10100)");
  }

  public boolean isEmpty() {
    return bounds.length == 0;
  }

  /** True if the port is one of them. */
  public boolean contains(int port) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (port >= bounds[i] && port <= bounds[i + 1]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ports that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** As in rule files; empty if there are none. */
  @Override
  public String toString() {
    return text;
  }
}
