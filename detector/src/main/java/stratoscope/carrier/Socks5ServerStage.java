package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponseDecoder;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;

/** What a SOCKS5 proxy answers before the stream begins: the method, the outcome of authentication if any, the reply. */
final class Socks5ServerStage implements Stage {
  /** Method, and outcome of authentication. */
  private static final int SHORT_BYTES = 2;

  private final Way way;
  private final int depth;
  private final Layer layer;
  private boolean isChosen;

  Socks5ServerStage(Way way, int depth, boolean isChosen) {
    this.way = way;
    this.depth = depth;
    this.isChosen = isChosen;
    layer = way.layers.at(depth);
    layer.recognise(Carrier.SOCKS5);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    Stage next = this;
    while (next == this && in.readableBytes() >= SHORT_BYTES) {
      int unread = in.readableBytes();
      next = isChosen ? onMessage(in) : onChoice(in);
      if (in.readableBytes() == unread) {
        break;
      }
    }
    return next;
  }

  private Stage onChoice(ByteBuf in) {
    isChosen = true;
    Socks5InitialResponse choice =
        way.memory.decode(new Socks5InitialResponseDecoder(), in.readSlice(SHORT_BYTES), Socks5InitialResponse.class);
    boolean isKnown = choice != null
        && (choice.authMethod().equals(Socks5AuthMethod.NO_AUTH) || choice.authMethod().equals(Socks5AuthMethod.PASSWORD));
    return isKnown ? this : new SkipStage();
  }

  private Stage onMessage(ByteBuf in) {
    return switch (in.getByte(in.readerIndex())) {
      case Socks5Lengths.AUTH_VERSION -> onAuth(in);
      case Socks5Lengths.VERSION -> onReply(in);
      default -> PlainStage.of(way);
    };
  }

  private Stage onAuth(ByteBuf in) {
    Socks5PasswordAuthResponse outcome =
        way.memory.decode(new Socks5PasswordAuthResponseDecoder(), in.readSlice(SHORT_BYTES), Socks5PasswordAuthResponse.class);
    return outcome != null && outcome.status().equals(Socks5PasswordAuthStatus.SUCCESS) ? this : new SkipStage();
  }

  private Stage onReply(ByteBuf in) {
    int length = Socks5Lengths.ofRequest(in);
    if (length > in.readableBytes()) {
      return this;
    }
    Socks5CommandResponse reply = length == Socks5Lengths.NONE ? null
        : way.memory.decode(new Socks5CommandResponseDecoder(), in.readSlice(length), Socks5CommandResponse.class);
    if (reply == null) {
      return PlainStage.of(way);
    }
    if (!reply.status().equals(Socks5CommandStatus.SUCCESS)) {
      return new SkipStage();
    }
    layer.open(Offer.unseen(way.from.opposite(), Carrier.SOCKS5));
    return new DetectStage(way, depth + 1);
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    way.sink.onStreamGap(way.from);
    return new UnsureStage(way, depth, false);
  }
}
