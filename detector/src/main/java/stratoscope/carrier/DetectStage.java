package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import stratoscope.flow.Direction;

/** Waits for the first bytes of a stream whose start is known, and says for good what it is. Holds two dozen bytes at most. */
final class DetectStage implements Stage {
  private final Way way;
  private final int depth;

  /** @param depth how many carriers are around this stream */
  DetectStage(Way way, int depth) {
    this.way = way;
    this.depth = depth;
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    if (depth >= way.memory.options().maxLayers()) {
      return PlainStage.of(way);
    }
    Start start = Start.of(in, way.from == Direction.FROM_ORIGINATOR, way.layers.carrierAt(depth));
    return start == Start.MORE ? this : stageOf(start, in, way, depth);
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    if (unread.isReadable()) {
      way.sink.onStream(way.from, unread);
    }
    way.sink.onStreamGap(way.from);
    return new UnsureStage(way, depth, false);
  }

  static Stage stageOf(Start start, ByteBuf in, Way way, int depth) {
    return switch (start) {
      case HTTP_REQUEST -> new HttpStage(way, depth, true);
      case HTTP_RESPONSE -> new HttpStage(way, depth, false);
      case HTTP2_PREFACE -> new Http2Stage(way, depth, true);
      case HTTP2_SETTINGS -> new Http2Stage(way, depth, false);
      case SOCKS5_GREETING -> new Socks5ClientStage(way, depth, false);
      case SOCKS5_CHOICE -> new Socks5ServerStage(way, depth, false);
      case SOCKS4_REQUEST -> new Socks4Stage(way, depth, true);
      case SOCKS4_REPLY -> new Socks4Stage(way, depth, false);
      case TLS -> new TlsStage(way, depth);
      case OTHER, MORE -> PlainStage.of(way);
    };
  }
}
