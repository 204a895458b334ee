package stratoscope.circumstance;

/**
 * Says of nearly every address that it was never added, without an object and in one access to memory; of the others that it may have
 * been. One thread; forgets nothing.
 */
final class AddressSieve {
  private static final int FEW_BITS = 19;
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final int indexBits;
  private final long[] words;
  private boolean isEmpty = true;

  /** For some ten thousand addresses. */
  AddressSieve() {
    this(FEW_BITS);
  }

  /** @param indexBits to tell addresses apart by; more than 5 */
  AddressSieve(int indexBits) {
    this.indexBits = indexBits;
    words = new long[(1 << indexBits) / Long.SIZE];
  }

  void add(long high, long low) {
    isEmpty = false;
    int bit = bitOf(high, low);
    words[bit / Long.SIZE] |= 1L << bit;
  }

  boolean mayHold(long high, long low) {
    int bit = bitOf(high, low);
    return (words[bit / Long.SIZE] & (1L << bit)) != 0;
  }

  boolean isEmpty() {
    return isEmpty;
  }

  private int bitOf(long high, long low) {
    return (int) ((((low * ODD) ^ high) * ODD) >>> (Long.SIZE - indexBits));
  }
}
