package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * The client's direction behind a CONNECT or an upgrade: what follows depends on the answer. A client waits for it before it goes on, so it
 * is known by then, unless the other direction is not seen: then what follows is judged by itself.
 */
final class AnswerStage implements Stage {
  private static final String CONNECT = "CONNECT ";

  private final Way way;
  private final int depth;
  private final Layer layer;
  private final Offer offer;

  AnswerStage(Way way, int depth, Offer offer) {
    this.way = way;
    this.depth = depth;
    this.offer = offer;
    layer = way.layers.at(depth);
  }

  @Override
  public Stage onBytes(ByteBuf in) {
    if (offer.isGranted()) {
      return granted(false);
    }
    return offer.isRefused() ? new HttpStage(way, depth, true) : guess(in);
  }

  /** Behind an upgrade any request means that it was refused; through a tunnel they go, save a CONNECT to the same place once more. */
  private Stage guess(ByteBuf in) {
    Start text = Start.ofText(in);
    if (text == Start.MORE) {
      return this;
    }
    if (text != Start.HTTP_REQUEST) {
      return granted(false);
    }
    return offer.carrier == Carrier.WEBSOCKET ? new HttpStage(way, depth, true) : guessOfRequest(in);
  }

  private Stage guessOfRequest(ByteBuf in) {
    int start = in.readerIndex();
    int compared = Math.min(CONNECT.length(), in.readableBytes()); // other methods are shorter
    if (!in.toString(start, compared, StandardCharsets.ISO_8859_1).equals(CONNECT)) {
      return granted(false);
    }
    int target = start + CONNECT.length();
    int length = in.bytesBefore(target, in.writerIndex() - target, (byte) ' ');
    if (length < 0) {
      return in.readableBytes() > way.memory.options().maxHeadBytes() ? granted(false) : this;
    }
    Offer next = Offer.to(way.from, offer.carrier, Authority.of(in.toString(target, length, StandardCharsets.ISO_8859_1)), null);
    boolean isSame = next.port == offer.port && next.host != null && next.host.equals(offer.host);
    return isSame ? new HttpStage(way, depth, true) : granted(false);
  }

  private Stage granted(boolean isBehindGap) {
    layer.open(offer);
    if (offer.carrier == Carrier.WEBSOCKET) {
      return new WebSocketStage(way, depth, isBehindGap);
    }
    return isBehindGap ? new UnsureStage(way, depth + 1, false) : new DetectStage(way, depth + 1);
  }

  @Override
  public Stage onGap(ByteBuf unread) {
    if (!offer.isGranted()) {
      layer.onGap();
      return new UnsureStage(way, depth, true);
    }
    if (offer.carrier != Carrier.WEBSOCKET) {
      way.sink.onStreamGap(way.from);
    }
    return granted(true);
  }
}
