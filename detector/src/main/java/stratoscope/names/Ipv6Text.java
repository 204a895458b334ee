package stratoscope.names;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/** Reads IPv6 addresses as RFC 4291 writes them. */
final class Ipv6Text {
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  /** Null if the text is none. */
  static @Nullable IpAddress parse(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] all = groups(text);
      return all == null || all.length != GROUPS ? null : address(all, new int[0]);
    }
    int[] front = groups(text.substring(0, gap));
    int[] back = groups(text.substring(gap + 2));
    return front == null || back == null || front.length + back.length >= GROUPS ? null : address(front, back);
  }

  private static IpAddress address(int[] front, int[] back) {
    long[] halves = new long[2];
    for (int i = 0; i < front.length; i++) {
      halves[i / 4] |= (long) front[i] << (16 * (3 - i % 4));
    }
    for (int i = 0; i < back.length; i++) {
      int at = GROUPS - back.length + i;
      halves[at / 4] |= (long) back[i] << (16 * (3 - at % 4));
    }
    return new IpAddress(halves[0], halves[1]);
  }

  private static int @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    IpAddress ipv4 = parts[parts.length - 1].indexOf('.') < 0 ? null : AddressRange.ipv4(parts[parts.length - 1]);
    int[] groups = new int[parts.length + (ipv4 == null ? 0 : 1)];
    int written = ipv4 == null ? parts.length : parts.length - 1;
    for (int i = 0; i < written; i++) {
      groups[i] = group(parts[i]);
      if (groups[i] < 0) {
        return null;
      }
    }
    if (ipv4 != null) {
      groups[written] = (int) (ipv4.low() >>> 16) & 0xFFFF;
      groups[written + 1] = (int) ipv4.low() & 0xFFFF;
    }
    return groups;
  }

  private static int group(String digits) {
    int group = digits.isEmpty() || digits.length() > 4 ? -1 : 0;
    for (int i = 0; i < digits.length() && group >= 0; i++) {
      int digit = Character.digit(digits.charAt(i), 16);
      group = digit < 0 || digits.charAt(i) >= 0x80 ? -1 : (group << 4) | digit;
    }
    return group;
  }
}
