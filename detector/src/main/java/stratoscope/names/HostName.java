package stratoscope.names;

import java.net.IDN;
import java.util.Locale;

/** The form in which host names are compared: small ASCII letters, no dot at the end. */
public final class HostName {
  private static final int MAX_CHARS = 253;
  private static final int MAX_LABEL_CHARS = 63;

  private HostName() {}

  /**
   * Brings a name into that form.
   *
   * @throws IllegalArgumentException if it is no name of at least two labels, with a reason for people
   */
  public static String normalise(String name) {
    String small = isAscii(name) ? name.toLowerCase(Locale.ROOT) : toAscii(name);
    if (small.endsWith(".")) {
      small = small.substring(0, small.length() - 1);
    }
    if (small.isEmpty() || small.length() > MAX_CHARS) {
      throw error(name);
    }
    int label = 0;
    int labels = 1;
    for (int i = 0; i < small.length(); i++) {
      char c = small.charAt(i);
      if (c == '.' ? label == 0 : !isNameChar(c)) {
        throw error(name);
      }
      label = c == '.' ? 0 : label + 1;
      labels += c == '.' ? 1 : 0;
      if (label > MAX_LABEL_CHARS) {
        throw error(name);
      }
    }
    if (labels < 2) {
      throw new IllegalArgumentException("'" + name + "' is a single word: everything below it would match");
    }
    return small;
  }

  private static boolean isNameChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  private static boolean isAscii(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String toAscii(String name) {
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw error(name);
    }
  }

  private static IllegalArgumentException error(String name) {
    return new IllegalArgumentException("'" + name + "' is no host name");
  }
}
