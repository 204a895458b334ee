package stratoscope.stratum;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms that values have on the wire: hex of a given length and the like. */
final class Shapes {
  private static final boolean[] IS_HEX = new boolean['f' + 1];

  static {
    for (char c : "0123456789abcdefABCDEF".toCharArray()) {
      IS_HEX[c] = true;
    }
  }

  /** Hex digits of a 256-bit value. */
  static final int HASH_DIGITS = 64;

  private static final int MAX_HOST_CHARS = 253;
  private static final int MAX_HEIGHT_DIGITS = 12;
  private static final double TWO_TO_256 = Math.scalb(1.0, 256);

  private Shapes() {}

  /** True for a string of hex digits alone, of a length in the given range. */
  static boolean isHex(@Nullable Object value, int minDigits, int maxDigits) {
    return value instanceof String text && text.length() >= minDigits && text.length() <= maxDigits && isHexFrom(text, 0);
  }

  static boolean isHex(@Nullable Object value, int digits) {
    return isHex(value, digits, digits);
  }

  /** True for {@code 0x} and the given number of hex digits. */
  static boolean isPrefixedHex(@Nullable Object value, int minDigits, int maxDigits) {
    return value instanceof String text
        && text.startsWith("0x")
        && text.length() >= minDigits + 2
        && text.length() <= maxDigits + 2
        && isHexFrom(text, 2);
  }

  static boolean isPrefixedHash(@Nullable Object value) {
    return isPrefixedHex(value, HASH_DIGITS, HASH_DIGITS);
  }

  static boolean isInteger(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
  }

  /**
   * Hashes that a share below a 256-bit target takes on average.
   *
   * @param target in hex, most significant digit first, with or without {@code 0x}; leading zeros may be missing
   * @return NaN if there is no such target
   */
  static double hashesOfTarget(@Nullable Object target) {
    if (!isHex(target, 1, HASH_DIGITS) && !isPrefixedHex(target, 1, HASH_DIGITS)) {
      return Double.NaN;
    }
    double value = hexNumber(String.valueOf(target));
    return value == 0 ? Double.NaN : TWO_TO_256 / value;
  }

  /** The value of hex digits behind an optional {@code 0x}. */
  static double hexNumber(String hex) {
    return new BigInteger(hex.startsWith("0x") ? hex.substring(2) : hex, 16).doubleValue();
  }

  /** True for what names a server: letters, digits, dots and hyphens, at least one dot or colon of an address. */
  static boolean isHost(String text) {
    return text.length() >= 4 && text.length() <= MAX_HOST_CHARS && (text.indexOf('.') > 0 || text.indexOf(':') >= 0)
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || ".-_:[]".indexOf(c) >= 0);
  }

  /** Hex with its bytes in the opposite order. */
  static String reversed(String hex) {
    StringBuilder reversed = new StringBuilder(hex.length());
    for (int at = hex.length() - 2; at >= 0; at -= 2) {
      reversed.append(hex, at, at + 2);
    }
    return reversed.toString();
  }

  /** The value if it is hex of any length up to a hash, empty included. */
  static @Nullable String hexOrNull(@Nullable Object value) {
    return isHex(value, 0, HASH_DIGITS) ? (String) value : null;
  }

  /** A port as a number or text; null if it is none. */
  static @Nullable Integer port(@Nullable Object value) {
    try {
      double port = value instanceof Number number ? number.doubleValue() : Integer.parseInt(String.valueOf(value));
      return port >= 1 && port <= 0xFFFF ? (Integer) (int) port : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A block's height as a number or decimal text; null if it is none. */
  static @Nullable Long height(@Nullable Object value) {
    if (value instanceof String text && !text.isEmpty() && text.length() <= MAX_HEIGHT_DIGITS
        && text.chars().allMatch(Character::isDigit)) {
      return Long.valueOf(text);
    }
    return (value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0 ? ((Number) value).longValue() : null;
  }

  /** True if the answer to a share takes it: {@code true}, {@code "OK"}, {@code ["true"]}; not {@code false} or {@code ["false", …]}. */
  static boolean isAccepted(@Nullable Object result) {
    Object first = result instanceof List<?> list && !list.isEmpty() ? list.get(0) : result;
    return first != null && !Boolean.FALSE.equals(first) && !"false".equals(first);
  }

  /** The session id beside a subscription's name, {@code [["mining.notify","ae68"]]} or {@code ["mining.notify","ae68"]}; or a bare one. */
  static @Nullable String sessionOf(@Nullable Object subscriptions) {
    if (subscriptions instanceof String text) {
      return text;
    }
    if (!(subscriptions instanceof List<?> list) || list.isEmpty()) {
      return null;
    }
    if (list.get(0) instanceof List<?> pair) {
      return sessionOf(pair);
    }
    return list.size() > 1 && list.get(1) instanceof String text ? text : null;
  }

  /** Network difficulty from the compact target ("nbits"): 0xFFFF * 256^(0x1D - exponent) / mantissa; NaN if there is none. */
  static double networkDifficulty(String bits) {
    if (!isHex(bits, 8)) {
      return Double.NaN;
    }
    int compact = Integer.parseUnsignedInt(bits, 16);
    int mantissa = compact & 0x7FFFFF;
    return mantissa == 0 ? Double.NaN : Math.scalb(65535.0 / mantissa, 8 * (0x1D - (compact >>> 24)));
  }

  private static boolean isHexFrom(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 'f' || !IS_HEX[c]) {
        return false;
      }
    }
    return true;
  }
}
