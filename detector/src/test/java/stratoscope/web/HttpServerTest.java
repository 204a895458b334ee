package stratoscope.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stratoscope.web.Page.Answer;

/** The small server, from well-behaved clients and others. */
@Timeout(30)
class HttpServerTest {
  private final HttpServer server;

  HttpServerTest() throws IOException {
    server = serve(Map.of("/hello", accept -> Answer.text(200, "hello " + accept)), 10_000);
  }

  private static HttpServer serve(Map<String, Page> pages, long requestMillis) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new HttpServer(address, pages, new Guard(line -> {}), requestMillis);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Socket connect() throws IOException {
    return new Socket(server.address().getAddress(), server.address().getPort());
  }

  private String ask(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void page_isServed() throws IOException {
    assertThat(ask("GET /hello?x=1 HTTP/1.0\r\nAccept: you\r\n\r\n")).startsWith("HTTP/1.1 200 ").contains("content-length: 10\r\n")
        .endsWith("\r\n\r\nhello you\n");
  }

  @Test
  void connection_isKept() throws IOException {
    String both = ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assertThat(both.split("hello \n", -1)).hasSize(3);
  }

  @Test
  void head_hasNoBody() throws IOException {
    assertThat(ask("HEAD /hello HTTP/1.0\r\n\r\n")).contains("content-length: 7\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void otherPaths_areNotFound() throws IOException {
    assertThat(ask("GET /etc/passwd HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    assertThat(ask("GET /../hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void otherMethods_areRefused() throws IOException {
    assertThat(ask("POST /hello HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi")).startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD\r\n");
  }

  @Test
  void longRequests_areRefused() throws IOException {
    assertThat(ask("GET /" + "a".repeat(5000) + " HTTP/1.0\r\n\r\n")).doesNotStartWith("HTTP/1.1 200 ");
    assertThat(ask("GET /hello HTTP/1.0\r\nCookie: " + "a".repeat(9000) + "\r\n\r\n")).doesNotStartWith("HTTP/1.1 200 ");
    assertThat(ask("GET /hello HTTP/1.1\r\nConnection: close\r\nContent-Length: 99999\r\n\r\n")).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void noHttp_isHungUpOn() throws IOException {
    assertThat(ask("\u0016\u0003\u0001 hello\r\n\r\n")).doesNotContain("hello ");
  }

  @Test
  void tooManyConnections_areHungUpOn_andOthersServedAfterwards() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < HttpServer.MAX_CONNECTIONS; i++) {
      sockets.add(connect());
    }
    try (Socket more = connect()) {
      assertThat(more.getInputStream().read()).isEqualTo(-1);
    }
    for (Socket socket : sockets) {
      socket.getOutputStream().write("GET /hello HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)).startsWith("HTTP/1.1 200 ");
      socket.close();
    }
    assertThat(ask("GET /hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(server.refusals().of(Refusals.Reason.TOO_MANY)).isEqualTo(1);
  }

  @Test
  void slowRequest_isHungUpOn_howeverItIsSpread() throws IOException, InterruptedException {
    try (HttpServer hasty = serve(Map.of(), 300);
        Socket slow = new Socket(hasty.address().getAddress(), hasty.address().getPort())) {
      Thread drip = new Thread(() -> drip(slow));
      drip.start();
      assertThat(slow.getInputStream().read()).as("the end, while bytes still come").isEqualTo(-1);
      drip.join();
      assertThat(hasty.refusals().of(Refusals.Reason.TOO_SLOW)).isEqualTo(1);
    }
  }

  @Test
  void silentClient_isHungUpOn() throws IOException {
    try (HttpServer hasty = serve(Map.of(), 300);
        Socket silent = new Socket(hasty.address().getAddress(), hasty.address().getPort())) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  /** A header that never ends, a byte at a time, until nobody takes it any more. */
  private static void drip(Socket socket) {
    try {
      while (true) {
        socket.getOutputStream().write('a');
        Thread.sleep(20);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // hung up on
    }
  }

  @Test
  void takenPort_isAnError() {
    assertThatThrownBy(() -> new HttpServer(server.address(), Map.of(), new Guard(line -> {}))).isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
  }
}
