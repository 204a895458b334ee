package stratoscope.names;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/** Reads IPv6 addresses as RFC 4291 writes them. One method, since inventories hold a million of them. */
final class Ipv6Text {
  private static final int GROUPS = 8;
  private static final int MAX_DIGITS = 4;
  private static final int NONE = -1;

  private Ipv6Text() {}

  /** What stands between two places of a text; null if it is none. */
  static @Nullable IpAddress parse(String text, int from, int to) {
    long high = 0;
    long low = 0;
    int count = 0;
    // how many groups stand before the double colon, and what they are
    int gap = NONE;
    long highBefore = 0;
    long lowBefore = 0;
    int at = from;
    while (at < to) {
      int start = at;
      while (at < to && text.charAt(at) == ':') {
        at++;
      }
      int colons = at - start;
      if (colons == 2 && gap == NONE) {
        gap = count;
        highBefore = high;
        lowBefore = low;
        high = 0;
        low = 0;
        if (at == to) {
          break;
        }
      } else if (colons != (start == from ? 0 : 1)) {
        return null;
      }
      start = at;
      int group = 0;
      int digit = 0;
      while (at < to && at < start + MAX_DIGITS && (digit = digit(text.charAt(at))) >= 0) {
        group = group << 4 | digit;
        at++;
      }
      if (at < to && text.charAt(at) == '.') {
        IpAddress ipv4 = AddressRange.ipv4(text, start, to);
        if (ipv4 == null) {
          return null;
        }
        at = to;
        high = high << 16 | low >>> 48;
        low = low << 16 | (ipv4.low() >>> 16 & 0xFFFF);
        group = (int) ipv4.low() & 0xFFFF;
        count++;
      } else if (at == start) {
        return null;
      }
      high = high << 16 | low >>> 48;
      low = low << 16 | group;
      count++;
    }
    if (gap == NONE ? count != GROUPS : count >= GROUPS) {
      return null;
    }
    for (int i = gap; i != NONE && i < GROUPS; i++) {
      highBefore = highBefore << 16 | lowBefore >>> 48;
      lowBefore <<= 16;
    }
    return new IpAddress(highBefore | high, lowBefore | low);
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
  }
}
