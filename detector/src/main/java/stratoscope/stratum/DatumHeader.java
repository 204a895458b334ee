package stratoscope.stratum;

/**
 * The header in front of each DATUM command, 32 bits little-endian under a key that changes with each: length (22 bits), reserved (2),
 * signed, sealed for a public key, sealed for the channel, command (5).
 *
 * @param length of the body
 * @param isSealed for a public key, before both sides share keys
 * @param isOfChannel sealed with the keys of the session
 */
record DatumHeader(int length, boolean isReserved, boolean isSigned, boolean isSealed, boolean isOfChannel, int command) {
  static final int BYTES = 4;
  /** The gateway greets the pool. */
  static final int HELLO = 1;
  /** The pool answers that. */
  static final int HELLO_ANSWER = 2;
  /** Everything that is about mining. */
  static final int MINING = 5;
  /** The pool's text for the gateway's log. */
  static final int TEXT = 7;
  /** The key that every gateway's first header is under. */
  static final int FIRST_KEY = 0xDC871829;

  private static final int LENGTH_BITS = 22;

  static DatumHeader of(int header, int key) {
    int word = header ^ key;
    return new DatumHeader(word & ((1 << LENGTH_BITS) - 1), (word >>> LENGTH_BITS & 3) != 0, (word >>> 24 & 1) != 0, (word >>> 25 & 1) != 0,
        (word >>> 26 & 1) != 0, word >>> 27);
  }

  /** The header as it is under the key 0. */
  int word() {
    return length | (isReserved ? 3 : 0) << LENGTH_BITS | (isSigned ? 1 : 0) << 24 | (isSealed ? 1 : 0) << 25 | (isOfChannel ? 1 : 0) << 26
        | command << 27;
  }

  boolean isHello() {
    return command == HELLO && isSigned && isSealed && !isOfChannel && !isReserved;
  }

  /** True for what the pool says once it knows the gateway: sealed in one of the two ways. */
  boolean isOfPool() {
    boolean isKnown = command == HELLO || command == HELLO_ANSWER || command == MINING || command == TEXT;
    return isKnown && isSealed != isOfChannel && !isReserved;
  }

  /** True for what the gateway says from its second message on. */
  boolean isOfGateway() {
    return command == MINING && isOfChannel && !isSealed && !isSigned && !isReserved;
  }
}
