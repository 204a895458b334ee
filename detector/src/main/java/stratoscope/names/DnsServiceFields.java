package stratoscope.names;

/**
 * The value of an SVCB or HTTPS record, RFC 9460 section 2.2: priority, target, then parameters in ascending order of their keys.
 *
 * <pre>priority:16 name (key:16 length:16 value)*</pre>
 */
final class DnsServiceFields {
  private static final int PORT = 3;
  private static final int IPV4_HINT = 4;
  private static final int IPV6_HINT = 6;

  private int port;
  private int ipv4Start;
  private int ipv4Count;
  private int ipv6Start;
  private int ipv6Count;

  /** Reads a value and its target; false if it is malformed. */
  boolean read(byte[] data, int messageStart, int from, int end, DnsName target) {
    port = 0;
    ipv4Count = 0;
    ipv6Count = 0;
    if (end - from < 3) {
      return false;
    }
    int at = target.read(data, messageStart, end, from + 2);
    if (at == DnsName.MALFORMED || !(target.isHostName() || target.isRoot())) {
      return false;
    }
    int lastKey = -1;
    while (end - at >= 4) {
      int key = BigEndian.u16(data, at);
      int valueStart = at + 4;
      at = valueStart + BigEndian.u16(data, at + 2);
      if (key <= lastKey || at > end || !readParameter(data, key, valueStart, at - valueStart)) {
        return false;
      }
      lastKey = key;
    }
    return at == end;
  }

  private boolean readParameter(byte[] data, int key, int from, int length) {
    switch (key) {
      case PORT -> {
        port = length == 2 ? BigEndian.u16(data, from) : 0;
        return length == 2;
      }
      case IPV4_HINT -> {
        ipv4Start = from;
        ipv4Count = length / 4;
        return length > 0 && length % 4 == 0;
      }
      case IPV6_HINT -> {
        ipv6Start = from;
        ipv6Count = length / 16;
        return length > 0 && length % 16 == 0;
      }
      default -> {
        return true;
      }
    }
  }

  int port() {
    return port;
  }

  int addressCount() {
    return ipv4Count + ipv6Count;
  }

  boolean isIpv4(int index) {
    return index < ipv4Count;
  }

  int addressStart(int index) {
    return isIpv4(index) ? ipv4Start + 4 * index : ipv6Start + 16 * (index - ipv4Count);
  }
}
