package stratoscope.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.cli.RecordSchema;
import stratoscope.testing.TlsFiles;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.Wait;

/** A real server on loopback. */
@Timeout(60)
class WebhookSinkTest {
  private static final long TIMEOUT_MILLIS = 2000;
  private static final long MILLI = 1_000_000;
  private static final OutletTerms QUICK = new OutletTerms(100, 20 * MILLI, 50 * MILLI);
  private static final Alert ALERT = SampleAlert.number(1);

  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Integer> answers = new CopyOnWriteArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @TempDir
  private Path folder;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(server);
  }

  private void serve(HttpServer on) {
    on.createContext("/hook", this::answer);
    on.setExecutor(threads);
    on.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    heads.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
        + exchange.getRequestHeaders().getFirst("User-Agent") + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.remove(0), -1);
    exchange.close();
  }

  private WebhookSink sink(String token) {
    return new WebhookSink(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?secret"), SampleAlert.SOURCE, token,
        null, TIMEOUT_MILLIS);
  }

  @Test
  void alert_isPostedAsJson() throws IOException {
    try (WebhookSink sink = sink("t0ken")) {
      sink.send(sink.body(ALERT));
    }
    assertThat(heads).containsExactly("POST application/json stratoscope/1.2.3 Bearer t0ken");
    RecordSchema.check(bodies.get(0));
    assertThat(bodies.get(0)).contains("\"event_type\":\"alert\"", "\"event\":\"first-seen\"", "\"src_ip\":\"192.0.2.1\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 408, 429, 500, 503})
  void otherAnswers_areFailures_withoutTheSecretInTheUrl(int status) throws IOException {
    answers.add(status);
    try (WebhookSink sink = sink(null)) {
      assertThatThrownBy(() -> sink.send(sink.body(ALERT))).isInstanceOf(IOException.class).isNotInstanceOf(RefusedException.class)
          .hasMessageContaining("it answered " + status).hasMessageNotContaining("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 415, 422})
  void refusals_areNotTriedAgain(int status) throws IOException {
    answers.add(status);
    try (WebhookSink sink = sink(null)) {
      assertThatThrownBy(() -> sink.send(sink.body(ALERT))).isInstanceOf(RefusedException.class);
    }
  }

  @Test
  void serverThatAnswers500_getsItAgain() {
    answers.addAll(List.of(500, 500));
    Outlet outlet = new Outlet("webhook", sink(null), new MemorySpool(1 << 20), QUICK, System::nanoTime, line -> {});
    outlet.offer(ALERT);
    outlet.offer(SampleAlert.of(AlertEvent.GONE, ALERT.finding()));
    Wait.until(() -> outlet.delivered() == 2);
    outlet.stop();
    outlet.awaitEnd(() -> 1000);
    assertThat(outlet.failures()).isEqualTo(2);
    assertThat(bodies).hasSize(4);
    assertThat(bodies.get(0)).isEqualTo(bodies.get(1)).isEqualTo(bodies.get(2)).contains("first-seen");
    assertThat(bodies.get(3)).contains("gone");
  }

  @Test
  void restart_deliversWhatWasLeft() throws IOException {
    int port = server.getAddress().getPort();
    WebhookSink sink = sink(null);
    WebhookSink again = sink(null);
    server.stop(0);
    Outlet outlet = new Outlet("webhook", sink, new DiskSpool(folder, 1 << 20), QUICK, System::nanoTime, line -> {});
    outlet.offer(ALERT);
    Wait.until(() -> outlet.failures() > 0);
    outlet.stop();
    outlet.awaitEnd(() -> 1000);
    assertThat(outlet.dropped()).isZero();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    serve(server);
    Outlet next = new Outlet("webhook", again, new DiskSpool(folder, 1 << 20), QUICK, System::nanoTime, line -> {});
    Wait.until(() -> next.delivered() == 1);
    next.stop();
    next.awaitEnd(() -> 1000);
    assertThat(bodies).hasSize(1).first().asString().contains("192.0.2.1\"");
    assertThat(next.queued()).isZero();
  }

  @Test
  void slowServer_getsSeveralAtOnce_butOfOneKeyOneAfterTheOther() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<String> underWay = ConcurrentHashMap.newKeySet();
    server.createContext("/slow", exchange -> {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String key = body.replaceAll(".*dedupe_key\":\"|\".*", "");
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      bodies.add((underWay.add(key) ? "" : "twice ") + key);
      pause(50);
      underWay.remove(key);
      now.decrementAndGet();
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    WebhookSink sink = new WebhookSink(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/slow"), SampleAlert.SOURCE, null,
        null, TIMEOUT_MILLIS);
    MemorySpool spool = new MemorySpool(1 << 20);
    for (int i = 0; i < 40; i++) {
      spool.add(sink.body(SampleAlert.number(1 + i % 20)));
    }
    long start = System.nanoTime();
    Outlet outlet = new Outlet("webhook", sink, spool, QUICK, System::nanoTime, line -> {});
    Wait.until(() -> outlet.delivered() == 40);
    assertThat(System.nanoTime() - start).as("one by one it would take two seconds").isLessThan(1900 * MILLI);
    outlet.stop();
    outlet.awaitEnd(() -> 1000);
    assertThat(most.get()).isBetween(2, 8);
    assertThat(bodies).hasSize(40).noneMatch(key -> key.startsWith("twice"));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void oneOfSeveralThatFails_isSentAgain_andTheOthersAreNot() {
    answers.addAll(List.of(204, 500, 204, 204));
    WebhookSink sink = sink(null);
    MemorySpool spool = new MemorySpool(1 << 20);
    for (int i = 1; i <= 4; i++) {
      spool.add(sink.body(SampleAlert.number(i)));
    }
    Outlet outlet = new Outlet("webhook", sink, spool, QUICK, System::nanoTime, line -> {});
    Wait.until(() -> outlet.delivered() == 4);
    outlet.stop();
    outlet.awaitEnd(() -> 1000);
    assertThat(outlet.failures()).isEqualTo(1);
    assertThat(bodies).hasSize(5);
    assertThat(new HashSet<>(bodies)).hasSize(4);
  }

  @Test
  void serverThatNeverAnswers_isGivenUp() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThatItIsGivenUp(mute.getLocalPort());
    }
  }

  @Test
  void serverThatDripsItsAnswer_isGivenUp() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread drip = new Thread(() -> drip(slow), "drip");
      drip.setDaemon(true);
      drip.start();
      assertThatItIsGivenUp(slow.getLocalPort());
    }
  }

  private static void drip(ServerSocket server) {
    try (Socket client = server.accept(); OutputStream out = client.getOutputStream()) {
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(UTF_8));
      while (true) {
        out.write('x');
        out.flush();
        Thread.sleep(50);
      }
    } catch (IOException | InterruptedException e) {
      // hung up on
    }
  }

  private static void assertThatItIsGivenUp(int port) throws IOException {
    try (WebhookSink sink = new WebhookSink(URI.create("http://127.0.0.1:" + port), SampleAlert.SOURCE, null, null, TIMEOUT_MILLIS)) {
      long start = System.nanoTime();
      assertThatThrownBy(() -> sink.send(sink.body(ALERT))).isInstanceOf(IOException.class)
          .hasMessageContaining("no answer within 2000 ms");
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }
  }

  @Test
  void https_isCheckedAgainstTheAuthorities() throws IOException {
    TlsKeys keys = TlsKeys.selfSigned("localhost");
    HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(TlsFiles.server(keys)));
    serve(https);
    URI url = URI.create("https://localhost:" + https.getAddress().getPort() + "/hook");
    Trust ours = Trust.read(TlsFiles.certificate(keys, folder.resolve("ca.pem")), null, null);
    try (WebhookSink trusting = new WebhookSink(url, SampleAlert.SOURCE, null, ours, TIMEOUT_MILLIS);
        WebhookSink doubting = new WebhookSink(url, SampleAlert.SOURCE, null, null, TIMEOUT_MILLIS)) {
      trusting.send(trusting.body(ALERT));
      assertThatThrownBy(() -> doubting.send(doubting.body(ALERT))).isInstanceOf(IOException.class);
    } finally {
      https.stop(0);
    }
    assertThat(bodies).hasSize(1);
  }

  @Test
  void closedPort_isSaidInWords() {
    try (WebhookSink sink = sink(null)) {
      server.stop(0);
      assertThatThrownBy(() -> sink.send(sink.body(ALERT))).hasMessageEndingWith(": nobody listens there");
    }
  }
}
