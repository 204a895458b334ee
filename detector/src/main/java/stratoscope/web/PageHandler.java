package stratoscope.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Map;
import stratoscope.web.Page.Answer;

/** Answers the requests of one client. On the server's thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a client that went away is of no more interest
final class PageHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int UNAUTHORIZED = HttpResponseStatus.UNAUTHORIZED.code();
  private static final List<String> CHALLENGES = List.of("Basic realm=\"stratoscope\", charset=\"UTF-8\"", "Bearer realm=\"stratoscope\"");

  private final Map<String, Page> pages;
  private final Guard guard;
  private final RequestClock clock;
  private final Refusals refusals;

  PageHandler(Map<String, Page> pages, Guard guard, RequestClock clock, Refusals refusals) {
    this.pages = pages;
    this.guard = guard;
    this.clock = clock;
    this.refusals = refusals;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    clock.onRequest();
    boolean isSound = request.decoderResult().isSuccess();
    boolean isKnown = isSound && guard.admits(request.headers().get(HttpHeaderNames.AUTHORIZATION));
    Answer answer = isSound ? answer(request, isKnown) : refusal(Refusals.Reason.UNREADABLE, 400, "bad request");
    byte[] body = answer.body().getBytes(UTF_8);
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()),
        isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    response.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("x-content-type-options", "nosniff");
    if (answer.status() == HttpResponseStatus.METHOD_NOT_ALLOWED.code()) {
      response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    if (answer.status() == UNAUTHORIZED) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGES);
    }
    boolean isKept = isKnown && HttpUtil.isKeepAlive(request);
    HttpUtil.setKeepAlive(response, isKept);
    if (isKept) {
      context.writeAndFlush(response, context.voidPromise());
    } else {
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private Answer answer(FullHttpRequest request, boolean isKnown) {
    int query = request.uri().indexOf('?');
    Page page = pages.get(query < 0 ? request.uri() : request.uri().substring(0, query));
    if (!isKnown && (page == null || !page.isOpen())) {
      return refusal(Refusals.Reason.UNAUTHORIZED, UNAUTHORIZED, "a password or a token is needed");
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Answer.text(405, "only GET and HEAD");
    }
    if (page == null) {
      return Answer.text(404, "no such page; there are: " + String.join(" ", pages.keySet()));
    }
    String accept = request.headers().get(HttpHeaderNames.ACCEPT);
    Answer answer = page.answer(accept == null ? "" : accept);
    return isKnown ? answer : answer.bare();
  }

  private Answer refusal(Refusals.Reason reason, int status, String line) {
    refusals.add(reason);
    return Answer.text(status, line);
  }

  /** A client that hangs, hangs up, or says what is no HTTP. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException) {
      refusals.add(Refusals.Reason.UNREADABLE);
    }
    context.close();
  }
}
