package stratoscope.stratum;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms that values have on the wire: hex of a given length and the like. */
final class Shapes {
  /** Hex digits of a 256-bit value. */
  static final int HASH_DIGITS = 64;

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

  static boolean isArrayOfHashes(@Nullable Object value) {
    return value instanceof List<?> list && list.stream().allMatch(element -> isHex(element, HASH_DIGITS));
  }

  private static boolean isHexFrom(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }
}
