package stratoscope.names;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is a host name: labels of letters, digits, hyphens and underscores, joined by dots; 253 bytes at most, 63 in a label. */
final class HostNames {
  static final int MAX_BYTES = 253;
  static final int MAX_LABEL_BYTES = 63;

  /** What each byte becomes in lower case; 0 for those that no label has. */
  private static final byte[] LOWER = new byte[256];
  /** The same for names, which have dots, and those of certificates stars. */
  private static final byte[] LOWER_IN_NAME;

  static {
    for (char c : "abcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      LOWER[c] = (byte) c;
      LOWER[Character.toUpperCase(c)] = (byte) c;
    }
    LOWER_IN_NAME = LOWER.clone();
    LOWER_IN_NAME['.'] = '.';
    LOWER_IN_NAME['*'] = '*';
  }

  private HostNames() {}

  /** A byte of a label in lower case; 0 if no label has it. */
  static byte lower(byte b) {
    return LOWER[b & 0xFF];
  }

  /** A byte of a name in lower case; 0 if no name has it. */
  static byte lowerInName(byte b) {
    return LOWER_IN_NAME[b & 0xFF];
  }

  /** The name written there in lower case, without a dot at its end; null if it is no host name. */
  static @Nullable String textOf(byte[] data, int from, int length) {
    int count = length > 0 && data[from + length - 1] == '.' ? length - 1 : length;
    if (count <= 0 || count > MAX_BYTES) {
      return null;
    }
    byte[] lower = new byte[count];
    int labelStart = 0;
    for (int i = 0; i < count; i++) {
      boolean isDot = data[from + i] == '.';
      lower[i] = isDot ? (byte) '.' : lower(data[from + i]);
      if (lower[i] == 0 || i - labelStart >= (isDot ? MAX_LABEL_BYTES + 1 : MAX_LABEL_BYTES) || (isDot && i == labelStart)) {
        return null;
      }
      labelStart = isDot ? i + 1 : labelStart;
    }
    return labelStart == count ? null : new String(lower, StandardCharsets.US_ASCII);
  }
}
