package stratoscope.capture;

import java.io.IOException;

/**
 * Packets of a pcapng file. Belongs to the reading thread. Steps over blocks that hold no packets, over packets of interfaces that
 * nothing describes, and over damage; the last two are reported.
 *
 * <pre>
 * block:            type 4 | total length 4 | body | total length 4
 * enhanced packet:  6 | … | interface 4 | time, high 4 | time, low 4 | captured 4 | original 4 | data, padded | options
 * packet (old):     2 | … | interface 2, drops 2 | then the same
 * simple packet:    3 | … | original 4 | data, padded: interface 0, no time, so that of the packet before
 * </pre>
 *
 * <p>A block is believed when both its lengths agree, or when its first one leads to such a block. Otherwise the next block is searched
 * for byte by byte, by a known type and two lengths that agree. The length of a section isn't trusted, and not needed. A block longer than
 * the reader's head-room is passed over in the same way.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/">draft-ietf-opsawg-pcapng</a>
 */
final class PcapngBlocks implements RecordReader {
  private static final int INTERFACE = 1;
  private static final int OLD_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int DECRYPTION_SECRETS = 10;
  private static final int CUSTOM = 0xBAD;
  private static final int CUSTOM_NOT_COPIED = 0x4000_0BAD;
  private static final int HEAD_BYTES = 8;
  private static final int MIN_BYTES = 12;
  private static final int PACKET_FIELDS_BYTES = 20;
  /** The longest block that Wireshark reads. */
  private static final int MAX_BLOCK_BYTES = 16 << 20;
  private static final int NOT_FOUND = -1;

  private final BlockWindow window;
  private final Reports reports;
  private final PcapngInterfaces interfaces = new PcapngInterfaces();
  private boolean isLittleEndian;
  private long lastMicros;
  private long number;
  private boolean isCutOff;

  PcapngBlocks(BlockWindow window, Reports reports) {
    this.window = window;
    this.reports = reports;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public boolean next(RawPacket packet) throws IOException {
    while (window.require(MIN_BYTES)) {
      long length = lengthOfBlock();
      if (length == NOT_FOUND || length > window.maxBytes()) {
        skipDamage();
      } else if (!window.require((int) length)) {
        if (cutOff(packet, (int) length)) {
          return true;
        }
      } else if (isTrailed((int) length)) {
        int at = window.position;
        window.position += (int) length;
        if (onBlock(packet, at, at + (int) length - 4)) {
          return true;
        }
      } else {
        skipDamage();
      }
    }
    return atEnd();
  }

  private boolean atEnd() {
    int left = window.limit - window.position;
    if (left > 0) {
      reports.add(ProblemKind.CUT_OFF, number + 1, window.streamOffset(window.position), left, MIN_BYTES);
      window.position = window.limit;
    }
    return false;
  }

  private int field(int at) {
    int value = window.data.getInt(at);
    return isLittleEndian ? Integer.reverseBytes(value) : value;
  }

  /** Padded length of the block at hand, whose byte order it takes over when it begins a section; NOT_FOUND for nonsense. */
  private long lengthOfBlock() {
    int at = window.position;
    if (window.data.getInt(at) == CaptureFormat.PCAPNG_SECTION) {
      int order = window.data.getInt(at + HEAD_BYTES);
      if (!CaptureFormat.isByteOrder(order)) {
        return NOT_FOUND;
      }
      isLittleEndian = order == CaptureFormat.PCAPNG_BYTE_ORDER_SWAPPED;
    }
    long total = field(at + 4) & 0xFFFF_FFFFL;
    return total < MIN_BYTES ? NOT_FOUND : (total + 3) & ~3L;
  }

  /** Whether the length is repeated at the end, or leads to the end of the capture or to a sound block all the same. */
  private boolean isTrailed(int length) throws IOException {
    int first = field(window.position + 4);
    int second = field(window.position + length - 4);
    if (first == second) {
      return true;
    }
    window.require(window.maxBytes());
    int next = window.position + length;
    if ((next == window.limit && window.isLastBlock()) || isSoundBlock(next)) {
      reports.add(ProblemKind.TRAILER, number + 1, window.streamOffset(window.position), first & 0xFFFF_FFFFL, second & 0xFFFF_FFFFL);
      return true;
    }
    return false;
  }

  /** Whether a block of a known type with two lengths that agree lies there, whole. */
  private boolean isSoundBlock(int at) {
    if (at < 0 || at + MIN_BYTES > window.limit) {
      return false;
    }
    boolean isLittle = isLittleEndian;
    if (window.data.getInt(at) == CaptureFormat.PCAPNG_SECTION) {
      int order = window.data.getInt(at + HEAD_BYTES);
      if (!CaptureFormat.isByteOrder(order)) {
        return false;
      }
      isLittle = order == CaptureFormat.PCAPNG_BYTE_ORDER_SWAPPED;
    } else if (!isKnownType(field(at))) {
      return false;
    }
    int raw = window.data.getInt(at + 4);
    int length = isLittle ? Integer.reverseBytes(raw) : raw;
    return length >= MIN_BYTES && (length & 3) == 0 && length <= window.limit - at && window.data.getInt(at + length - 4) == raw;
  }

  private static boolean isKnownType(int type) {
    return (type >= INTERFACE && type <= DECRYPTION_SECRETS) || type == CUSTOM || type == CUSTOM_NOT_COPIED;
  }

  private boolean onBlock(RawPacket packet, int from, int to) {
    int body = from + HEAD_BYTES;
    switch (field(from)) {
      case CaptureFormat.PCAPNG_SECTION -> interfaces.clear();
      case INTERFACE -> addInterface(body, to);
      case OLD_PACKET, ENHANCED_PACKET -> {
        return onPacket(packet, from, to);
      }
      case SIMPLE_PACKET -> {
        return onSimplePacket(packet, from, to);
      }
      default -> {
        // holds no packet
      }
    }
    return false;
  }

  private void addInterface(int body, int to) {
    if (!interfaces.add(window.data, body, to, isLittleEndian)) {
      report(ProblemKind.TOO_MANY_INTERFACES, body, interfaces.count(), PcapngInterfaces.MAX_INTERFACES);
    } else if (interfaces.hasBadOption()) {
      report(ProblemKind.BAD_OPTIONS, body, interfaces.badOptionCode(), interfaces.badOptionLength());
    }
  }

  private boolean onPacket(RawPacket packet, int from, int to) {
    int body = from + HEAD_BYTES;
    if (to - body < PACKET_FIELDS_BYTES) {
      report(ProblemKind.BAD_LENGTH, body, (long) to - from + 4, (long) to - from + 4);
      return false;
    }
    boolean isEnhanced = field(from) == ENHANCED_PACKET;
    int first = field(body);
    int index = isEnhanced ? first : (isLittleEndian ? first : first >>> 16) & 0xFFFF;
    number++;
    if (isUnknown(index, body)) {
      return false;
    }
    long units = ((long) field(body + 4) << 32) | (field(body + 8) & 0xFFFF_FFFFL);
    lastMicros = interfaces.micros(index, units);
    packet.linkType = interfaces.linkType(index);
    deliver(packet, body + PACKET_FIELDS_BYTES, to, field(body + 12) & 0xFFFF_FFFFL, field(body + 16) & 0xFFFF_FFFFL);
    return true;
  }

  private boolean onSimplePacket(RawPacket packet, int from, int to) {
    int body = from + HEAD_BYTES;
    if (to - body < 4) {
      report(ProblemKind.BAD_LENGTH, body, (long) to - from + 4, (long) to - from + 4);
      return false;
    }
    number++;
    if (isUnknown(0, body)) {
      return false;
    }
    long original = field(body) & 0xFFFF_FFFFL;
    int snapLength = interfaces.snapLength(0);
    long captured = Math.min(original, snapLength == 0 ? (long) to - body - 4 : snapLength);
    packet.linkType = interfaces.linkType(0);
    deliver(packet, body + 4, to, captured, original);
    return true;
  }

  private boolean isUnknown(int index, int body) {
    if (index >= 0 && index < interfaces.count() && interfaces.linkType(index) != PcapngInterfaces.NO_LINK_TYPE) {
      return false;
    }
    reports.add(ProblemKind.UNKNOWN_INTERFACE, number, window.streamOffset(body - HEAD_BYTES), index & 0xFFFF_FFFFL, interfaces.count());
    return true;
  }

  private void deliver(RawPacket packet, int data, int to, long claimed, long wireLength) {
    long captured = claimed;
    if (captured > to - data) {
      captured = (long) to - data;
      if (!isCutOff) {
        report(ProblemKind.CAPTURED_ABOVE_BLOCK, data, claimed, captured);
      }
    }
    if (captured > wireLength) {
      report(ProblemKind.CAPTURED_ABOVE_ORIGINAL, data, captured, wireLength);
    }
    packet.data = window.data;
    packet.offset = data;
    packet.capturedLength = (int) captured;
    packet.originalLength = (int) Math.min(Math.max(captured, wireLength), Integer.MAX_VALUE);
    packet.timestampMicros = lastMicros;
    packet.number = number;
  }

  /** The capture ends inside the block: gives the bytes of its packet that are there, unless other blocks begin in it. */
  private boolean cutOff(RawPacket packet, int length) {
    int at = window.position;
    int found = search(1, window.limit - at);
    if (found != NOT_FOUND) {
      reports.add(ProblemKind.BAD_LENGTH, number + 1, window.streamOffset(at), length, found);
      window.position += found;
      return false;
    }
    int there = window.limit - at;
    reports.add(ProblemKind.CUT_OFF, number + 1, window.streamOffset(at), there, length);
    int type = field(at);
    int fields = HEAD_BYTES + (type == SIMPLE_PACKET ? 4 : PACKET_FIELDS_BYTES);
    boolean isPacket = type == ENHANCED_PACKET || type == OLD_PACKET || type == SIMPLE_PACKET;
    window.position = window.limit;
    isCutOff = true;
    return isPacket && there > fields && onBlock(packet, at, window.limit);
  }

  /** Moves to the next sound block, or to the end. */
  private void skipDamage() throws IOException {
    long from = window.streamOffset(window.position);
    long claimed = field(window.position + 4) & 0xFFFF_FFFFL;
    int type = field(window.position);
    int found = NOT_FOUND;
    boolean isMore = true;
    while (isMore && found == NOT_FOUND) {
      isMore = window.require(window.maxBytes());
      int reach = isMore ? window.maxBytes() / 2 : window.limit - window.position;
      found = found(from + claimed - window.streamOffset(window.position), reach);
      window.position += found == NOT_FOUND ? reach : found;
    }
    long skipped = window.streamOffset(window.position) - from;
    if (skipped != claimed) {
      reports.add(ProblemKind.BAD_LENGTH, number + 1, from, claimed, skipped);
    } else if (type == ENHANCED_PACKET || type == OLD_PACKET || type == SIMPLE_PACKET) {
      number++;
      reports.add(ProblemKind.OVERSIZE, number, from, claimed, window.maxBytes());
    }
  }

  /** Distance of the next block: where the skipped one says it ends, a header is enough, since the next may be as long. */
  private int found(long expected, int reach) {
    if (expected < 1 || expected > reach || expected + MIN_BYTES > window.limit - window.position) {
      return search(1, reach);
    }
    int sooner = search(1, (int) expected);
    int at = window.position + (int) expected;
    if (sooner == NOT_FOUND && isKnownType(field(at)) && (field(at + 4) & 0xFFFF_FFFFL) <= MAX_BLOCK_BYTES) {
      return (int) expected;
    }
    return sooner == NOT_FOUND ? search((int) expected, reach) : sooner;
  }

  /** Distance of the first sound block that begins within these distances from here. */
  private int search(int from, int to) {
    int end = Math.min(window.position + to, window.limit - MIN_BYTES + 1);
    for (int at = window.position + from; at < end; at++) {
      if (isSoundBlock(at)) {
        return at - window.position;
      }
    }
    return NOT_FOUND;
  }

  private void report(ProblemKind kind, int at, long first, long second) {
    reports.add(kind, number, window.streamOffset(at), first, second);
  }
}
