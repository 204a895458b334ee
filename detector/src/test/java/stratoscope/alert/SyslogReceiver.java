package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/** Receives syslog on loopback through TCP or TLS: each message behind its length in ASCII and a space (RFC 6587). */
final class SyslogReceiver implements Closeable {
  final List<String> messages = new CopyOnWriteArrayList<>();
  final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  /**
   * Listens.
   *
   * @param tls null for plain TCP
   * @param port 0 for any
   */
  SyslogReceiver(@Nullable SSLContext tls, boolean isClientAsked, int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server = tls == null ? new ServerSocket(port, 50, loopback) : tls.getServerSocketFactory().createServerSocket(port, 50, loopback);
    if (server instanceof SSLServerSocket asking) {
      asking.setNeedClientAuth(isClientAsked);
    }
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "syslog-receiver");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        clients.add(client);
        start(() -> receive(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void receive(Socket client) {
    try (client; InputStream in = client.getInputStream()) {
      while (true) {
        messages.add(new String(in.readNBytes(length(in)), UTF_8));
      }
    } catch (IOException e) {
      // the client hung up, or did not like us
    }
  }

  private static int length(InputStream in) throws IOException {
    int length = 0;
    for (int digit = in.read(); digit != ' '; digit = in.read()) {
      if (digit < '0' || digit > '9') {
        throw new EOFException();
      }
      length = length * 10 + digit - '0';
    }
    return length;
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket client : clients) {
      client.close();
    }
  }
}
