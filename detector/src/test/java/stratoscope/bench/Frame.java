package stratoscope.bench;

import java.nio.ByteBuffer;

/** The packet being written, reused for each; and the bytes that ciphertext is made of. One thread. */
final class Frame {
  static final int MAX_BYTES = 4096;

  private final byte[] noise;
  final ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);

  /** @param noise random bytes; a payload takes a piece from anywhere in them */
  Frame(byte[] noise) {
    this.noise = noise;
  }

  /** Adds random bytes; which ones follows from the place alone. */
  void noise(long place, int length) {
    int from = (int) Long.remainderUnsigned(place * 0x9E37_79B9_7F4A_7C15L >>> 8, noise.length - length);
    bytes.put(noise, from, length);
  }
}
