package stratoscope.packet;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as 128 bits in two longs; IPv4 is held IPv4-mapped (::ffff:a.b.c.d).
 *
 * <p>Equality is written out, since what the compiler makes for records takes milliseconds to set up, in each run.
 *
 * @param high the first eight bytes
 * @param low the last eight bytes
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
  /** First half of 64:ff9b::/96, behind which networks of IPv6 alone reach IPv4; RFC 6052. */
  private static final long TRANSLATED = 0x0064_FF9B_0000_0000L;
  private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

  /** The IPv4 address of these 32 bits. */
  public static IpAddress ofIpv4(int bits) {
    return new IpAddress(0, IPV4_MAPPED | Integer.toUnsignedLong(bits));
  }

  public boolean isIpv4() {
    return high == 0 && low >>> 32 == 0xFFFF;
  }

  /** True of an IPv6 address that stands for one of IPv4, in the prefix for that. */
  public static boolean isTranslated(long high, long low) {
    return high == TRANSLATED && low >>> 32 == 0;
  }

  /** Last half of the IPv4 address that it stands for. */
  public static long translatedLow(long low) {
    return IPV4_MAPPED | low;
  }

  /** The IPv4 address that it stands for; itself if it stands for none. */
  public IpAddress translated() {
    return isTranslated(high, low) ? new IpAddress(0, translatedLow(low)) : this;
  }

  /** The address as sent on the wire: 4 bytes for IPv4, else 16. */
  public byte[] bytes() {
    byte[] bytes = new byte[isIpv4() ? 4 : 16];
    for (int i = 0; i < bytes.length; i++) {
      long half = bytes.length == 16 && i < 8 ? high : low;
      bytes[i] = (byte) (half >>> (8 * (7 - (i + 16 - bytes.length) % 8)));
    }
    return bytes;
  }

  /** Address and port as in a URL: {@code 192.0.2.1:3333}, {@code [2001:db8::1]:3333}. */
  public String withPort(int port) {
    return isIpv4() ? this + ":" + port : "[" + this + "]:" + port;
  }

  @Override
  public int compareTo(IpAddress other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(high) + Long.hashCode(low);
  }

  /** Dotted decimal for IPv4, else the canonical text of RFC 5952. */
  @Override
  public String toString() {
    return isIpv4() ? ipv4Text((int) low) : ipv6Text();
  }

  private static String ipv4Text(int bits) {
    return (bits >>> 24) + "." + ((bits >>> 16) & 255) + "." + ((bits >>> 8) & 255) + "." + (bits & 255);
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> (16 * (3 - index % 4))) & 0xFFFF;
  }

  private String ipv6Text() {
    int runStart = -1;
    int runLength = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && group(end) == 0) {
        end++;
      }
      if (end - i > runLength) {
        runStart = i;
        runLength = end - i;
      }
    }
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == runStart) {
        text.append("::");
        i += runLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }
}
