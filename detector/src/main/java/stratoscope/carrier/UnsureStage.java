package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import stratoscope.flow.Direction;

/**
 * A direction met midstream, or behind a gap: each delivery is asked if it begins as a carrier's message does, since messages mostly begin
 * where segments do. A carrier's front in a segment of its own byte by byte is not found.
 *
 * <p>What is not recognised is the innermost stream's. Only if HTTP is known to travel here it is dropped, unless it begins as JSON does:
 * then it is a body whose head was lost, or the bare line that some servers send.
 */
final class UnsureStage implements Stage {
  private final Way way;
  private final int depth;
  private final boolean isHttp;
  private boolean isJson;

  UnsureStage(Way way, int depth, boolean isHttp) {
    this.way = way;
    this.depth = depth;
    this.isHttp = isHttp;
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    if (depth >= way.memory.options().maxLayers()) {
      return PlainStage.of(way);
    }
    Stage known = Start.mayBeginWith(in.getByte(in.readerIndex())) ? recognise(in) : this;
    if (known == this) {
      pass(in.readSlice(in.readableBytes()));
    }
    return known;
  }

  private Stage recognise(ByteBuf in) {
    Start text = Start.ofText(in);
    if (text != Start.OTHER && text != Start.MORE) {
      return DetectStage.stageOf(text, in, way, depth);
    }
    if (FrameHead.beginsText(in, way.memory)) {
      return new WebSocketStage(way, depth);
    }
    return isHttp ? this : ofSocks(in);
  }

  private Stage ofSocks(ByteBuf in) {
    int bytes = in.readableBytes();
    Carrier known = way.layers.carrierAt(depth);
    boolean isServer = way.from == Direction.FROM_RESPONDER;
    if (Socks5Lengths.ofGreeting(in) == bytes && Start.of(in, true, known) == Start.SOCKS5_GREETING && known != Carrier.SOCKS5) {
      return new Socks5ClientStage(way, depth, false);
    }
    if (known == Carrier.SOCKS5 && isServer && Start.of(in, false, known) == Start.SOCKS5_CHOICE) {
      return new Socks5ServerStage(way, depth, bytes != 2);
    }
    if (Socks5Lengths.isConnect(in) && Socks5Lengths.ofRequest(in) <= bytes) {
      return new Socks5ClientStage(way, depth, true);
    }
    Start socks4 = Start.of(in, !isServer, known);
    boolean isWhole = socks4 == Start.SOCKS4_REQUEST && Socks4Stage.lengthOfRequest(in) > 0;
    boolean isReply = socks4 == Start.SOCKS4_REPLY && known == Carrier.SOCKS4 && bytes >= Socks4Stage.REPLY_BYTES;
    return isWhole || isReply ? new Socks4Stage(way, depth, isWhole) : this;
  }

  private void pass(ByteBuf delivery) {
    if (isHttp && !isJson && delivery.getByte(delivery.readerIndex()) == '{') {
      isJson = true;
      way.sink.onStreamGap(way.from);
    }
    if (isJson || !isHttp) {
      way.sink.onStream(way.from, delivery);
    }
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    if (isJson || !isHttp) {
      way.sink.onStreamGap(way.from);
    }
    isJson = false;
    return this;
  }
}
