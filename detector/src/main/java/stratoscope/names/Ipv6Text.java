package stratoscope.names;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/** Reads an IPv6 address as RFC 4291 writes it, group by group. One thread. */
final class Ipv6Text {
  private static final int GROUPS = 8;
  private static final int MAX_DIGITS = 4;
  private static final int NONE = -1;

  private final String text;
  private int at;
  private long high;
  private long low;
  private int count;
  /** How many groups stand before the double colon, and what they are. */
  private int gap = NONE;
  private long highBefore;
  private long lowBefore;

  private Ipv6Text(String text) {
    this.text = text;
  }

  /** Null if the text is none. */
  static @Nullable IpAddress parse(String text) {
    return new Ipv6Text(text).address();
  }

  private @Nullable IpAddress address() {
    boolean isSound = !text.startsWith("::") || skipGap();
    while (isSound && at < text.length()) {
      isSound = readGroup() && (at == text.length() || skipColons());
    }
    if (!isSound || (gap == NONE ? count != GROUPS : count >= GROUPS)) {
      return null;
    }
    for (int i = gap; i != NONE && i < GROUPS; i++) {
      highBefore = highBefore << 16 | lowBefore >>> 48;
      lowBefore <<= 16;
    }
    return new IpAddress(highBefore | high, lowBefore | low);
  }

  /** One group, or at the end two in dotted decimal. */
  private boolean readGroup() {
    int start = at;
    int group = 0;
    for (; at < text.length() && at < start + MAX_DIGITS; at++) {
      int digit = digit(text.charAt(at));
      if (digit < 0) {
        break;
      }
      group = group << 4 | digit;
    }
    if (at < text.length() && text.charAt(at) == '.') {
      IpAddress ipv4 = AddressRange.ipv4(text.substring(start));
      at = text.length();
      return ipv4 != null && add((int) (ipv4.low() >>> 16) & 0xFFFF) && add((int) ipv4.low() & 0xFFFF);
    }
    return at > start && add(group);
  }

  private static int digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
  }

  private boolean add(int group) {
    high = high << 16 | low >>> 48;
    low = low << 16 | group;
    return ++count <= GROUPS;
  }

  /** One colon before a group, or two. */
  private boolean skipColons() {
    if (text.startsWith("::", at)) {
      return skipGap();
    }
    return text.charAt(at++) == ':' && at < text.length();
  }

  private boolean skipGap() {
    boolean isFirst = gap == NONE;
    gap = count;
    highBefore = high;
    lowBefore = low;
    high = 0;
    low = 0;
    at += 2;
    return isFirst;
  }
}
