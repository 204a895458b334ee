package stratoscope.packet;

/**
 * Readers of IEEE 802.11 data frames and of the radio headers that monitors put before them. Management, control, frames without data
 * and later fragments are no IP; frames with the protected bit are encrypted, whatever a monitor may have decrypted.
 */
final class Wlan {
  private static final int VERSION = 0x03;
  private static final int DATA = 2;
  private static final int NO_DATA = 0x40;
  private static final int QOS = 0x80;
  private static final int BOTH_DIRECTIONS = 0x03;
  private static final int PROTECTED = 0x40;
  private static final int ORDER = 0x80;
  private static final int AGGREGATE = 0x80;
  private static final int RADIOTAP_TSFT = 0x01;
  private static final int RADIOTAP_FLAGS = 0x02;
  private static final int RADIOTAP_PADDED = 0x20;
  private static final int RADIOTAP_MORE_WORDS = 0x8000_0000;
  private static final int AVS_MAGIC = 0x80211000;

  private Wlan() {}

  static Layer frame(Cursor c) {
    return frame(c, 0);
  }

  /** Version 0, padding, length, words of present bits, then the fields; little-endian, fields aligned to their size. */
  static Layer radiotap(Cursor c) {
    if (!c.has(8)) {
      return c.cutShort();
    }
    int headerLength = c.u16LittleEndian(2);
    if (c.u8(0) != 0 || headerLength < 8) {
      return Layer.MALFORMED;
    }
    if (!c.has(headerLength)) {
      return c.cutShort();
    }
    boolean isPadded = (radiotapFlags(c, headerLength) & RADIOTAP_PADDED) != 0;
    c.offset += headerLength;
    return frame(c, isPadded ? 3 : 0);
  }

  /** Message code, then the header's length, in the byte order of the capturing host. */
  static Layer prism(Cursor c) {
    if (!c.has(8)) {
      return c.cutShort();
    }
    if ((c.i32(0) & 0xfffff000) == AVS_MAGIC) {
      return Layer.AVS;
    }
    int length = c.u8(4) == 0 ? c.i32(4) : c.i32LittleEndian(4);
    return length < 8 ? Layer.MALFORMED : c.skipTo(length, Layer.WLAN);
  }

  static Layer avs(Cursor c) {
    if (!c.has(8)) {
      return c.cutShort();
    }
    return (c.i32(0) & 0xfffff000) == AVS_MAGIC && c.i32(4) >= 8 ? c.skipTo(c.i32(4), Layer.WLAN) : Layer.MALFORMED;
  }

  /** The flags field comes second, after the 8-byte timestamp if there is one. */
  private static int radiotapFlags(Cursor c, int headerLength) {
    int present = c.i32LittleEndian(4);
    int fields = 8;
    for (int word = present; word < 0 && fields + 4 <= headerLength; fields += 4) {
      word = c.i32LittleEndian(fields) & RADIOTAP_MORE_WORDS;
    }
    int flagsAt = (present & RADIOTAP_TSFT) == 0 ? fields : ((fields + 7) & ~7) + 8;
    return (present & RADIOTAP_FLAGS) != 0 && flagsAt < headerLength ? c.u8(flagsAt) : 0;
  }

  /**
   * The alignment mask is 3 if the card pads the header to a multiple of 4. Cisco's access points swap the first two bytes in CAPWAP;
   * the direction flags, one of which is set, then stand where the version must be 0.
   */
  private static Layer frame(Cursor c, int alignmentMask) {
    if (!c.has(2)) {
      return c.cutShort();
    }
    boolean isSwapped = (c.u8(0) & VERSION) != 0 && (c.u8(1) & 0x0f) == DATA << 2;
    int control = c.u8(isSwapped ? 1 : 0);
    int flags = c.u8(isSwapped ? 0 : 1);
    if ((control & VERSION) != 0 || ((control >>> 2) & 0x03) != DATA || (control & NO_DATA) != 0) {
      return Layer.NOT_IP;
    }
    if ((flags & PROTECTED) != 0) {
      return Layer.ENCRYPTED;
    }
    int length = (flags & BOTH_DIRECTIONS) == BOTH_DIRECTIONS ? 30 : 24;
    boolean hasQos = (control & QOS) != 0;
    int qosAt = length;
    if (hasQos) {
      length += (flags & ORDER) == 0 ? 2 : 6;
    }
    if (!c.has(length)) {
      return c.cutShort();
    }
    boolean isLaterFragment = !isSwapped && (c.u8(22) & 0x0f) != 0;
    if (isLaterFragment) {
      return Layer.NOT_IP;
    }
    boolean isAggregate = hasQos && (c.u8(qosAt) & AGGREGATE) != 0;
    int padded = (length + alignmentMask) & ~alignmentMask;
    return isAggregate ? c.skipTo(padded, Layer.WLAN_MEMBER) : c.skipTo(padded, Layer.LLC);
  }

  /** First member of an A-MSDU: two addresses and the length. */
  static Layer member(Cursor c) {
    if (!c.has(14)) {
      return c.cutShort();
    }
    int length = c.u16(12);
    c.offset += 14;
    c.narrow(length);
    return Layer.LLC;
  }
}
