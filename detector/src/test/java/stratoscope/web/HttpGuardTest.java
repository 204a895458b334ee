package stratoscope.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.TlsFiles;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.Wait;
import stratoscope.web.Page.Answer;

/** Passwords, tokens and TLS, from real clients over loopback. */
@Timeout(60)
class HttpGuardTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String TOKEN = "c29tZS10b2tlbi1vZi10aGUtdGVzdA==";

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final Guard guard = new Guard(log::add);

  @TempDir
  private Path folder;

  private Path secrets(String... lines) throws IOException {
    return secret("users", String.join("\n", lines));
  }

  private Path secret(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text, UTF_8);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
  }

  private HttpServer serve() throws IOException {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("/metrics", accept -> Answer.text(200, "figures"));
    pages.put("/healthz", Page.open(accept -> Answer.text(200, "ok, with 3 interfaces")));
    pages.put("/readyz", Page.open(accept -> Answer.text(503, "not capturing: eth7")));
    return new HttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), pages, guard);
  }

  private static HttpResponse<String> get(HttpServer server, String path, String authorization) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static String basic(String userAndPassword) {
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
  }

  @Test
  void knownOnes_areServed() throws IOException, InterruptedException {
    guard.admitOnly(secrets("# who may look", "", "prometheus:" + PASSWORD, "jürgen:pass:word:with:colons", "bearer " + TOKEN));
    try (HttpServer server = serve()) {
      for (String known : List.of(basic("prometheus:" + PASSWORD), basic("jürgen:pass:word:with:colons"), "Bearer " + TOKEN,
          "bEaReR " + TOKEN)) {
        assertThat(get(server, "/metrics", known).body()).as(known).isEqualTo("figures\n");
        assertThat(get(server, "/readyz", known).body()).isEqualTo("not capturing: eth7\n");
        assertThat(get(server, "/other", known).statusCode()).isEqualTo(404);
      }
      assertThat(server.refusals().of(Refusals.Reason.UNAUTHORIZED)).isZero();
    }
  }

  @Test
  void others_areNot_andAreAsked() throws IOException, InterruptedException {
    guard.admitOnly(secrets("prometheus:" + PASSWORD, "bearer " + TOKEN));
    List<String> wrong = List.of("", "Basic", "Basic ", "Bearer", "Bearer ", "Basic %%%", basic("prometheus:" + PASSWORD + "x"),
        basic("prometheus:"), basic("Prometheus:" + PASSWORD), basic(TOKEN), basic("bearer " + TOKEN), "Bearer " + TOKEN + "=",
        "Bearer prometheus:" + PASSWORD, "Digest username=\"prometheus\"", TOKEN, "Basic " + TOKEN);
    try (HttpServer server = serve()) {
      for (String one : wrong) {
        HttpResponse<String> answer = get(server, "/metrics", one);
        assertThat(answer.statusCode()).as(one).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("figures");
        assertThat(answer.headers().allValues("www-authenticate")).containsExactly("Basic realm=\"stratoscope\", charset=\"UTF-8\"",
            "Bearer realm=\"stratoscope\"");
      }
      assertThat(get(server, "/other", "").statusCode()).as("which pages there are is nobody's business").isEqualTo(401);
      assertThat(server.refusals().of(Refusals.Reason.UNAUTHORIZED)).isEqualTo(wrong.size() + 1);
    }
    assertThat(log).isEmpty();
  }

  @Test
  void probes_hearTheStatusAlone() throws IOException, InterruptedException {
    guard.admitOnly(secrets("bearer " + TOKEN));
    try (HttpServer server = serve()) {
      assertThat(get(server, "/healthz", "").body()).isEqualTo("ok\n");
      HttpResponse<String> ready = get(server, "/readyz", "Bearer wrong");
      assertThat(ready.statusCode() + " " + ready.body()).isEqualTo("503 not ok\n");
    }
  }

  @Test
  void changedFile_countsAtOnce_andOneThatCantBeUsedDoesNot() throws IOException, InterruptedException {
    Path users = secrets("prometheus:" + PASSWORD);
    guard.admitOnly(users);
    try (HttpServer server = serve()) {
      assertThat(get(server, "/metrics", "Bearer " + TOKEN).statusCode()).isEqualTo(401);
      secrets("bearer " + TOKEN);
      assertThat(get(server, "/metrics", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
      assertThat(get(server, "/metrics", basic("prometheus:" + PASSWORD)).statusCode()).isEqualTo(401);
      secrets("prometheus:short");
      assertThat(get(server, "/metrics", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
      assertThat(get(server, "/metrics", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
      secrets("prometheus:" + PASSWORD);
      assertThat(get(server, "/metrics", basic("prometheus:" + PASSWORD)).statusCode()).isEqualTo(200);
    }
    assertThat(log).containsExactly("read again: " + users,
        users + ":1: a secret has 12 characters at least, as of: openssl rand -base64 24; what was read before stays",
        "read again: " + users);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
      "prometheus; :1: neither USER:PASSWORD nor 'bearer TOKEN'",
      "'# nobody'; : names nobody: lines USER:PASSWORD or 'bearer TOKEN' are expected",
      "my user:correct horse; :1: neither USER:PASSWORD nor 'bearer TOKEN'",
      ":correct horse battery; :1: neither USER:PASSWORD nor 'bearer TOKEN'",
      "bearer correct horse battery; :1: a token is printable ASCII without spaces",
      "bearer horse; :1: a secret has 12 characters at least, as of: openssl rand -base64 24"})
  void wrongLine_isSaidWithoutItsSecret(String line, String complaint) throws IOException {
    Path users = secrets(line);
    assertThatThrownBy(() -> guard.admitOnly(users)).isInstanceOf(IOException.class).hasMessage(users + complaint)
        .hasMessageNotContaining("horse");
  }

  @Test
  void fileThatIsNone_orOpenToAll_isRefused() throws IOException {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> guard.admitOnly(none)).hasMessage(none + ": no such file");
    Path open = Files.setPosixFilePermissions(secrets("bearer " + TOKEN), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> guard.admitOnly(open)).hasMessage(open + ": everybody on this machine may read it: chmod o= " + open);
    Path large = secret("large", "# much\n".repeat(20_000));
    assertThatThrownBy(() -> guard.admitOnly(large)).hasMessage(large + ": is larger than 65536 bytes");
  }

  private Path[] keys(TlsKeys keys) throws IOException {
    Path key = TlsFiles.key(keys, secret("key.pem", ""));
    return new Path[] {TlsFiles.certificate(keys, folder.resolve("cert.pem")), key};
  }

  private static HttpResponse<String> getEncrypted(HttpServer server, SSLContext trust, String authorization)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.address().getPort() + "/metrics"))
        .header("Authorization", authorization).build();
    return HttpClient.newBuilder().sslContext(trust).build().send(request, BodyHandlers.ofString());
  }

  @Test
  void tls_isSpoken_andRenewedCertificatesAreShown() throws IOException, InterruptedException {
    TlsKeys first = TlsKeys.selfSigned("localhost");
    TlsKeys second = TlsKeys.chain("localhost");
    Path[] files = keys(first);
    guard.encrypt(files[0], files[1]);
    guard.admitOnly(secrets("bearer " + TOKEN));
    try (HttpServer server = serve()) {
      assertThat(getEncrypted(server, TlsFiles.client(first), "Bearer " + TOKEN).body()).isEqualTo("figures\n");
      assertThat(getEncrypted(server, TlsFiles.client(first), "Bearer wrong").statusCode()).isEqualTo(401);
      assertThatThrownBy(() -> getEncrypted(server, TlsFiles.client(second), "Bearer " + TOKEN)).isInstanceOf(SSLHandshakeException.class);
      TlsFiles.certificate(second, files[0]);
      assertThat(getEncrypted(server, TlsFiles.client(first), "Bearer " + TOKEN).body()).as("half of it").isEqualTo("figures\n");
      TlsFiles.key(second, files[1]);
      assertThat(getEncrypted(server, TlsFiles.client(second), "Bearer " + TOKEN).body()).isEqualTo("figures\n");
      assertThatThrownBy(() -> getEncrypted(server, TlsFiles.client(first), "Bearer " + TOKEN)).isInstanceOf(SSLHandshakeException.class);
    }
    assertThat(log).containsExactly(files[1] + ": is not the key of the first certificate in " + files[0] + "; what was read before stays",
        "read again: " + files[0] + ", " + files[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tls_ofEitherVersion(String version) throws IOException {
    TlsKeys keys = TlsKeys.selfSigned("localhost");
    Path[] files = keys(keys);
    guard.encrypt(files[0], files[1]);
    try (HttpServer server = serve();
        SSLSocket socket = (SSLSocket) TlsFiles.client(keys).getSocketFactory().createSocket("localhost", server.address().getPort())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)).endsWith("figures\n");
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @Test
  void plainHttp_toAPortOfTls_isToldSo() throws IOException, InterruptedException {
    Path[] files = keys(TlsKeys.selfSigned("localhost"));
    guard.encrypt(files[0], files[1]);
    try (HttpServer server = serve()) {
      HttpResponse<String> answer = get(server, "/metrics", "");
      assertThat(answer.statusCode() + " " + answer.body()).isEqualTo("400 this port speaks HTTPS\n");
      try (Socket noise = new Socket(server.address().getAddress(), server.address().getPort())) {
        noise.getOutputStream().write(new byte[] {22, 3, 1, 0, 5, 1, 2, 3, 4, 5});
        noise.getInputStream().readAllBytes(); // an alert of TLS, and the end
      }
      Wait.until(() -> server.refusals().of(Refusals.Reason.UNREADABLE) == 2);
    }
  }

  @Test
  void keysThatCantBeUsed_areSaidInOneLine() throws IOException {
    Path[] files = keys(TlsKeys.selfSigned("localhost"));
    Path none = folder.resolve("none.pem");
    Path other = TlsFiles.key(TlsKeys.chain("localhost"), secret("other.pem", ""));
    Path old = secret("old.pem", "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n");
    Path damaged = secret("damaged.pem", "-----BEGIN PRIVATE KEY-----\nMHcCAQEE\n-----END PRIVATE KEY-----\n");
    Path open = Files.setPosixFilePermissions(TlsFiles.key(TlsKeys.selfSigned("localhost"), folder.resolve("open.pem")),
        PosixFilePermissions.fromString("rw-r--r--"));
    assertWrong(none, files[1], none + ": no such file");
    assertWrong(files[0], none, none + ": no such file");
    assertWrong(files[1], files[0], files[1] + ": holds no certificates in PEM");
    assertWrong(files[0], other, other + ": is not the key of the first certificate in " + files[0]);
    assertWrong(files[0], old, old + ": holds no private key of PKCS #8 in PEM: openssl pkcs8 -topk8 -nocrypt makes one of others");
    assertWrong(files[0], damaged, damaged + ": is damaged, or of another kind than the certificate, which needs EC");
    assertWrong(files[0], open, open + ": everybody on this machine may read it: chmod o= " + open);
  }

  private void assertWrong(Path chain, Path key, String message) {
    assertThatThrownBy(() -> guard.encrypt(chain, key)).isInstanceOf(IOException.class).hasMessage(message);
  }
}
