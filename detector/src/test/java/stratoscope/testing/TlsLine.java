package stratoscope.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two of the JDK's TLS engines that hand their bytes to each other, all of them seen by a listener. One thread, no sockets. */
final class TlsLine {
  private static final int BUFFER_BYTES = 1 << 17;

  private static final class Side {
    private final SSLEngine engine;
    private final boolean isClient;
    /** What came from the other side and is not read yet; ready for reading. */
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private Side(SSLEngine engine, boolean isClient) {
      this.engine = engine;
      this.isClient = isClient;
    }
  }

  private final Side client;
  private final Side server;
  private final UnaryOperator<byte[]> clientRewriter;
  private final BiConsumer<Boolean, byte[]> listener;

  /**
   * @param clientRewriter changes what the client sends before it is seen and arrives
   * @param listener takes whether the client sends, and whole records
   */
  TlsLine(SSLEngine client, SSLEngine server, UnaryOperator<byte[]> clientRewriter, BiConsumer<Boolean, byte[]> listener) {
    this.client = new Side(client, true);
    this.server = new Side(server, false);
    this.clientRewriter = clientRewriter;
    this.listener = listener;
  }

  void handshake() throws SSLException {
    client.engine.beginHandshake();
    server.engine.beginHandshake();
    settle();
    if (isBusy(client) || isBusy(server)) {
      throw new SSLException("the handshake stands still");
    }
  }

  private static boolean isBusy(Side side) {
    return side.engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
  }

  /** Sends bytes, which the other side must hear. */
  void say(boolean fromClient, byte[] bytes) throws SSLException {
    Side from = fromClient ? client : server;
    Side to = fromClient ? server : client;
    to.heard.reset();
    ByteBuffer plain = ByteBuffer.wrap(bytes);
    while (plain.hasRemaining()) {
      wrap(from, to, plain);
    }
    settle();
    if (!Arrays.equals(to.heard.toByteArray(), bytes)) {
      throw new SSLException("not what was said");
    }
  }

  /** Both sides say goodbye, the client first. */
  void close() throws SSLException {
    client.engine.closeOutbound();
    settle();
    server.engine.closeOutbound();
    settle();
  }

  private void settle() throws SSLException {
    boolean isMoving = true;
    while (isMoving) {
      isMoving = step(client, server) | step(server, client);
    }
  }

  /** Does what one side's engine asks for; false if it waits. */
  private boolean step(Side side, Side other) throws SSLException {
    return switch (side.engine.getHandshakeStatus()) {
      case NEED_TASK -> {
        side.engine.getDelegatedTask().run();
        yield true;
      }
      case NEED_WRAP -> wrap(side, other, ByteBuffer.allocate(0));
      default -> side.received.hasRemaining() && unwrap(side);
    };
  }

  private boolean wrap(Side side, Side other, ByteBuffer plain) throws SSLException {
    ByteBuffer out = ByteBuffer.allocate(BUFFER_BYTES);
    SSLEngineResult result = side.engine.wrap(plain, out);
    if (result.bytesProduced() == 0) {
      return result.getStatus() == SSLEngineResult.Status.OK;
    }
    byte[] sent = new byte[out.flip().remaining()];
    out.get(sent);
    byte[] bytes = side.isClient ? clientRewriter.apply(sent) : sent;
    for (byte[] record : TlsRecords.of(bytes)) {
      listener.accept(side.isClient, record);
    }
    other.received.compact().put(bytes).flip();
    return true;
  }

  private static boolean unwrap(Side side) throws SSLException {
    ByteBuffer plain = ByteBuffer.allocate(BUFFER_BYTES);
    SSLEngineResult result = side.engine.unwrap(side.received, plain);
    side.heard.write(plain.array(), 0, plain.position());
    return result.bytesConsumed() > 0;
  }
}
