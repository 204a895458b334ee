package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResultProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the carriers of all flows of one thread share: their bounds, a count of the bytes they hold back, working memory, and the channel
 * inside which Netty's decoders believe themselves. Nothing is ever sent through that channel.
 */
public final class CarrierMemory {
  private final CarrierOptions options;
  private long heldBytes;
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
  boolean recount(int beforeBytes, int nowBytes) {
    heldBytes += nowBytes - beforeBytes;
    return nowBytes <= beforeBytes || heldBytes <= options.maxHeldBytes();
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

  /** Decodes one whole message with a decoder made for it; null if it is malformed. */
  <T> @Nullable T decode(ChannelHandler decoder, ByteBuf message, Class<T> type) {
    EmbeddedChannel within = channel();
    within.pipeline().addLast(decoder);
    try {
      within.writeInbound(Unpooled.copiedBuffer(message));
      Object result = within.readInbound();
      boolean isGood = type.isInstance(result)
          && (!(result instanceof DecoderResultProvider checked) || checked.decoderResult().isSuccess());
      return isGood ? type.cast(result) : null;
    } catch (RuntimeException e) {
      return null; // what Netty's objects refuse to be made of
    } finally {
      within.pipeline().remove(decoder);
      within.releaseInbound();
    }
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
