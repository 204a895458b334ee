package stratoscope.names;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the body of a handshake message. A read behind the end gives 0 and marks the message {@link #isBroken}, so that a reader asks
 * once, at its end.
 */
final class TlsFields {
  /** Protocols kept of an ALPN extension; clients offer two or three. */
  private static final int MAX_PROTOCOLS = 8;
  /** Numbers kept of a list, since hellos are kept as long as connections: clients send a hundred at most. */
  static final int MAX_NUMBERS = 256;

  private final byte[] data;
  private final int end;
  private int at;
  private boolean isBroken;

  TlsFields(byte[] data, int from, int end) {
    this.data = data;
    this.end = end;
    at = from;
  }

  boolean isBroken() {
    return isBroken;
  }

  void giveUp() {
    isBroken = true;
  }

  boolean hasMore() {
    return !isBroken && at < end;
  }

  int left() {
    return end - at;
  }

  int u8() {
    return take(1) ? BigEndian.u8(data, at - 1) : 0;
  }

  int u16() {
    return take(2) ? BigEndian.u16(data, at - 2) : 0;
  }

  int u24() {
    return take(3) ? BigEndian.u24(data, at - 3) : 0;
  }

  void skip(int count) {
    take(count);
  }

  byte[] bytes(int count) {
    byte[] bytes = new byte[take(count) ? count : 0];
    System.arraycopy(data, at - bytes.length, bytes, 0, bytes.length);
    return bytes;
  }

  /** The next bytes as fields of their own. */
  TlsFields part(int count) {
    boolean isThere = take(count);
    TlsFields part = new TlsFields(data, isThere ? at - count : at, at);
    part.isBroken = !isThere;
    return part;
  }

  /** The numbers of 16 bits from here, the first 256. */
  int[] u16s() {
    int[] numbers = new int[Math.min(left() / 2, MAX_NUMBERS)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = u16();
    }
    return numbers;
  }

  /** All bytes up to the end. */
  int[] u8s() {
    int[] numbers = new int[left()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = u8();
    }
    return numbers;
  }

  /** The value of an ALPN extension, RFC 7301: each byte of a protocol's name becomes one character. */
  List<String> protocols() {
    List<String> protocols = new ArrayList<>();
    TlsFields list = part(u16());
    while (list.hasMore() && protocols.size() < MAX_PROTOCOLS) {
      protocols.add(new String(list.bytes(list.u8()), StandardCharsets.ISO_8859_1));
    }
    return List.copyOf(protocols);
  }

  /** The host name in a server name extension, RFC 6066 section 3; null if there is none. */
  @Nullable String serverName() {
    TlsFields list = part(u16());
    while (list.hasMore()) {
      int type = list.u8();
      int length = list.u16();
      if (list.take(length) && type == 0) {
        return HostNames.textOf(data, list.at - length, length);
      }
    }
    return null;
  }

  private boolean take(int count) {
    isBroken |= count > end - at;
    at += isBroken ? 0 : count;
    return !isBroken;
  }
}
