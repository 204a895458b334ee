package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What the frame decoders of one thread share: a scratch buffer, and the count of bytes they hold of incomplete messages together. */
final class DecoderMemory {
  /** A usual segment; it grows to the largest one met. */
  private static final int SCRATCH_BYTES = 2048;

  private final ByteBuf scratch = Unpooled.buffer(SCRATCH_BYTES);
  private final long maxHeldBytes;
  private long heldBytes;
  private long givenUp;

  DecoderMemory(StratumOptions options) {
    maxHeldBytes = options.maxHeldBytes();
  }

  /** A heap buffer that is overwritten at each delivery. */
  ByteBuf scratch() {
    return scratch;
  }

  /** Counts a decoder's buffer anew after it changed; false if all together now hold more than they may. */
  boolean recount(int bytesBefore, int bytesNow) {
    heldBytes += bytesNow - bytesBefore;
    boolean isTooMuch = heldBytes > maxHeldBytes;
    givenUp += isTooMuch && bytesNow > 0 ? 1 : 0;
    return !isTooMuch;
  }

  /** How often a decoder gave up what it held. */
  long givenUp() {
    return givenUp;
  }

  long heldBytes() {
    return heldBytes;
  }
}
