package stratoscope.circumstance;

/**
 * Says of nearly every address that it was never added, without an object and in one access to memory; of the others that it may have
 * been. One thread; forgets nothing.
 */
final class AddressSieve {
  private static final int INDEX_BITS = 19;
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private final long[] words = new long[(1 << INDEX_BITS) / Long.SIZE];
  private boolean isEmpty = true;

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

  private static int bitOf(long high, long low) {
    return (int) ((((low * ODD) ^ high) * ODD) >>> (Long.SIZE - INDEX_BITS));
  }
}
