package stratoscope.carrier;

import io.netty.buffer.ByteBuf;

/** Drops the rest of a direction: what a proxy refused, what can't be decoded, or an HTTP/2 connection whose header table is lost. */
final class SkipStage implements Stage {
  @Override
  public Stage onBytes(ByteBuf in) {
    in.skipBytes(in.readableBytes());
    return this;
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    return this;
  }
}
