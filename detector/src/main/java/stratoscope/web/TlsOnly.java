package stratoscope.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;

/** Speaks TLS to those who do, and tells the others in clear that this port does. On the server's thread. */
final class TlsOnly extends OptionalSslHandler {
  private static final String BODY = "this port speaks HTTPS\n";
  private static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
      + "content-length: " + BODY.length() + "\r\n\r\n" + BODY;

  private final Refusals refusals;

  TlsOnly(SslContext context, Refusals refusals) {
    super(context);
    this.refusals = refusals;
  }

  @Override
  protected ChannelHandler newNonSslHandler(ChannelHandlerContext context) {
    refusals.add(Refusals.Reason.UNREADABLE);
    return new ChannelInboundHandlerAdapter() {
      @Override
      @SuppressWarnings("FutureReturnValueIgnored") // a client that went away is of no more interest
      public void channelRead(ChannelHandlerContext client, Object bytes) {
        ReferenceCountUtil.release(bytes);
        client.writeAndFlush(Unpooled.copiedBuffer(REFUSAL, US_ASCII)).addListener(ChannelFutureListener.CLOSE);
      }
    };
  }
}
