package stratoscope.names;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/** Addresses from one to another, both included: a single one, a prefix, a range. Immutable. */
public record AddressRange(IpAddress first, IpAddress last) {
  /** Takes a prefix: its first address, and how many of the 128 bits all in it share. */
  @FunctionalInterface
  public interface PrefixSink {
    void onPrefix(long high, long low, int bits);
  }

  /** Bits that all addresses of IPv4 share. */
  static final int IPV4_SHARED_BITS = 96;
  /** Prefixes of RFC 6890, and multicast; those for documentation are not among them. Apart, since start-up does not need them. */
  private static final class Reserved {
    static final List<AddressRange> ALL = Stream.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3", "::/96", "fc00::/7", "fe80::/10", "ff00::/8").map(AddressRange::parse).toList();

    private Reserved() {}
  }

  /** True if a text can only be meant as an address, a prefix or a range, be it a wrong one: no letters but hex digits, no name. */
  public static boolean isAddressLike(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return isAddressLike(bytes, 0, bytes.length);
  }

  static boolean isAddressLike(byte[] text, int from, int to) {
    boolean hasLetters = false;
    for (int i = from; i < to; i++) {
      byte c = text[i];
      if (c == ':') {
        return true;
      }
      if (c > 'f' || c < ' ' || c == '=' || c == '_') {
        return false;
      }
      hasLetters |= c > '9';
    }
    return !hasLetters;
  }

  /**
   * Reads {@code 192.0.2.1}, {@code 192.0.2.0/24}, {@code 192.0.2.1-192.0.2.9}, and the same of IPv6.
   *
   * @throws IllegalArgumentException if it is none, with a reason for people
   */
  public static AddressRange parse(String text) {
    int dash = text.indexOf('-');
    int slash = text.indexOf('/');
    if (dash >= 0) {
      AddressRange range = new AddressRange(address(text, 0, dash), address(text, dash + 1, text.length()));
      if (range.first.isIpv4() != range.last.isIpv4() || range.first.compareTo(range.last) > 0) {
        throw error(text);
      }
      return range;
    }
    if (slash >= 0) {
      return prefix(address(text, 0, slash), slash + 1, text);
    }
    IpAddress only = address(text, 0, text.length());
    return new AddressRange(only, only);
  }

  private static AddressRange prefix(IpAddress first, int from, String text) {
    int bits = text.length() == from || text.length() - from > 3 ? -1 : 0;
    for (int i = from; i < text.length() && bits >= 0; i++) {
      int digit = text.charAt(i) - '0';
      bits = digit < 0 || digit > 9 ? -1 : bits * 10 + digit;
    }
    int shared = text.indexOf(':') < 0 ? IPV4_SHARED_BITS : 0; // ::ffff:192.0.2.0/120 is 192.0.2.0/24
    if (bits < 0 || bits > 128 - shared) {
      throw error(text);
    }
    bits += shared;
    if ((first.high() & ~highMask(bits)) != 0 || (first.low() & ~lowMask(bits)) != 0) {
      throw new IllegalArgumentException("'" + text + "' has bits behind its prefix: "
          + new IpAddress(first.high() & highMask(bits), first.low() & lowMask(bits)) + text.substring(from - 1)
          + " is meant, or a single address");
    }
    return new AddressRange(first, new IpAddress(first.high() | ~highMask(bits), first.low() | ~lowMask(bits)));
  }

  private static IpAddress address(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    IpAddress address = text.indexOf(':') < 0 ? ipv4(text, start, end) : Ipv6Text.parse(text, start, end);
    if (address == null) {
      throw error(text);
    }
    return address;
  }

  private static IllegalArgumentException error(String text) {
    return new IllegalArgumentException("'" + text + "' is no address, prefix or range of addresses");
  }

  /** The address of a text in dotted decimal or of RFC 4291; null if it is none. */
  public static @Nullable IpAddress addressOrNull(String text) {
    return text.indexOf(':') < 0 ? ipv4(text) : Ipv6Text.parse(text, 0, text.length());
  }

  static @Nullable IpAddress ipv4(String text) {
    return ipv4(text, 0, text.length());
  }

  static @Nullable IpAddress ipv4(String text, int from, int to) {
    int bits = 0;
    int part = -1;
    int dots = 0;
    for (int i = from; i <= to; i++) {
      char c = i == to ? '.' : text.charAt(i);
      if (c == '.') {
        if (part < 0 || ++dots > 4) {
          return null;
        }
        bits = (bits << 8) | part;
        part = -1;
      } else if (c < '0' || c > '9' || part == 0 || (part = Math.max(part, 0) * 10 + (c - '0')) > 255) {
        return null;
      }
    }
    return dots == 4 ? IpAddress.ofIpv4(bits) : null;
  }

  static long highMask(int bits) {
    return bits >= 64 ? -1 : bits == 0 ? 0 : -1L << (64 - bits);
  }

  static long lowMask(int bits) {
    return bits <= 64 ? 0 : -1L << (128 - bits);
  }

  boolean isSingle() {
    return first.equals(last);
  }

  /** Splits it into as few prefixes as can be, at most 254. */
  public void forEachPrefix(PrefixSink sink) {
    long high = first.high();
    long low = first.low();
    while (true) {
      int bits = largestPrefixAt(high, low);
      sink.onPrefix(high, low, bits);
      long lastHigh = high | ~highMask(bits);
      long lastLow = low | ~lowMask(bits);
      if (lastHigh == last.high() && lastLow == last.low()) {
        return;
      }
      low = lastLow + 1;
      high = low == 0 ? lastHigh + 1 : lastHigh;
    }
  }

  /** The largest prefix that begins at an address and does not go beyond the last one: bits that all in it share. */
  private int largestPrefixAt(long high, long low) {
    int alignedBits = low != 0 ? Long.numberOfTrailingZeros(low) : 64 + Long.numberOfTrailingZeros(high);
    long room = last.low() - low + 1;
    long highRoom = last.high() - high - (Long.compareUnsigned(last.low(), low) < 0 ? 1 : 0) + (room == 0 ? 1 : 0);
    int roomBits = highRoom != 0 ? 127 - Long.numberOfLeadingZeros(highRoom) : room != 0 ? 63 - Long.numberOfLeadingZeros(room) : 128;
    return 128 - Math.min(alignedBits, roomBits);
  }

  /** True if all of it may be met on the Internet: nothing private, unspecified, of a link or the machine itself, multicast or reserved. */
  public boolean isPublic() {
    return Reserved.ALL.stream().noneMatch(this::meets);
  }

  /** True if an address is one of them. */
  public boolean contains(IpAddress address) {
    return address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
  }

  private boolean meets(AddressRange other) {
    return first.compareTo(other.last) <= 0 && last.compareTo(other.first) >= 0;
  }

  /** As {@link #parse} reads it, in one way only. */
  @Override
  public String toString() {
    int bits = largestPrefixAt(first.high(), first.low());
    boolean isPrefix = (first.high() | ~highMask(bits)) == last.high() && (first.low() | ~lowMask(bits)) == last.low();
    if (!isPrefix) {
      return first + "-" + last;
    }
    return bits == 128 ? first.toString() : first + "/" + (first.isIpv4() ? bits - IPV4_SHARED_BITS : bits);
  }
}
