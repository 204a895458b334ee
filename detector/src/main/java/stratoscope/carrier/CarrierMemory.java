package stratoscope.carrier;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.jspecify.annotations.Nullable;

/**
 * What the carriers of all flows of one thread share: their bounds, a count of the bytes they hold back, working memory, and the channel
 * inside which Netty's decoders believe themselves. Nothing is ever sent through that channel.
 */
public final class CarrierMemory {
  private final CarrierOptions options;
  private long heldBytes;
  private long givenUp;
  private byte @Nullable [] scratch;
  private @Nullable EmbeddedChannel channel;

  public CarrierMemory(CarrierOptions options) {
    this.options = options;
  }

  CarrierOptions options() {
    return options;
  }

  /** Bytes held back in all flows. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Counts what one direction holds; false if that is too much, whereupon it must let go. */
  public boolean recount(int beforeBytes, int nowBytes) {
    heldBytes += nowBytes - beforeBytes;
    boolean isTooMuch = nowBytes > beforeBytes && heldBytes > options.maxHeldBytes();
    givenUp += isTooMuch ? 1 : 0;
    return !isTooMuch;
  }

  /** How often something held back was given up, since all flows together held too much. */
  public long givenUp() {
    return givenUp;
  }

  /** Room for one decompressed message and a byte more, which shows that there is too much. */
  byte[] scratch() {
    byte[] bytes = scratch;
    if (bytes == null) {
      bytes = new byte[options.maxInflatedBytes() + 1];
      scratch = bytes;
    }
    return bytes;
  }

  /** For decoders that ask their context for buffers. */
  ChannelHandlerContext context() {
    return channel().pipeline().firstContext();
  }

  private EmbeddedChannel channel() {
    EmbeddedChannel made = channel;
    if (made == null) {
      made = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
      made.config().setAllocator(new UnpooledByteBufAllocator(false));
      channel = made;
    }
    return made;
  }
}
