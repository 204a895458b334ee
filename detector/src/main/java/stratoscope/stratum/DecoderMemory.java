package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import stratoscope.carrier.HeldBytes;
import stratoscope.flow.FlowCounts;

/** What the frame decoders of one thread share: a scratch buffer, and the count of bytes they hold of incomplete messages together. */
final class DecoderMemory extends HeldBytes {
  /** A usual segment; it grows to the largest one met. */
  private static final int SCRATCH_BYTES = 2048;

  private final ByteBuf scratch = Unpooled.buffer(SCRATCH_BYTES);

  DecoderMemory(StratumOptions options, FlowCounts counts) {
    super(options.maxHeldBytes(), counts);
  }

  /** A heap buffer that is overwritten at each delivery. */
  ByteBuf scratch() {
    return scratch;
  }
}
