package stratoscope.flow;

import java.nio.ByteBuffer;

/** The look at Stratum V2 in clear: messages that fill their segment exactly. Stateless; allocates nothing. */
final class StratumV2Screen {
  private static final int HEAD_BYTES = 6;
  private static final int SETUP_CONNECTION = 0x00;
  /** Of SetupConnection, up to the highest version: protocol, lowest version, highest version. */
  private static final int SETUP_BYTES = 5;
  private static final int HIGHEST_PROTOCOL = 2;
  private static final int VERSION = 2;
  /** In one segment; more are not looked at. */
  private static final int MAX_MESSAGES = 64;

  private StratumV2Screen() {}

  /**
   * True if nothing else but messages is here: {@code extension:16 type:8 length:24}, little-endian, and as many bytes.
   *
   * @param length of the payload on the wire
   */
  static boolean fills(ByteBuffer data, int from, int end, int length) {
    int at = from;
    for (int messages = 0; messages < MAX_MESSAGES && at + HEAD_BYTES <= end; messages++) {
      short extension = data.getShort(at); // 0, or 0x8000 for what belongs to a channel
      if ((extension != 0 && extension != 0x0080) || !isType(data, at, end)) {
        return false;
      }
      at += HEAD_BYTES + (Integer.reverseBytes(data.getInt(at + 2)) >>> 8);
      if (at - from >= length) {
        return at - from == length;
      }
    }
    return false;
  }

  private static boolean isType(ByteBuffer data, int at, int end) {
    int type = data.get(at + 2) & 0xFF;
    if (type == SETUP_CONNECTION) {
      return at + HEAD_BYTES + SETUP_BYTES <= end
          && data.get(at + HEAD_BYTES) >= 0 && data.get(at + HEAD_BYTES) <= HIGHEST_PROTOCOL
          && Short.reverseBytes(data.getShort(at + HEAD_BYTES + 3)) == VERSION;
    }
    return type <= 0x04 || (type >= 0x10 && type <= 0x25) || (type >= 0x50 && type <= 0x60) || (type >= 0x70 && type <= 0x76);
  }
}
