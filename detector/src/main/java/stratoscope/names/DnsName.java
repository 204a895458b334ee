package stratoscope.names;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A name out of a DNS message: lower-case ASCII, labels joined by dots, none at the end. Filled anew for each name, so that reading one
 * allocates nothing; belongs to the thread that reads.
 *
 * <p>A name with a byte that no host name has is walked over but not kept.
 */
public final class DnsName {
  /** Most bytes of a name as text; 255 on the wire, RFC 1035 section 2.3.4. */
  public static final int MAX_BYTES = HostNames.MAX_BYTES;

  static final int MALFORMED = -1;

  private static final int MAX_WIRE_BYTES = 255;
  private static final int POINTER = 0xC0;
  /** Names are compressed against one or two earlier ones; each jump must lead further back besides. */
  private static final int MAX_JUMPS = 16;

  private final byte[] bytes = new byte[MAX_BYTES + 1]; // with the dot behind the last label, which is not counted
  private int length;
  private int wireBytes;
  private boolean isClean;

  DnsName() {}

  /** The name's bytes from index 0, {@link #length()} of them; the array is always the same one and not to be written. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of the name; 0 if it is the root or no host name. */
  public int length() {
    return length;
  }

  /** False for the root, and for a name that holds bytes of no host name. */
  public boolean isHostName() {
    return length > 0;
  }

  boolean isRoot() {
    return isClean && length == 0;
  }

  boolean isSame(DnsName other) {
    return length == other.length && Arrays.equals(bytes, 0, length, other.bytes, 0, length);
  }

  /** Bytes of labels walked by the last read, however it went. */
  int wireBytes() {
    return wireBytes;
  }

  void copy(DnsName other) {
    System.arraycopy(other.bytes, 0, bytes, 0, other.length);
    length = other.length;
    isClean = other.isClean;
  }

  void clear() {
    length = 0;
    wireBytes = 0;
    isClean = false;
  }

  /**
   * Reads the name that begins at {@code at}.
   *
   * @param start of the message, which pointers count from
   * @param end of the message
   * @return where the name ends, or {@link #MALFORMED}
   */
  int read(byte[] data, int start, int end, int at) {
    clear();
    isClean = true;
    int next = MALFORMED;
    int partStart = at;
    wireBytes = 1;
    int jumps = 0;
    int i = at;
    while (i < end) {
      int head = data[i] & 0xFF;
      if (head == 0) {
        finish();
        return next == MALFORMED ? i + 1 : next;
      }
      if (head >= POINTER) {
        int target = i + 1 < end ? start + (BigEndian.u16(data, i) & 0x3FFF) : end;
        if (target >= partStart || ++jumps > MAX_JUMPS) {
          break;
        }
        next = next == MALFORMED ? i + 2 : next;
        partStart = target;
        i = target;
      } else {
        wireBytes += 1 + head;
        if (head > HostNames.MAX_LABEL_BYTES || wireBytes > MAX_WIRE_BYTES || i + head >= end) {
          break;
        }
        addLabel(data, i + 1, head);
        i += 1 + head;
      }
    }
    length = 0;
    isClean = false;
    return MALFORMED;
  }

  /** Where the name that begins at {@code at} ends, {@code end} if beyond it; what it says is not looked at. */
  static int skip(byte[] data, int end, int at) {
    int i = at;
    while (i < end && data[i] != 0) {
      int head = data[i] & 0xFF;
      if (head >= POINTER) {
        return Math.min(i + 2, end);
      }
      i += 1 + head;
    }
    return Math.min(i + 1, end);
  }

  private void addLabel(byte[] data, int from, int count) {
    for (int i = from; i < from + count; i++) {
      byte lower = HostNames.lower(data[i]);
      isClean &= lower != 0;
      bytes[length++] = lower;
    }
    bytes[length++] = '.';
  }

  private void finish() {
    length = isClean && length > 0 ? length - 1 : 0;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }
}
