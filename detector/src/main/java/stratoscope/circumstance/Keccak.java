package stratoscope.circumstance;

import java.util.HexFormat;

/**
 * Keccak-256 as it was before it became SHA3-256, which differs in one byte of padding: the JDK has only the latter. Source: G. Bertoni et
 * al., The Keccak reference, version 3.0, 2011.
 */
final class Keccak {
  /** Behind the text, before zeros and a last bit. */
  static final int PADDING = 0x01;

  private static final int RATE_BYTES = 136;
  private static final int DIGEST_BYTES = 32;
  private static final int ROUNDS = 24;
  private static final int LANES = 25;
  private static final int WIDTH = 5;

  private Keccak() {}

  /** The digest of a text in 64 small hex digits; one byte a character. */
  static String hexOf(byte[] text) {
    return HexFormat.of().formatHex(digest(text, PADDING));
  }

  static byte[] digest(byte[] text, int padding) {
    long[] state = new long[LANES];
    byte[] block = new byte[RATE_BYTES];
    int from = 0;
    for (; from + RATE_BYTES <= text.length; from += RATE_BYTES) {
      System.arraycopy(text, from, block, 0, RATE_BYTES);
      absorb(state, block);
    }
    byte[] last = new byte[RATE_BYTES];
    System.arraycopy(text, from, last, 0, text.length - from);
    last[text.length - from] = (byte) padding;
    last[RATE_BYTES - 1] |= (byte) 0x80;
    absorb(state, last);
    byte[] digest = new byte[DIGEST_BYTES];
    for (int i = 0; i < DIGEST_BYTES; i++) {
      digest[i] = (byte) (state[i / Long.BYTES] >>> (Byte.SIZE * (i % Long.BYTES)));
    }
    return digest;
  }

  private static void absorb(long[] state, byte[] block) {
    for (int i = 0; i < RATE_BYTES; i++) {
      state[i / Long.BYTES] ^= (block[i] & 0xFFL) << (Byte.SIZE * (i % Long.BYTES));
    }
    int shiftRegister = 1;
    for (int round = 0; round < ROUNDS; round++) {
      mixColumns(state);
      turnAndMove(state);
      mixRows(state);
      for (int j = 0; j < 7; j++) { // iota: the round's constant has bits at 2^j - 1 only
        shiftRegister = ((shiftRegister << 1) ^ ((shiftRegister >> 7) * 0x71)) & 0xFF;
        state[0] ^= (long) (shiftRegister >> 1 & 1) << ((1 << j) - 1);
      }
    }
  }

  /** Theta: each bit takes the parity of two columns beside it. */
  private static void mixColumns(long[] state) {
    long[] parity = new long[WIDTH];
    for (int i = 0; i < LANES; i++) {
      parity[i % WIDTH] ^= state[i];
    }
    for (int i = 0; i < LANES; i++) {
      state[i] ^= parity[(i + 4) % WIDTH] ^ Long.rotateLeft(parity[(i + 1) % WIDTH], 1);
    }
  }

  /** Rho and pi: each lane is turned by a distance of its own and takes another's place. */
  private static void turnAndMove(long[] state) {
    int x = 1;
    int y = 0;
    long moving = state[x];
    for (int t = 0; t < ROUNDS; t++) {
      int newY = (2 * x + 3 * y) % WIDTH;
      x = y;
      y = newY;
      long replaced = state[x + WIDTH * y];
      state[x + WIDTH * y] = Long.rotateLeft(moving, (t + 1) * (t + 2) / 2);
      moving = replaced;
    }
  }

  /** Chi: the one step that is not linear. */
  private static void mixRows(long[] state) {
    long[] row = new long[WIDTH];
    for (int y = 0; y < LANES; y += WIDTH) {
      System.arraycopy(state, y, row, 0, WIDTH);
      for (int x = 0; x < WIDTH; x++) {
        state[y + x] = row[x] ^ (~row[(x + 1) % WIDTH] & row[(x + 2) % WIDTH]);
      }
    }
  }
}
