package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequest;
import io.netty.handler.codec.socksx.v5.Socks5CommandRequestDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequest;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthRequestDecoder;
import org.jspecify.annotations.Nullable;

/**
 * What a SOCKS5 client says before its stream begins (RFC 1928): greeting, name and password if any, request. What names somebody is
 * given to Netty's decoder when it is whole, so that the decoder never swallows what lies behind. Other methods of authentication are not
 * read.
 */
final class Socks5ClientStage implements Stage {
  private final Way way;
  private final int depth;
  private final Layer layer;
  private boolean isGreeted;
  private @Nullable String user;

  Socks5ClientStage(Way way, int depth, boolean isGreeted) {
    this.way = way;
    this.depth = depth;
    this.isGreeted = isGreeted;
    layer = way.layers.at(depth);
    layer.recognise(Carrier.SOCKS5);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    Stage next = this;
    int unread = -1;
    while (next == this && in.isReadable() && in.readableBytes() != unread) {
      unread = in.readableBytes();
      next = isGreeted ? onMessage(in) : onGreeting(in);
    }
    return next;
  }

  private Stage onGreeting(ByteBuf in) {
    int length = Socks5Lengths.ofGreeting(in);
    if (length > in.readableBytes()) {
      return this;
    }
    isGreeted = true;
    in.skipBytes(length);
    return this;
  }

  private Stage onMessage(ByteBuf in) {
    return switch (in.getByte(in.readerIndex())) {
      case Socks5Lengths.AUTH_VERSION -> onAuth(in);
      case Socks5Lengths.VERSION -> onRequest(in);
      default -> PlainStage.of(way);
    };
  }

  private Stage onAuth(ByteBuf in) {
    int length = Socks5Lengths.ofAuth(in);
    if (length > in.readableBytes()) {
      return this;
    }
    Socks5PasswordAuthRequest auth =
        way.memory.decode(new Socks5PasswordAuthRequestDecoder(), in.readSlice(length), Socks5PasswordAuthRequest.class);
    if (auth == null) {
      return PlainStage.of(way);
    }
    user = auth.username();
    return this;
  }

  private Stage onRequest(ByteBuf in) {
    int length = Socks5Lengths.ofRequest(in);
    if (length > in.readableBytes()) {
      return this;
    }
    Socks5CommandRequest request = length == Socks5Lengths.NONE ? null
        : way.memory.decode(new Socks5CommandRequestDecoder(), in.readSlice(length), Socks5CommandRequest.class);
    if (request == null) {
      return PlainStage.of(way);
    }
    layer.open(new Offer(way.from, Carrier.SOCKS5, request.dstAddr(), request.dstPort(), user));
    return new DetectStage(way, depth + 1);
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    way.sink.onStreamGap(way.from);
    return new UnsureStage(way, depth, false);
  }
}
