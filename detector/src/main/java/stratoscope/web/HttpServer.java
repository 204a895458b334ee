package stratoscope.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small server of a few pages, which are only read. Owns one thread, which serves all clients. Bounded: connections, bytes of a request,
 * and time for either way; a client beyond a bound is hung up on, and counted.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is being closed is of no more interest
public final class HttpServer implements AutoCloseable {
  /** A few scrapers and a few people. */
  static final int MAX_CONNECTIONS = 64;
  private static final int MAX_LINE_BYTES = 4096;
  private static final int MAX_HEADER_BYTES = 8192;
  private static final int MAX_BODY_BYTES = 1024;
  /** Silence of a client: Prometheus keeps its connection between two scrapes. */
  private static final int READ_SECONDS = 75;
  private static final int WRITE_SECONDS = 10;
  /** For a request to come as a whole, with TLS before it. */
  private static final long REQUEST_MILLIS = 10_000;
  private static final int STOP_SECONDS = 2;

  static {
    // Otherwise Netty looks through the network cards for an address to name its channels by, and complains if there is none.
    if (System.getProperty("io.netty.machineId") == null) {
      System.setProperty("io.netty.machineId", "00:00:00:00:00:00:00:01");
    }
  }

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
  private final AtomicInteger connections = new AtomicInteger();
  private final Refusals refusals = new Refusals();
  private final Map<String, Page> pages;
  private final Guard guard;
  private final long requestMillis;
  private final Channel channel;

  /**
   * Starts to listen.
   *
   * @param pages by path
   * @param guard for this server alone
   * @throws IOException if the address can't be listened at
   */
  public HttpServer(InetSocketAddress address, Map<String, Page> pages, Guard guard) throws IOException {
    this(address, pages, guard, REQUEST_MILLIS);
  }

  HttpServer(InetSocketAddress address, Map<String, Page> pages, Guard guard, long requestMillis) throws IOException {
    this.pages = pages;
    this.guard = guard;
    this.requestMillis = requestMillis;
    ServerBootstrap server = new ServerBootstrap()
        .group(threads)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel client) {
            accept(client);
          }
        });
    try {
      channel = server.bind(address).sync().channel();
    } catch (InterruptedException e) {
      threads.shutdownGracefully();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception e) { // sync() throws the cause, which it doesn't declare
      threads.shutdownGracefully();
      throw new IOException(e.getMessage(), e);
    }
  }

  private void accept(SocketChannel client) {
    client.closeFuture().addListener(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > MAX_CONNECTIONS) {
      refusals.add(Refusals.Reason.TOO_MANY);
      client.close();
      return;
    }
    RequestClock clock = new RequestClock(requestMillis, refusals);
    client.pipeline().addLast(new ReadTimeoutHandler(READ_SECONDS), new WriteTimeoutHandler(WRITE_SECONDS), clock);
    SslContext tls = guard.tls();
    if (tls != null) {
      client.pipeline().addLast(new TlsOnly(tls, refusals));
    }
    client.pipeline().addLast(
        new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_BODY_BYTES), new HttpObjectAggregator(MAX_BODY_BYTES, true),
        new PageHandler(pages, guard, clock, refusals));
  }

  /** Clients that were sent away. */
  public Refusals refusals() {
    return refusals;
  }

  /** Where it listens, with the port that the system chose if it was asked to. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public void close() {
    channel.close();
    threads.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
