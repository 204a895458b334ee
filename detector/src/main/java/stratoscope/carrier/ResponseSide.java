package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads responses, each in the light of the request it answers: what follows HEAD and CONNECT is no body. */
final class ResponseSide extends HttpResponseDecoder implements HttpSide {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int INTERIM = 1;
  private static final int SUCCESSFUL = 2;

  private final Way way;
  private final int depth;
  private final Layer layer;
  /** What the response at hand answers; null if that was not seen, or if the answer proper is still to come. */
  private Layer.@Nullable Request request;
  private boolean isTunnel;

  ResponseSide(Way way, int depth) {
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

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    HttpResponse response = (HttpResponse) message;
    int status = response.status().code();
    boolean isInterim = status / 100 == INTERIM && status != SWITCHING_PROTOCOLS;
    Layer.Request answered = isInterim ? null : layer.onResponse();
    request = answered;
    isTunnel = status / 100 == SUCCESSFUL && (answered == null ? isEstablished(response) : answered.isConnect());
    boolean isHead = answered != null && answered.method().equals("HEAD");
    return isTunnel || isHead || status / 100 == INTERIM || super.isContentAlwaysEmpty(message);
  }

  /** True if it looks like the answer to a CONNECT: {@code HTTP/1.1 200 Connection established}, or a start line and nothing else. */
  private boolean isEstablished(HttpResponse response) {
    boolean isSaid = response.status().reasonPhrase().toLowerCase(Locale.ROOT).contains("established");
    return isEndless(response) && (isSaid || response.headers().isEmpty());
  }

  @Override
  public boolean isEndless(HttpMessage message) {
    return !HttpUtil.isTransferEncodingChunked(message) && !HttpUtil.isContentLengthSet(message);
  }

  @Override
  public void onHead(HttpHead head) {}

  @Override
  public @Nullable Stage after(HttpHead head) {
    Offer offer = request == null ? null : request.offer();
    if (isTunnel) {
      layer.open(offer == null ? Offer.unseen(way.from.opposite(), Carrier.HTTP_CONNECT) : offer);
      return new DetectStage(way, depth + 1);
    }
    if (head.status() == SWITCHING_PROTOCOLS) {
      return afterSwitch(head, offer);
    }
    if (offer != null && head.status() / 100 != INTERIM) {
      offer.refuse();
    }
    return null;
  }

  private Stage afterSwitch(HttpHead head, @Nullable Offer offer) {
    if ((offer != null && offer.carrier == Carrier.WEBSOCKET) || HttpHeads.isWebSocket(head)) {
      layer.open(offer == null ? Offer.unseen(way.from.opposite(), Carrier.WEBSOCKET) : offer);
      return new WebSocketStage(way, depth);
    }
    return new DetectStage(way, depth); // such as h2c
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
