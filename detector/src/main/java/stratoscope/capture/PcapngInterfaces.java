package stratoscope.capture;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The interfaces that one pcapng section describes: link type, snap length, and how a time stamp of each becomes microseconds. Belongs to
 * the reading thread. Remembers so many interfaces and no more.
 */
final class PcapngInterfaces {
  static final int MAX_INTERFACES = 65_536;
  /** Of an interface whose block is damaged: it keeps its number, but its packets can't be decoded. */
  static final int NO_LINK_TYPE = -1;
  private static final int OPTION_TSRESOL = 9;
  private static final int OPTION_TSOFFSET = 14;
  private static final int POWER_OF_TWO = 0x80;
  private static final int MICROS_EXPONENT = 6;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int MAX_POWER = 18;
  /** Bad option met by {@link #add}: code in the upper half, length in the lower; -1 for none. */
  private int badOption;

  private int count;
  private int[] linkTypes = new int[4];
  private int[] snapLengths = new int[4];
  private byte[] resolutions = new byte[4];
  private long[] offsetsSeconds = new long[4];

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  int linkType(int index) {
    return linkTypes[index];
  }

  /** Zero for no limit. */
  int snapLength(int index) {
    return snapLengths[index];
  }

  /** Adds the interface whose block body lies there; false when there are too many. */
  boolean add(ByteBuffer body, int from, int to, boolean isLittleEndian) {
    badOption = -1;
    if (count == MAX_INTERFACES) {
      return false;
    }
    if (count == linkTypes.length) {
      grow();
    }
    boolean isWhole = to - from >= 8;
    linkTypes[count] = isWhole ? shortAt(body, from, isLittleEndian) : NO_LINK_TYPE;
    snapLengths[count] = isWhole ? (int) Math.min(intAt(body, from + 4, isLittleEndian) & 0xFFFF_FFFFL, Integer.MAX_VALUE) : 0;
    resolutions[count] = MICROS_EXPONENT;
    offsetsSeconds[count] = 0;
    options(body, from + 8, to, isLittleEndian);
    count++;
    return true;
  }

  private void grow() {
    int size = count * 2;
    linkTypes = Arrays.copyOf(linkTypes, size);
    snapLengths = Arrays.copyOf(snapLengths, size);
    resolutions = Arrays.copyOf(resolutions, size);
    offsetsSeconds = Arrays.copyOf(offsetsSeconds, size);
  }

  private void options(ByteBuffer body, int from, int to, boolean isLittleEndian) {
    int at = from;
    while (at + 4 <= to) {
      int code = shortAt(body, at, isLittleEndian);
      int length = shortAt(body, at + 2, isLittleEndian);
      at += 4;
      if (code == 0) {
        return;
      }
      boolean isTime = code == OPTION_TSRESOL || code == OPTION_TSOFFSET;
      if (length > to - at || (isTime && length < (code == OPTION_TSRESOL ? 1 : Long.BYTES))) {
        badOption = (code << 16) | length;
        return;
      }
      if (code == OPTION_TSRESOL) {
        resolutions[count] = body.get(at);
      } else if (code == OPTION_TSOFFSET) {
        long value = body.getLong(at);
        offsetsSeconds[count] = isLittleEndian ? Long.reverseBytes(value) : value;
      }
      at += (length + 3) & ~3;
    }
  }

  boolean hasBadOption() {
    return badOption != -1;
  }

  int badOptionCode() {
    return badOption >>> 16;
  }

  int badOptionLength() {
    return badOption & 0xFFFF;
  }

  /** Rounded down; held at the ends of what a long can say. */
  long micros(int index, long units) {
    int resolution = resolutions[index];
    long micros = resolution == MICROS_EXPONENT && units >= 0 ? units : scaled(units, resolution & 0xFF);
    long offset = offsetsSeconds[index];
    return offset == 0 ? micros : saturatedSum(micros, saturatedProduct(offset, MICROS_PER_SECOND));
  }

  private static long scaled(long units, int resolution) {
    if ((resolution & POWER_OF_TWO) != 0) {
      return binary(units, resolution & ~POWER_OF_TWO);
    }
    int power = resolution - MICROS_EXPONENT;
    if (power <= 0) {
      return units < 0 ? Long.MAX_VALUE : saturatedProduct(units, powerOfTen(-power));
    }
    if (power > MAX_POWER + 1) {
      return 0;
    }
    return power > MAX_POWER ? Long.divideUnsigned(units, powerOfTen(MAX_POWER)) / 10 : divided(units, powerOfTen(power));
  }

  private static long divided(long units, long divisor) {
    return units >= 0 ? units / divisor : atMost(Long.divideUnsigned(units, divisor));
  }

  /** units * 10^6 / 2^power with 128 bits between. */
  private static long binary(long units, int power) {
    long high = Math.multiplyHigh(units, MICROS_PER_SECOND) + ((units >> 63) & MICROS_PER_SECOND);
    long low = units * MICROS_PER_SECOND;
    if (power >= Long.SIZE) {
      return high >>> (power - Long.SIZE);
    }
    if (high >>> power != 0) {
      return Long.MAX_VALUE;
    }
    return atMost(power == 0 ? low : (high << (Long.SIZE - power)) | (low >>> power));
  }

  private static long powerOfTen(int power) {
    long value = 1;
    for (int i = 0; i < power; i++) {
      value *= 10;
    }
    return value;
  }

  private static long atMost(long unsigned) {
    return unsigned < 0 ? Long.MAX_VALUE : unsigned;
  }

  private static long saturatedProduct(long a, long b) {
    long low = a * b;
    return Math.multiplyHigh(a, b) == low >> 63 ? low : a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) >= 0 ? sum : a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  private static int intAt(ByteBuffer body, int at, boolean isLittleEndian) {
    int value = body.getInt(at);
    return isLittleEndian ? Integer.reverseBytes(value) : value;
  }

  private static int shortAt(ByteBuffer body, int at, boolean isLittleEndian) {
    short value = body.getShort(at);
    return (isLittleEndian ? Short.reverseBytes(value) : value) & 0xFFFF;
  }
}
