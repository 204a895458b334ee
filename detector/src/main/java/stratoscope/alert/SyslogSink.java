package stratoscope.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import stratoscope.alert.SyslogTarget.Transport;

/**
 * Alerts as syslog messages. One connection, made when there is something to send and kept; a receiver that hangs up is noticed at once,
 * one that does not take what is sent within the time-out is hung up on. Owns a thread for its socket.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is being closed is of no more interest
public final class SyslogSink implements AlertSink {
  private static final long STOP_MILLIS = 500;
  /** In which a machine says that nobody listens at its port. */
  private static final long UNREACHABLE_MILLIS = 300;

  private final SyslogTarget target;
  private final AlertSource source;
  private final AlertFormat format;
  private final @Nullable SslContext tls;
  private final long timeoutMillis;
  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("syslog", true), NioIoHandler.newFactory());
  /** What went wrong on the connection while nothing was being sent. */
  private final AtomicReference<@Nullable Throwable> trouble = new AtomicReference<>();
  private @Nullable Channel channel;
  /** Whether what was sent last got lost, as the receiver's machine says: then its word on the next one is waited for. */
  private boolean isDoubted;

  /**
   * Does nothing yet.
   *
   * @param trust for {@link Transport#TLS} only
   * @param timeoutMillis for each of: to connect, to agree on a cipher, to hand over a message
   */
  public SyslogSink(SyslogTarget target, AlertSource source, AlertFormat format, @Nullable Trust trust, long timeoutMillis) {
    this.target = target;
    this.source = source;
    this.format = format;
    tls = trust == null ? null : trust.netty();
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  public byte[] body(Alert alert) {
    return SyslogText.of(alert, source, format);
  }

  @Override
  public void send(byte[] body) throws IOException {
    Channel open = channel;
    Throwable before = trouble.getAndSet(null);
    if (open != null && (before != null || !open.isActive())) {
      hangUp(open);
      open = null;
      if (before != null) {
        isDoubted = target.transport() == Transport.UDP;
        throw failure(before);
      }
    }
    if (open == null) {
      open = connect();
    }
    ByteBuf message = Unpooled.wrappedBuffer(body);
    if (target.transport() != Transport.UDP) {
      message = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer((body.length + " ").getBytes(US_ASCII)), message);
    }
    await(open, open.writeAndFlush(message), "took no message");
    if (isDoubted) {
      awaitTrouble(open);
    }
  }

  /** Waits for trouble, which closes a socket. */
  private void awaitTrouble(Channel on) throws IOException {
    try {
      on.closeFuture().await(UNREACHABLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    Throwable after = trouble.get();
    isDoubted = after != null;
    if (after != null) {
      hangUp(on);
      throw failure(after);
    }
  }

  private Channel connect() throws IOException {
    InetSocketAddress address = new InetSocketAddress(target.host(), target.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(target + ": no address is known for this host");
    }
    Bootstrap client = new Bootstrap().group(threads).handler(new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel made) {
        if (tls != null) {
          SslHandler cipher = tls.newHandler(made.alloc(), target.host(), target.port());
          cipher.setHandshakeTimeoutMillis(timeoutMillis);
          made.pipeline().addLast(cipher);
        }
        made.pipeline().addLast(new Listener(trouble));
      }
    });
    if (target.transport() == Transport.UDP) {
      client.channel(NioDatagramChannel.class);
    } else {
      client.channel(NioSocketChannel.class).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMillis)
          .option(ChannelOption.SO_KEEPALIVE, true);
    }
    var connecting = client.connect(address);
    Channel made = connecting.channel();
    channel = made;
    await(made, connecting, "did not answer");
    SslHandler cipher = made.pipeline().get(SslHandler.class);
    if (cipher != null) {
      await(made, cipher.handshakeFuture(), "agreed on no cipher");
    }
    return made;
  }

  /** Waits, and hangs up if it fails. */
  private void await(Channel on, Future<?> future, String complaint) throws IOException {
    try {
      if (!future.await(timeoutMillis)) {
        hangUp(on);
        throw new SocketTimeoutException(target + ": " + complaint + " within " + timeoutMillis + " ms");
      }
    } catch (InterruptedException e) {
      hangUp(on);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (!future.isSuccess()) {
      hangUp(on);
      isDoubted = target.transport() == Transport.UDP; // a machine's word may come with the next message, too
      throw failure(Objects.requireNonNullElseGet(future.cause(), () -> new IOException("cancelled")));
    }
  }

  private void hangUp(Channel on) {
    channel = null;
    on.close();
    trouble.set(null);
  }

  private IOException failure(Throwable cause) {
    String why = cause instanceof PortUnreachableException ? "nobody listens there"
        : cause instanceof ClosedChannelException ? "the connection was closed"
        : Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    return new IOException(target + ": " + why, cause);
  }

  @Override
  public void close() {
    Channel open = channel;
    if (open != null) {
      open.close().awaitUninterruptibly(STOP_MILLIS);
    }
    threads.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Reads what nobody should send, and takes note of trouble. */
  private static final class Listener extends ChannelInboundHandlerAdapter {
    private final AtomicReference<@Nullable Throwable> trouble;

    Listener(AtomicReference<@Nullable Throwable> trouble) {
      this.trouble = trouble;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      trouble.set(cause);
      context.close();
    }
  }
}
