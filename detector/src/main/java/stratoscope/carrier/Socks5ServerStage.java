package stratoscope.carrier;

import io.netty.buffer.ByteBuf;

/** What a SOCKS5 proxy answers before the stream begins: the method, the outcome of authentication if any, the reply. */
final class Socks5ServerStage implements Stage {
  /** Method, and outcome of authentication. */
  private static final int SHORT_BYTES = 2;
  private static final int NO_AUTHENTICATION = 0;
  private static final int PASSWORD = 2;
  private static final int SUCCESS = 0;

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
    int method = in.readSlice(SHORT_BYTES).getByte(1);
    return method == NO_AUTHENTICATION || method == PASSWORD ? this : new SkipStage();
  }

  private Stage onMessage(ByteBuf in) {
    return switch (in.getByte(in.readerIndex())) {
      case Socks5Lengths.AUTH_VERSION -> onAuth(in);
      case Socks5Lengths.VERSION -> onReply(in);
      default -> PlainStage.of(way);
    };
  }

  private Stage onAuth(ByteBuf in) {
    return in.readSlice(SHORT_BYTES).getByte(1) == SUCCESS ? this : new SkipStage();
  }

  private Stage onReply(ByteBuf in) {
    int length = Socks5Lengths.ofRequest(in);
    if (length > in.readableBytes()) {
      return this;
    }
    if (length == Socks5Lengths.NONE) {
      return PlainStage.of(way);
    }
    if (in.readSlice(length).getByte(1) != SUCCESS) {
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
