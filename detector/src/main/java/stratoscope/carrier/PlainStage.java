package stratoscope.carrier;

import io.netty.buffer.ByteBuf;

/** The innermost stream: no carrier, or none that is known. Hands everything over as it comes. */
final class PlainStage implements Stage {
  private final Way way;

  private PlainStage(Way way) {
    this.way = way;
  }

  static Stage of(Way way) {
    return new PlainStage(way);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    way.sink.onStream(way.from, in.readSlice(in.readableBytes()));
    return this;
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    way.sink.onStreamGap(way.from);
    return this;
  }
}
