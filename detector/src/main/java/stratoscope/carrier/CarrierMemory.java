package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.FlowCounts;

/**
 * What the carriers of all flows of one thread share: their bounds, a count of the bytes they hold back, working memory, and the channel
 * inside which Netty's decoders believe themselves. Nothing is ever sent through that channel.
 */
public final class CarrierMemory extends HeldBytes {
  private final CarrierOptions options;
  private byte @Nullable [] scratch;
  private @Nullable ByteBuffer direct;
  private @Nullable EmbeddedChannel channel;

  /** @param counts of the thread's flow table */
  public CarrierMemory(CarrierOptions options, FlowCounts counts) {
    super(options.maxHeldBytes(), counts);
    this.options = options;
  }

  CarrierOptions options() {
    return options;
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

  /**
   * What is readable, where the packets lie, or a copy of its first part, twice the longest head, until the next call. Packets lie in
   * direct memory: methods that are compiled for them alone are faster, and sooner compiled, than if they read arrays as well.
   */
  ByteBuffer direct(ByteBuf in) {
    if (in.isDirect()) {
      return in.nioBuffer();
    }
    ByteBuffer copy = direct;
    if (copy == null) {
      copy = ByteBuffer.allocateDirect(2 * options.maxHeadBytes());
      direct = copy;
    }
    copy.clear().limit(Math.min(copy.capacity(), in.readableBytes()));
    in.getBytes(in.readerIndex(), copy);
    return copy.flip();
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
