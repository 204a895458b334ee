package stratoscope.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import stratoscope.web.Page.Answer;

/** Answers the requests of one client. On the server's thread. */
@SuppressWarnings("FutureReturnValueIgnored") // a client that went away is of no more interest
final class PageHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final Map<String, Page> pages;

  PageHandler(Map<String, Page> pages) {
    this.pages = pages;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Answer answer = answer(request);
    byte[] body = answer.body().getBytes(UTF_8);
    boolean isHead = request.method().equals(HttpMethod.HEAD);
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()),
        isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    response.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
        .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set("x-content-type-options", "nosniff");
    boolean isKept = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    HttpUtil.setKeepAlive(response, isKept);
    if (isKept) {
      context.writeAndFlush(response, context.voidPromise());
    } else {
      context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private Answer answer(FullHttpRequest request) {
    if (!request.decoderResult().isSuccess()) {
      return Answer.text(400, "bad request");
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Answer.text(405, "only GET and HEAD");
    }
    int query = request.uri().indexOf('?');
    Page page = pages.get(query < 0 ? request.uri() : request.uri().substring(0, query));
    if (page == null) {
      return Answer.text(404, "no such page; there are: " + String.join(" ", pages.keySet()));
    }
    String accept = request.headers().get(HttpHeaderNames.ACCEPT);
    return page.answer(accept == null ? "" : accept);
  }

  /** A client that hangs, hangs up, or says what is no HTTP. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
