package stratoscope.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A program that receives alerts on loopback: {@code AlertReceivers SYSLOG-PORT WEBHOOK-PORT}. What comes is appended to two files. */
public final class AlertReceivers {
  private AlertReceivers() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer webhook = HttpServer.create(new InetSocketAddress(loopback, Integer.parseInt(arguments[1])), 0);
    webhook.createContext("/", exchange -> {
      append("webhook.got", new String(exchange.getRequestBody().readAllBytes(), UTF_8) + "\n");
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    webhook.start();
    try (ServerSocket syslog = new ServerSocket(Integer.parseInt(arguments[0]), 50, loopback)) {
      append("receivers.up", "up\n");
      while (true) {
        try (Socket client = syslog.accept(); InputStream in = client.getInputStream()) {
          byte[] buffer = new byte[65_536];
          for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            append("syslog.got", new String(buffer, 0, length, UTF_8));
          }
        }
      }
    }
  }

  private static void append(String file, String text) throws IOException {
    Files.writeString(Path.of(file), text, UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
