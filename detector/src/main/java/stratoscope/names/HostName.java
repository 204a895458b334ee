package stratoscope.names;

import java.net.IDN;
import java.nio.charset.StandardCharsets;

/** The form in which host names are compared: small ASCII letters, no dot at the end. */
public final class HostName {
  private HostName() {}

  /**
   * Brings a name into that form.
   *
   * @throws IllegalArgumentException if it is no name of at least two labels, with a reason for people
   */
  public static String normalise(String name) {
    byte[] ascii = (isAscii(name) ? name : toAscii(name)).getBytes(StandardCharsets.US_ASCII);
    String small = HostNames.textOf(ascii, 0, ascii.length);
    if (small == null) {
      throw error(name);
    }
    if (small.indexOf('.') < 0) {
      throw new IllegalArgumentException("'" + name + "' is a single word: everything below it would match");
    }
    return small;
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
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      throw error(name);
    }
  }

  private static IllegalArgumentException error(String name) {
    return new IllegalArgumentException("'" + name + "' is no host name");
  }
}
