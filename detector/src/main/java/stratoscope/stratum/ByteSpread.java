package stratoscope.stratum;

import io.netty.buffer.ByteBuf;

/** How the values of some bytes are spread, which tells keys and ciphertext from text and from records with fields. One thread. */
final class ByteSpread {
  private static final int VALUES = 256;
  /** Least share of the distinct values that random bytes have on average; of 32 bytes fewer have less once in 10^8. */
  private static final double MIN_DISTINCT = 0.75;
  /** How far the count of bytes above 0x7F may be from a half, in standard deviations. */
  private static final double MAX_DEVIATIONS = 5.5;

  /** One in 65,536 keys begins like this. */
  private static final int MIN_TEXT_BYTES = 16;

  private final long[] seen = new long[VALUES / Long.SIZE];
  private int bytes;
  private int high;

  void add(ByteBuf more) {
    for (int i = more.readerIndex(); i < more.writerIndex(); i++) {
      int value = more.getByte(i) & 0xFF;
      seen[value / Long.SIZE] |= 1L << value;
      high += value >> 7;
    }
    bytes += more.readableBytes();
  }

  /** True if random bytes could be like this; of a few bytes nothing can be said. */
  boolean isRandom() {
    double expected = VALUES * (1 - Math.pow((VALUES - 1.0) / VALUES, bytes));
    return distinct() >= MIN_DISTINCT * expected && Math.abs(high - bytes / 2.0) <= MAX_DEVIATIONS * Math.sqrt(bytes) / 2;
  }

  /** True for so many bytes without a high bit that no key is among them. */
  boolean isText() {
    return bytes >= MIN_TEXT_BYTES && high == 0;
  }

  private int distinct() {
    int distinct = 0;
    for (long values : seen) {
      distinct += Long.bitCount(values);
    }
    return distinct;
  }
}
