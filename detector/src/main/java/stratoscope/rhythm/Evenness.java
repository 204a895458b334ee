package stratoscope.rhythm;

import io.netty.buffer.ByteBuf;

/**
 * How even the first bytes of a connection are: a cipher makes all of them alike frequent, a plain protocol does not, be it text, numbers
 * or records of fields. What is compressed looks like a cipher. One thread. Holds 32 small numbers.
 *
 * <p>The upper and the lower halves of bytes are counted, each among 16, so that a few hundred bytes are enough to tell.
 */
final class Evenness {
  private static final int VALUES = 16;
  private static final int HALF_BITS = 4;

  private final RhythmOptions.Cipher options;
  private final char[] upper = new char[VALUES];
  private final char[] lower = new char[VALUES];
  private int count;

  Evenness(RhythmOptions.Cipher options) {
    this.options = options;
  }

  /** Takes further bytes, as long as there are not enough. */
  void add(ByteBuf data) {
    int end = data.readerIndex() + Math.min(data.readableBytes(), options.bytes() - count);
    for (int at = data.readerIndex(); at < end; at++) {
      int value = data.getUnsignedByte(at);
      upper[value >> HALF_BITS]++;
      lower[value & (VALUES - 1)]++;
      count++;
    }
  }

  /** True once as many were seen as are looked at. */
  boolean isFull() {
    return count >= options.bytes();
  }

  /** True if enough were seen to say that they are no cipher's. */
  boolean isPlain() {
    return count >= options.least() && Math.max(unevenness(upper), unevenness(lower)) > options.unevenness();
  }

  /** Chi-square over the count: 0 where all values are alike frequent, 15 where there is but one. */
  private double unevenness(char[] counts) {
    double squares = 0;
    for (char of : counts) {
      squares += (double) of * of;
    }
    return VALUES * squares / ((double) count * count) - 1;
  }
}
