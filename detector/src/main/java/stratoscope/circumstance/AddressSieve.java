package stratoscope.circumstance;

import java.util.Arrays;

/**
 * Says of nearly every address that it was never added, without an object and in one access to memory; of the others that it may have
 * been. One thread; forgets nothing but all at once.
 */
final class AddressSieve {
  /** Half a megabyte. */
  private static final int MANY_BITS = 22;
  /** One bit in so many is set where it is full, and as many strangers pass. */
  private static final int FULL_SHARE = 16;
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final int indexBits;
  private final long[] words;
  private int bitsSet;

  /** For some hundred thousand addresses. */
  AddressSieve() {
    this(MANY_BITS);
  }

  /** @param indexBits to tell addresses apart by; more than 5 */
  AddressSieve(int indexBits) {
    this.indexBits = indexBits;
    words = new long[(1 << indexBits) / Long.SIZE];
  }

  void add(long high, long low) {
    int bit = bitOf(high, low);
    bitsSet += (words[bit / Long.SIZE] >>> bit & 1) == 0 ? 1 : 0;
    words[bit / Long.SIZE] |= 1L << bit;
  }

  boolean mayHold(long high, long low) {
    int bit = bitOf(high, low);
    return (words[bit / Long.SIZE] & (1L << bit)) != 0;
  }

  boolean isEmpty() {
    return bitsSet == 0;
  }

  /** True if so many were added that too many others pass. */
  boolean isFull() {
    return bitsSet >= words.length * Long.SIZE / FULL_SHARE;
  }

  void clear() {
    Arrays.fill(words, 0);
    bitsSet = 0;
  }

  private int bitOf(long high, long low) {
    return (int) ((((low * ODD) ^ high) * ODD) >>> (Long.SIZE - indexBits));
  }
}
