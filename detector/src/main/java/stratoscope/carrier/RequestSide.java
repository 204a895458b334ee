package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads requests, and notes what they ask for. */
final class RequestSide extends HttpRequestDecoder implements HttpSide {
  private final Way way;
  private final int depth;
  private final Layer layer;
  private @Nullable Offer offer;

  RequestSide(Way way, int depth) {
    super(HttpSide.config(way.memory.options()));
    this.way = way;
    this.depth = depth;
    layer = way.layers.at(depth);
  }

  @Override
  public void read(ByteBuf in, List<Object> out) {
    try {
      decode(null, in, out); // never asks its context
    } catch (Exception e) {
      throw new DecoderException(e);
    }
  }

  /** A request without a length has no body. */
  @Override
  public boolean isEndless(HttpMessage message) {
    return false;
  }

  @Override
  public void onHead(HttpHead head) {
    offer = HttpHeads.offerOf(head, way.from);
    if (offer != null && offer.carrier == Carrier.HTTP_CONNECT && offer.host != null) {
      way.sink.onAsked(way.from, offer.carrier, offer.host, offer.port);
    }
    layer.onRequest(new Layer.Request(head.method(), offer));
  }

  @Override
  public @Nullable Stage after(HttpHead head) {
    return offer == null ? null : new AnswerStage(way, depth, offer);
  }

  @Override
  public void close() {
    try {
      handlerRemoved0(null);
    } catch (Exception e) {
      throw new DecoderException(e);
    }
  }
}
