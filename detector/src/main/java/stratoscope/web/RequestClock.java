package stratoscope.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on a client whose request is not there in time, however it is spread: the first one counts from the connection on, TLS
 * included, others from their first byte. On the server's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is being closed is of no more interest
final class RequestClock extends ChannelInboundHandlerAdapter {
  private final long limitMillis;
  private final Refusals refusals;
  private @Nullable Future<?> alarm;

  RequestClock(long limitMillis, Refusals refusals) {
    this.limitMillis = limitMillis;
    this.refusals = refusals;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    start(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    start(context);
    context.fireChannelRead(bytes);
  }

  private void start(ChannelHandlerContext context) {
    if (alarm == null) {
      alarm = context.executor().schedule(() -> {
        refusals.add(Refusals.Reason.TOO_SLOW);
        context.close();
      }, limitMillis, TimeUnit.MILLISECONDS);
    }
  }

  /** A request is there as a whole. */
  void onRequest() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onRequest();
    context.fireChannelInactive();
  }
}
