package stratoscope.stratum;

/**
 * How the keys of DATUM's headers follow from each other: a step that mixes 32 bits and loses none, so that it can be undone. Stateless.
 *
 * <p>The hello holds, sealed, a number that the gateway chose. The gateway's next key is the step from that number, the pool's first is the
 * step from its complement, and each further key is the step from the one before. Whoever knows one key so knows all of both sides.
 */
final class DatumKey {
  private static final int SEED = 0xB10CFEED;
  private static final int BEFORE_TURN = 0xCC9E2D51;
  private static final int BEHIND_TURN = 0x1B873593;
  private static final int ADDEND = 0xE6546B64;
  private static final int FIRST_MIX = 0x85EBCA6B;
  private static final int SECOND_MIX = 0xC2B2AE35;
  private static final int KEY_BYTES = 4;

  private DatumKey() {}

  static int after(int key) {
    int word = SEED ^ Integer.rotateLeft(key * BEFORE_TURN, 15) * BEHIND_TURN;
    word = (Integer.rotateLeft(word, 13) * 5 + ADDEND) ^ KEY_BYTES;
    word = (word ^ word >>> 16) * FIRST_MIX;
    word = (word ^ word >>> 13) * SECOND_MIX;
    return word ^ word >>> 16;
  }

  static int before(int key) {
    int word = (key ^ key >>> 16) * inverse(SECOND_MIX);
    word = (word ^ word >>> 13 ^ word >>> 26) * inverse(FIRST_MIX);
    word = (word ^ word >>> 16) ^ KEY_BYTES;
    word = Integer.rotateRight((word - ADDEND) * inverse(5), 13) ^ SEED;
    return Integer.rotateRight(word * inverse(BEHIND_TURN), 15) * inverse(BEFORE_TURN);
  }

  /** The gateway's first key behind its hello, from the pool's first. */
  static int ofGateway(int poolKey) {
    return after(~before(poolKey));
  }

  /** What an odd number must be multiplied with to give 1: each round doubles the bits that are right, beginning with 3. */
  private static int inverse(int odd) {
    int inverse = odd;
    for (int bits = 3; bits < Integer.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }
}
