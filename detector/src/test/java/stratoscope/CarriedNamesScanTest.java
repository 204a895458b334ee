package stratoscope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole scans of pools' names that HTTP, CONNECT and SOCKS say in clear, around mining in clear and around none. */
class CarriedNamesScanTest {
  private static final String POOL = "asia-erg.2miners.com";
  private static final String FLOW = "flow 192.0.2.10:41000 > 192.0.2.8:8118\n";
  private static final String HASHES = "[\"0x${hex 64 one}\",\"0x${hex 64 dag}\","
      + "\"0x000000005ba03f80000000000000000000000000000000000000000000000000\"]";
  private static final String STRATUM = """
      newline lf
      C> {"id":1,"method":"mining.subscribe","params":["cgminer/4.12.1"]}
      S> {"id":1,"result":[[["mining.notify","ae6812eb"]],"08000002",4],"error":null}
      """;

  private static String post(String host) {
    String ask = "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"eth_getWork\"}";
    return "let ask = " + ask + "\nlet answer = {\"id\":1,\"jsonrpc\":\"2.0\",\"result\":" + HASHES + "}\n" + FLOW
        + "newline crlf\njoin\nC> POST / HTTP/1.1\nC> Host: " + host + "\nC> Content-Type: application/json\n"
        + "C> Content-Length: ${length ask}\nC>\nC| ${ask}\nend\n"
        + "join\nS> HTTP/1.1 200 OK\nS> Content-Type: application/json\nS> Content-Length: ${length answer}\nS>\nS| ${answer}\nend\n";
  }

  private static String connect(String host) {
    return FLOW + "newline crlf\njoin\nC> CONNECT " + host + " HTTP/1.1\nC> Host: " + host + "\nC>\nend\n"
        + "join\nS> HTTP/1.1 200 Connection established\nS>\nend\n";
  }

  private static List<String> signs(JsonNode finding) {
    return finding.at("/mining/evidence").findValuesAsText("rule");
  }

  @Test
  void hostOfHttp_addsToWhatIsSaid() {
    JsonNode named = Scan.of(post(POOL + ":8888")).only();
    JsonNode other = Scan.of(post("work.example:8888")).only();
    assertThat(named.at("/mining/dialect").asText()).isEqualTo("eth-getwork");
    assertThat(signs(named)).contains("circumstance-server-name").containsAll(signs(other));
    assertThat(signs(other)).doesNotContain("circumstance-server-name");
    assertThat(named.at("/mining/evidence").findValuesAsText("excerpt")).contains("http " + POOL);
    assertThat(named.at("/mining/pool").asText()).isEqualTo("2Miners");
    assertThat(other.at("/mining/verdict").asText()).as("one question, and its answer").isEqualTo("probable");
    assertThat(named.at("/mining/verdict").asText()).as("the same at a pool: no name confirms").isEqualTo("probable");
  }

  @Test
  void targetOfConnect_addsToWhatIsSaid() {
    JsonNode named = Scan.of(connect(POOL + ":8888") + STRATUM).only();
    assertThat(named.at("/mining/dialect").asText()).isEqualTo("stratum-v1");
    assertThat(named.at("/mining/verdict").asText()).isEqualTo("confirmed");
    assertThat(signs(named)).contains("circumstance-server-name", "conversation-destination");
    assertThat(named.at("/mining/evidence").findValuesAsText("excerpt")).contains("http-connect " + POOL + ":8888");
    JsonNode other = Scan.of(connect("work.example:8888") + STRATUM).only();
    assertThat(signs(other)).doesNotContain("circumstance-server-name");
  }

  @Test
  void onlyMiner_withThePoolsName_isProbable() {
    Scan scan = Scan.of("only client\n" + connect(POOL + ":8888") + STRATUM);
    assertThat(scan.only().at("/mining/verdict").asText()).isEqualTo("probable");
    assertThat(scan.only().at("/mining/dialect").asText()).isEqualTo("stratum-v1");
    assertThat(signs(scan.only())).contains("circumstance-server-name");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 40, 60})
  void namesInSmallPieces_areRead(int bytes) {
    String pieces = "segment " + bytes + "\n";
    assertThat(signs(Scan.of(pieces + connect(POOL + ":8888") + STRATUM).only()))
        .contains("circumstance-server-name", "conversation-destination", "stratum-v1-subscribe-answered");
    assertThat(signs(Scan.of(pieces + connect(POOL + ":8888") + "C= 0011223344556677\nS= 8899aabbccddeeff\n").only()))
        .contains("circumstance-server-name");
    assertThat(signs(Scan.of(pieces + post(POOL + ":8888")).only())).contains("circumstance-server-name", "eth-getwork-get-work");
    assertThat(signs(Scan.of(pieces + FLOW + "newline crlf\njoin\nC> GET /work HTTP/1.1\nC> Host: " + POOL + "\nC>\nend\n").only()))
        .contains("circumstance-server-name");
  }

  @Test
  void hostBehindALongFront_isRead() {
    String ask = "GET /" + "a".repeat(3000) + " HTTP/1.1\nC> Host: ";
    assertThat(signs(Scan.of("segment 1400\n" + FLOW + "newline crlf\njoin\nC> " + ask + POOL + "\nC>\nend\n").only()))
        .contains("circumstance-server-name");
    Scan.of("segment 1400\n" + FLOW + "newline crlf\njoin\nC> " + ask + "www.example.com\nC>\nend\n").showsNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.2miners.com", "nanopool.org", "stats.supportxmr.com"})
  void visitOfAWebSite_inClear_isNothing(String host) {
    Scan.of(FLOW + "newline crlf\njoin\nC> GET /miners/x HTTP/1.1\nC> Host: " + host + "\nC> User-Agent: Mozilla/5.0\nC>\nend\n"
        + "join\nS> HTTP/1.1 200 OK\nS> Content-Type: text/html\nS> Content-Length: 5\nS>\nS| hello\nend\n").showsNothing();
  }

  private static String socks5(String host) {
    String name = HexFormat.of().formatHex(host.getBytes(US_ASCII));
    return FLOW + "C= 050100\nS= 0500\nC= 05010003" + HexFormat.of().toHexDigits((byte) host.length()) + name + "22b8\n"
        + "S= 05000001000000000000\n";
  }

  private static String socks4(String host) {
    return FLOW + "C= 040122b80000000100" + HexFormat.of().formatHex(host.getBytes(US_ASCII)) + "00\nS= 005a000000000000\n";
  }

  @Test
  void nameWithADotAtItsEnd_isTheSame() {
    JsonNode found = Scan.of(connect(POOL + ".:8888") + "fin client\n").only();
    assertThat(found.at("/mining/pool_host").asText()).isEqualTo(POOL);
  }

  @Test
  void socks4_whoseNamesComeInSegmentsOfTheirOwn_isRead() {
    String name = HexFormat.of().formatHex(POOL.getBytes(US_ASCII)) + "00\n";
    for (String request : List.of("C= 040122b800000001\nC= 00\nC= " + name, "C= 040122b80000000100\nC= " + name,
        "C= 040122b8000000017500\nC= " + name)) {
      JsonNode found = Scan.of(FLOW + request + "S= 005a000000000000\nfin client\n").only();
      assertThat(found.at("/mining/pool_host").asText()).isEqualTo(POOL);
      assertThat(found.at("/mining/carriers").toString()).isEqualTo("[\"tcp\",\"socks4\"]");
    }
  }

  private static List<String> tunnels(String host) {
    return List.of(connect(host + ":8888"), socks5(host), socks4(host));
  }

  @Test
  void tunnelToAPool_throughWhichNothingGoes_isSuspected() {
    for (String tunnel : tunnels(POOL)) {
      Scan scan = Scan.of(tunnel + "fin client\n");
      scan.shows("suspected", null, "conversation-destination", "circumstance-server-name");
      JsonNode found = scan.only();
      assertThat(found.path("app_proto").isNull()).isTrue();
      assertThat(found.at("/mining/pool").asText()).isEqualTo("2Miners");
      assertThat(found.at("/mining/pool_host").asText()).isEqualTo(POOL);
      assertThat(found.at("/mining/evidence").findValuesAsText("excerpt")).anyMatch(text -> text.endsWith(POOL + ":8888"));
    }
  }

  /** As a name that is looked up is, whatever the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"", "join\nS> HTTP/1.1 403 Forbidden\nS> Content-Length: 0\nS>\nend\n",
      "join\nS> HTTP/1.1 407 Proxy Authentication Required\nS> Content-Length: 0\nS>\nend\n"})
  void tunnelToAPool_thatIsNotGranted_isSuspected(String answer) {
    String ask = "newline crlf\njoin\nC> CONNECT " + POOL + ":8888 HTTP/1.1\nC> Host: " + POOL + ":8888\nC>\nend\n";
    Scan scan = Scan.of(FLOW + ask + answer + "fin client\n");
    scan.shows("suspected", null, "circumstance-server-name");
    assertThat(scan.only().at("/mining/pool_host").asText()).isEqualTo(POOL);
    assertThat(scan.only().at("/mining/evidence/0/excerpt").asText()).isEqualTo("http-connect " + POOL + ":8888");
    assertThat(scan.only().at("/mining/evidence/0/packet").asInt()).as("where it was asked").isEqualTo(4);
  }

  @Test
  void tunnelToAPool_inACipherThatIsNoTls_isSuspected_andProbableWithRhythm() {
    for (String tunnel : tunnels(POOL)) {
      Scan.of(tunnel + OwnCipher.lines(20)).shows("suspected", "encrypted", "conversation-destination", "circumstance-server-name");
      Scan.of(tunnel + OwnCipher.lines(600)).shows("probable", "encrypted", "conversation-destination", "circumstance-server-name",
          "rhythm-shares", "rhythm-login");
    }
  }

  @Test
  void webSocketToAPool_inACipherThatIsNoTls_isSuspected_andProbableWithRhythm() {
    String upgrade = FLOW + "newline crlf\njoin\nC> GET / HTTP/1.1\nC> Host: " + POOL + "\nC> Upgrade: websocket\nC> Connection: Upgrade\n"
        + "C> Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nC> Sec-WebSocket-Version: 13\nC>\nend\n"
        + "join\nS> HTTP/1.1 101 Switching Protocols\nS> Upgrade: websocket\nS> Connection: Upgrade\n"
        + "S> Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nS>\nend\n";
    Scan.of(upgrade + inWebSocket(OwnCipher.lines(20)))
        .shows("suspected", "encrypted", "conversation-destination", "circumstance-server-name");
    Scan.of(upgrade + inWebSocket(OwnCipher.lines(600))).shows("probable", "encrypted", "conversation-destination",
        "circumstance-server-name", "rhythm-shares", "rhythm-login");
  }

  /** Each message in a frame, the client's masked with zeros. */
  private static String inWebSocket(String lines) {
    return Pattern.compile("([CS])= (\\w+)").matcher(lines).replaceAll(said -> {
      boolean isClient = said.group(1).equals("C");
      int length = said.group(2).length() / 2;
      int mask = isClient ? 0x80 : 0;
      String head = length <= 125 ? String.format(Locale.ROOT, "82%02x", mask | length)
          : String.format(Locale.ROOT, "82%02x%04x", mask | 126, length);
      return said.group(1) + "= " + head + (isClient ? "00000000" : "") + said.group(2);
    });
  }

  @Test
  void tunnelElsewhere_inACipherThatIsNoTls_isJudgedByItsRhythm() {
    for (String tunnel : tunnels("work.example")) {
      Scan.of(tunnel + "fin client\n").showsNothing();
      Scan.of(tunnel + OwnCipher.lines(20)).showsNothing();
      Scan.of(tunnel + OwnCipher.lines(600)).shows("suspected", "encrypted", "rhythm-shares");
    }
  }

  @Test
  void tunnelToADoubtfulName_weighsLess() {
    for (String tunnel : tunnels("xmr-asia1.nanopool.org")) {
      Scan scan = Scan.of(tunnel + "fin client\n");
      scan.shows("suspected", null, "conversation-destination", "circumstance-server-name");
      assertThat(scan.only().at("/mining/score").asInt()).isEqualTo(15);
    }
  }

  @Test
  void tunnelToAWebSite_isNothing() {
    for (String tunnel : tunnels("www.2miners.com")) {
      Scan.of(tunnel + "fin client\n").showsNothing();
    }
  }

  @Test
  void tunnelsToOnePool_areOneFinding() {
    Scan scan = Scan.of(String.join("", tunnels(POOL)).replace("fin client\n", ""));
    assertThat(scan.only().at("/mining/connections").asInt()).isEqualTo(3);
  }

  private static String visit(String host, String software) {
    return FLOW.replace("8118", "8080") + "newline crlf\njoin\nC> GET /x HTTP/1.1\nC> Host: " + host + "\nC> User-Agent: " + software
        + "\nC>\nend\njoin\nS> HTTP/1.1 200 OK\nS> Content-Type: text/html\nS> Content-Length: 5\nS>\nS| hello\nend\nfin client\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {POOL, POOL + ":8080", "ASIA-ERG.2miners.com"})
  void poolAskedInPlainHttp_isSuspected(String host) {
    Scan scan = Scan.of(visit(host, "curl/8.5.0"));
    scan.shows("suspected", null, "circumstance-server-name");
    assertThat(scan.only().path("app_proto").isNull()).isTrue();
    assertThat(scan.only().at("/mining/pool_host").asText()).isEqualTo(POOL);
    assertThat(scan.only().at("/mining/evidence/0/excerpt").asText()).isEqualTo("http " + POOL);
  }

  @Test
  void poolAskedByABrowser_orAnotherHost_isNothing() {
    Scan.of(visit(POOL, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")).showsNothing();
    Scan.of(visit("shop.example", "curl/8.5.0")).showsNothing();
    Scan.of(visit("www.2miners.com", "curl/8.5.0")).showsNothing();
    Scan.of(visit("pool.ntp.org", "curl/8.5.0")).showsNothing();
  }

  private static String asked(String request) {
    return FLOW.replace("8118", "3128") + "newline crlf\njoin\nC> " + request + "\nC> User-Agent: curl/8.5.0\nC>\nend\n"
        + "join\nS> HTTP/1.1 200 OK\nS> Content-Type: text/html\nS> Content-Length: 5\nS>\nS| hello\nend\nfin client\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "segment 7\n", "segment 30\n"})
  void poolAskedOfAProxy_byAWholeUri_isSuspected(String pieces) {
    for (String request : List.of("GET http://" + POOL + ":8888/ HTTP/1.0", "GET http://" + POOL + " HTTP/1.0",
        "POST http://" + POOL + "?x HTTP/1.0", "GET http://me@" + POOL + "/ HTTP/1.0",
        "GET http://" + POOL + ":8888/x HTTP/1.1\nC> Host: proxy.example")) {
      Scan scan = Scan.of(pieces + asked(request));
      assertThat(scan.mining).as(request).isNotEmpty();
      scan.shows("suspected", null, "circumstance-server-name");
      assertThat(scan.only().at("/mining/pool_host").asText()).isEqualTo(POOL);
    }
    Scan.of(pieces + asked("GET http://shop.example/" + POOL + " HTTP/1.0")).showsNothing();
    Scan.of(pieces + asked("GET http:///x HTTP/1.0")).showsNothing();
    for (String site : List.of("http://www.2miners.com/x HTTP/1.0", "http://ae.2miners.com/ HTTP/1.1\nC> Host: ae.2miners.com")) {
      Scan.of(pieces + asked("GET " + site)).showsNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD / HTTP/1.1", "OPTIONS / HTTP/1.1", "OPTIONS * HTTP/1.1"})
  void poolAskedWithoutABody_isSuspected(String request) {
    Scan scan = Scan.of(asked(request + "\nC> Host: " + POOL + ":8888"));
    assertThat(scan.mining).as(request).isNotEmpty();
    scan.shows("suspected", null, "circumstance-server-name");
    Scan.of(asked(request + "\nC> Host: shop.example")).showsNothing();
    Scan.of(asked(request + "\nC> Host: " + POOL + "\nC> User-Agent: Mozilla/5.0")).showsNothing();
  }
}
