package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.flow.Direction;

/** CONNECT, granted and refused, seen whole and from one side. */
class HttpTunnelTest {
  private static final String SUBSCRIBE = "{\"id\":1,\"method\":\"mining.subscribe\"}\n";
  private static final String NOTIFY = "{\"id\":null,\"method\":\"mining.notify\"}\n";
  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

  private static String connect(String target, String... headers) {
    return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + String.join("\r\n", headers)
        + (headers.length > 0 ? "\r\n\r\n" : "\r\n");
  }

  @Test
  void onBytes_granted_handsOverTheStream() {
    Talk talk = new Talk().up(connect("pool.example:3333")).down(ESTABLISHED).up(SUBSCRIBE).down(NOTIFY).up(SUBSCRIBE);
    assertThat(talk.calls()).containsExactly(">CONNECT pool.example:3333", "<200", ">http-connect pool.example:3333",
        ">stream " + SUBSCRIBE, "<stream " + NOTIFY, ">stream " + SUBSCRIBE);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT);
  }

  @Test
  void onBytes_poolSpeaksAlongWithTheAnswer_isTheStream() {
    Talk talk = new Talk().up(connect("pool.example:3333")).down("HTTP/1.0 200 OK\r\nContent-Length: 9999\r\n\r\n" + NOTIFY);
    assertThat(talk.calls()).endsWith(">http-connect pool.example:3333", "<stream " + NOTIFY);
  }

  @Test
  void onBytes_refusedThenRetried_isHttpUntilGranted() {
    Talk talk = new Talk()
        .up(connect("pool.example:443")).down("HTTP/1.1 407 Auth\r\nContent-Length: 4\r\n\r\noops")
        .up(connect("pool.example:443", "Proxy-Authorization: Basic bWluZXI6c2VjcmV0"))
        .down(ESTABLISHED).up(SUBSCRIBE).down(NOTIFY);
    assertThat(talk.calls()).containsExactly(">CONNECT pool.example:443", "<407", "<body oops", ">CONNECT pool.example:443", "<200",
        ">http-connect pool.example:443 as miner", ">stream " + SUBSCRIBE, "<stream " + NOTIFY);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT);
    assertThat(talk.only(Direction.FROM_ORIGINATOR).calls()).containsExactly(">CONNECT pool.example:443", ">CONNECT pool.example:443",
        ">http-connect pool.example:443 as miner", ">stream " + SUBSCRIBE);
  }

  @Test
  void onBytes_refused_opensNothing() {
    Talk talk = new Talk().up(connect("pool.example:443")).down("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    assertThat(talk.calls()).containsExactly(">CONNECT pool.example:443", "<403");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP);
  }

  @Test
  void onBytes_refusedThenPlainRequest_isHttp() {
    Talk talk = new Talk().up(connect("pool.example:443")).down("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        .up(HttpStageTest.post("{}"));
    assertThat(talk.calls()).endsWith("<403", ">POST /rpc", ">body {}");
  }

  @Test
  void onBytes_requestOnly_judgesByWhatFollows() {
    Talk talk = new Talk().up(connect("[2001:db8::7]:3333") + SUBSCRIBE);
    assertThat(talk.calls()).containsExactly(
        ">CONNECT [2001:db8::7]:3333", ">http-connect 2001:db8::7:3333", ">stream " + SUBSCRIBE);
  }

  @Test
  void onBytes_answerOnly_isKnownByItsWords() {
    Talk talk = new Talk().down(ESTABLISHED + NOTIFY);
    assertThat(talk.calls()).containsExactly("<200", ">http-connect null:0", "<stream " + NOTIFY);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT);
  }

  @Test
  void onBytes_answerOnlyInOtherWords_isABodyWithoutEnd() {
    String answer = "HTTP/1.0 200 OK\r\nServer: x\r\n\r\n";
    assertThat(new Talk().down(answer + NOTIFY).calls()).containsExactly("<200", "<stream " + NOTIFY);
  }

  @Test
  void onBytes_answerOnlyAndNothingButItsStartLine_opensTheTunnel() {
    assertThat(new Talk().down("HTTP/1.0 200 OK\r\n\r\n" + NOTIFY).calls())
        .containsExactly("<200", ">http-connect null:0", "<stream " + NOTIFY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /a HTTP/1.1\r\n\r\n", "CONNECT other.example:1 HTTP/1.1\r\n\r\n"})
  void onBytes_requestOnlyAndOtherRequestFollows_goesThroughTheTunnel(String inner) {
    Talk talk = new Talk().up(connect("proxy.example:8080") + inner);
    assertThat(talk.calls()).containsExactly(">CONNECT proxy.example:8080", ">http-connect proxy.example:8080",
        ">" + inner.substring(0, inner.indexOf(" HTTP")));
  }

  @Test
  void onBytes_httpThroughTunnel_isReadInside() {
    Talk talk = new Talk().up(connect("pool.example:80")).down(ESTABLISHED)
        .up(HttpStageTest.post("{1}")).down(HttpStageTest.ok("{a}")).up(HttpStageTest.post("{2}")).down(HttpStageTest.ok("{b}"));
    assertThat(talk.calls()).endsWith(">POST /rpc", ">body {1}", "<200", "<body {a}", ">POST /rpc", ">body {2}", "<200", "<body {b}");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT, Carrier.HTTP);
  }

  @Test
  void onGap_insideTunnel_isAGapOfTheStream() {
    Talk talk = new Talk().up(connect("pool.example:3333")).down(ESTABLISHED).up(SUBSCRIBE).gapUp().up(SUBSCRIBE)
        .down(NOTIFY).gapDown().down(NOTIFY);
    assertThat(talk.whole()).endsWith(">stream " + SUBSCRIBE, ">gap", ">stream " + SUBSCRIBE,
        "<stream " + NOTIFY, "<gap", "<stream " + NOTIFY);
  }

  @Test
  void onGap_betweenConnectAndStream_isAGapOfTheStreamOnceGranted() {
    Talk talk = new Talk().up(connect("pool.example:3333")).down(ESTABLISHED).gapUp().up(SUBSCRIBE);
    assertThat(talk.whole()).endsWith(">http-connect pool.example:3333", ">gap", ">stream " + SUBSCRIBE);
  }

  @Test
  void user_longerThanAnybodys_isNobody() {
    assertThat(new Offer(Direction.FROM_ORIGINATOR, Carrier.SOCKS5, "pool.example", 3333, "u".repeat(255)).user).hasSize(255);
    assertThat(new Offer(Direction.FROM_ORIGINATOR, Carrier.SOCKS5, "pool.example", 3333, "u".repeat(256)).user).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic !!!", "Basic", "Bearer abc", "Digest username=x"})
  void onBytes_authorizationIsOther_namesNobody(String value) {
    Talk talk = new Talk().up(connect("pool.example:443", "Proxy-Authorization: " + value)).down(ESTABLISHED);
    assertThat(talk.calls()).endsWith(">http-connect pool.example:443");
  }
}
