package stratoscope.flow;

import java.nio.ByteBuffer;

/** The look at P2Pool, met midstream: the front of a block that a node passes on. Stateless; allocates nothing. */
final class P2poolScreen {
  /** {@code type:8 length:32} little-endian, versions, and the five bytes of a time in seconds: seven bits each, lowest first. */
  private static final int FRONT_BYTES = 12;
  private static final int MAX_BLOCK_BYTES = 128 * 1024;
  /** Monero's versions of blocks since P2Pool began, with room for some to come. */
  private static final int MIN_VERSION = 14;
  private static final int MAX_VERSION = 31;
  /** The highest digit of the time: from 1986 to 2106. */
  private static final int MIN_TIME_DIGIT = 2;
  private static final int MAX_TIME_DIGIT = 15;

  private P2poolScreen() {}

  /** Told only of payloads whose first byte is a block's type. */
  static boolean isBlock(ByteBuffer data, int from, int end) {
    if (end - from < FRONT_BYTES) {
      return false;
    }
    int length = Integer.reverseBytes(data.getInt(from + 1));
    byte major = data.get(from + 5);
    byte minor = data.get(from + 6);
    return length > FRONT_BYTES && length < MAX_BLOCK_BYTES
        && major >= MIN_VERSION && major <= MAX_VERSION && minor >= major
        && (data.getInt(from + 7) & 0x8080_8080) == 0x8080_8080
        && data.get(from + 11) >= MIN_TIME_DIGIT && data.get(from + 11) <= MAX_TIME_DIGIT;
  }
}
