package stratoscope.names;

import java.util.Arrays;

/** Numbers that mean nothing and are sent to keep servers tolerant: 0A0A, 1A1A to FAFA; RFC 8701. */
final class Grease {
  private Grease() {}

  static boolean isGrease(int number) {
    return (number & 0x0F0F) == 0x0A0A && number >>> 8 == (number & 0xFF);
  }

  static int[] without(int[] numbers) {
    return Arrays.stream(numbers).filter(number -> !isGrease(number)).toArray();
  }
}
