package stratoscope.carrier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;

/** HTTP/1.0 and 1.1 in clear. */
class HttpStageTest {
  private static final String ASK = "{\"method\":\"getwork\",\"id\":1}";
  /** Longer than a segment. */
  private static final String LONG = "a".repeat(2000);
  private static final String ANSWER = "{\"result\":{\"data\":\"00\"},\"id\":1}";

  static String post(String body) {
    return "POST /rpc HTTP/1.1\r\nHost: pool.example\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Test
  void onBytes_keepAlive_handsOverEachBodyWithItsHead() {
    Talk talk = new Talk().up(post(ASK)).down(ok(ANSWER)).up(post("{}")).down(ok("[]"));
    assertThat(talk.calls()).containsExactly(
        ">POST /rpc", ">body " + ASK, "<200", "<body " + ANSWER, ">POST /rpc", ">body {}", "<200", "<body []");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP);
  }

  @Test
  void onBytes_pipelined_takesMessagesApart() {
    Talk talk = new Talk().up(post("{1}") + "\r\n" + post("{2}") + post("{3}")).down(ok("{a}") + ok("{b}") + "\r\n\r\n" + ok("{c}"));
    assertThat(talk.calls()).containsExactly(">POST /rpc", ">body {1}", ">POST /rpc", ">body {2}", ">POST /rpc", ">body {3}",
        "<200", "<body {a}", "<200", "<body {b}", "<200", "<body {c}");
  }

  @Test
  void onBytes_chunked_joinsChunks() {
    Talk talk = new Talk()
        .up("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n3;name=x\r\n:1}\r\n0\r\n\r\n" + post("{}"))
        .down("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n01\r\n}\r\n0\r\nX-Trailer: y\r\n\r\n" + ok("[]"));
    assertThat(talk.calls()).containsExactly(
        ">POST /", ">body {\"id\":1}", ">POST /rpc", ">body {}", "<200", "<body {}", "<200", "<body []");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "raw"})
  void onBytes_compressed_inflates(String coding) throws IOException {
    byte[] packed = pack(coding, ANSWER);
    String name = coding.equals("raw") ? "deflate" : coding;
    Talk talk = new Talk().down(
        Bytes.ascii("HTTP/1.1 200 OK\r\ncontent-encoding: " + name + "\r\nContent-Length: " + packed.length + "\r\n\r\n"), packed,
        Bytes.ascii(ok("[]")));
    assertThat(talk.calls()).containsExactly("<200", "<body " + ANSWER, "<200", "<body []");
  }

  private static byte[] pack(String coding, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = switch (coding) {
      case "deflate" -> new DeflaterOutputStream(bytes);
      case "raw" -> new DeflaterOutputStream(bytes, new Deflater(9, true));
      default -> new GZIPOutputStream(bytes);
    }) {
      out.write(Bytes.ascii(text));
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "gzip, gzip"})
  void onBytes_compressedAndBroken_isDropped(String coding) {
    String response = "HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + "\r\nContent-Length: 4\r\n\r\n\u001f\u008bxx";
    assertThat(new Talk().down(response + ok("[]")).calls()).containsExactly("<200", "<200", "<body []");
  }

  @Test
  void onBytes_bomb_isDroppedAtTheBound() throws IOException {
    byte[] bomb = pack("gzip", "{" + " ".repeat(10_000_000) + "}");
    assertThat(bomb.length).isLessThan(CarrierOptions.DEFAULTS.maxBodyBytes());
    Talk talk = new Talk().down(
        Bytes.ascii("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n"), bomb,
        Bytes.ascii(ok("[]")));
    assertThat(talk.whole()).containsExactly("<200", "<200", "<body []");
  }

  @Test
  void onBytes_bodyAtAndAboveBound_keepsAndSkips() {
    String most = "{" + "x".repeat(CarrierOptions.DEFAULTS.maxBodyBytes() - 2) + "}";
    Talk talk = new Talk().up(post(most) + post(most + " ") + post("{}"));
    List<String> calls = talk.whole();
    assertThat(calls).containsExactly(">POST /rpc", ">body " + most, ">POST /rpc", ">POST /rpc", ">body {}");
    assertThat(talk.play(left -> 1000)).isEqualTo(calls);
  }

  @Test
  void onBytes_manySmallChunks_countTogether() {
    CarrierOptions small = new CarrierOptions(1000, 100, 100, 100, 8, 4, 1 << 20);
    String chunks = "a\r\n0123456789\r\n".repeat(11) + "0\r\n\r\n";
    Talk talk = new Talk().with(small).up("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + post("{}"));
    assertThat(talk.calls()).containsExactly(">POST /", ">POST /rpc", ">body {}");
  }

  @Test
  void onBytes_headOnly_hasNoBody() {
    Talk talk = new Talk()
        .up("HEAD / HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n")
        .down("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n" + ok("{}"));
    assertThat(talk.calls()).containsExactly(">HEAD /", ">GET /a", ">GET /b", "<200", "<204", "<304", "<200", "<body {}");
  }

  @Test
  void onBytes_expectContinue_interimAnswersNothing() {
    Talk talk = new Talk()
        .up("HEAD / HTTP/1.1\r\nExpect: 100-continue\r\n\r\n")
        .down("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + ok("{}"));
    assertThat(talk.calls()).containsExactly(">HEAD /", "<100", "<200", "<200", "<body {}");
  }

  @Test
  void onBytes_noLength_bodyIsTheStream() {
    Talk talk = new Talk().up(post(ASK)).down("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + ANSWER);
    assertThat(talk.calls()).containsExactly(">POST /rpc", ">body " + ASK, "<200", "<stream " + ANSWER);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP);
  }

  @Test
  void onBytes_noLengthAndCompressed_isDropped() {
    assertThat(new Talk().down("HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\nabc").calls()).containsExactly("<200");
  }

  @Test
  void onBytes_bareJsonAnswersPost_isTheStream() {
    String error = "{\"id\":0,\"result\":null,\"error\":[20,\"Parse error\",null]}\n";
    Talk talk = new Talk().up(post(ASK)).down(error + error);
    assertThat(talk.calls()).containsExactly(">POST /rpc", ">body " + ASK, "<stream " + error + error);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP);
  }

  @Test
  void onBytes_lineFeedsOnly_areLineEnds() {
    assertThat(new Talk().up("POST / HTTP/1.0\nContent-Length: 2\n\n{}").calls()).containsExactly(">POST /", ">body {}");
  }

  @Test
  void onBytes_oneSideOnly_readsIt() {
    Talk talk = new Talk().up(post(ASK)).down(ok(ANSWER)).up(post("{}")).down(ok("[]"));
    assertThat(talk.only(Direction.FROM_ORIGINATOR).calls())
        .containsExactly(">POST /rpc", ">body " + ASK, ">POST /rpc", ">body {}");
    assertThat(talk.only(Direction.FROM_RESPONDER).calls()).containsExactly("<200", "<body " + ANSWER, "<200", "<body []");
  }

  private static RecordingHeads visit(String message, int pieceBytes) {
    RecordingHeads heads = new RecordingHeads(true);
    Carriers carriers = new Carriers(new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts()), true, true, heads);
    Direction from = message.startsWith("HTTP") ? Direction.FROM_RESPONDER : Direction.FROM_ORIGINATOR;
    for (int at = 0; at < message.length(); at += pieceBytes) {
      carriers.onBytes(from, Unpooled.copiedBuffer(message.substring(at, Math.min(message.length(), at + pieceBytes)), ISO_8859_1));
    }
    carriers.release();
    return heads;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1460, 99_999})
  void onVisit_headInPieces_isLeftWithoutBeingDecoded(int pieceBytes) {
    RecordingHeads get = visit("GET /" + LONG + " HTTP/1.1\r\nCookie: " + LONG + "\r\nhost:  a.example:80 \r\n\r\n", pieceBytes);
    assertThat(get.visits).containsExactly("a.example");
    assertThat(get.last).isNull();
    assertThat(visit("GET / HTTP/1.0\r\n\r\n", pieceBytes).visits).containsExactly("");
  }

  @Test
  void onVisit_answer_isLeft_butInPiecesOnlyIfItsBodyIsInSight() {
    String page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>";
    assertThat(visit(page, 99_999).visits).hasSize(1).containsOnlyNulls();
    assertThat(visit(page, 7).visits).isEmpty();
    assertThat(visit(page, 7).last.status()).isEqualTo(200);
    assertThat(visit(page + LONG, 40).visits).isEmpty();
    assertThat(visit("HTTP/1.1 200 OK\r\nX: " + LONG + "\r\n\r\n" + LONG, 1460).visits).hasSize(1).containsOnlyNulls();
    assertThat(visit("POST / HTTP/1.1\r\nX: " + LONG + "\r\n\r\n" + LONG, 1460).visits).containsExactly("");
    assertThat(visit("POST / HTTP/1.1\r\nX: " + LONG + "\r\n\r\n{\"method\":1" + LONG, 1460).visits).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upgrade: websocket", "X-Mining-Extensions: midstate"})
  void onHead_signBehindALongFront_isRead(String header) {
    RecordingHeads heads = visit("GET / HTTP/1.1\r\nCookie: " + LONG + "\r\n" + header + "\r\n\r\n", 1460);
    assertThat(heads.visits).isEmpty();
    assertThat(heads.last.header("cookie")).isEqualTo(LONG);
  }

  @Test
  void onHead_json_behindALongFront_isRead() {
    String rest = "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    assertThat(visit("POST / HTTP/1.1\r\nCookie: " + LONG + rest, 1460).visits).isEmpty();
    assertThat(visit("HTTP/1.1 200 OK\r\nCookie: " + LONG + rest, 1460).visits).isEmpty();
  }

  @Test
  void onHead_headers_areFoundInAnyCase() {
    RecordingHeads heads = new RecordingHeads(false);
    Carriers carriers = new Carriers(new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts()), true, true, heads);
    carriers.onBytes(Direction.FROM_ORIGINATOR, Unpooled.copiedBuffer(
        "GET /x HTTP/1.1\r\nHost: a.example\r\nX-Mining-Extensions: midstate\r\nHOST: b.example\r\n\r\n",
        java.nio.charset.StandardCharsets.US_ASCII));
    HttpHead head = heads.last;
    assertThat(head.header("host")).isEqualTo("a.example");
    assertThat(head.header("x-mining-extensions")).isEqualTo("midstate");
    assertThat(head.header("cookie")).isNull();
    assertThat(head.headers()).hasSize(3);
    assertThat(head.status()).isZero();
    carriers.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "GET nonsense\r\n\r\n", "GET / HTTP/9.x\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "POST / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
  })
  void onBytes_malformed_isPassedOverUpToTheNextStartLine(String bad) {
    Talk talk = new Talk().up(bad).up("garbage").up(post("{}"));
    assertThat(talk.whole()).endsWith(">POST /rpc", ">body {}").doesNotContain(">stream garbage");
  }

  @Test
  void onBytes_malformedThenJsonLines_areTheStream() {
    Talk talk = new Talk().down(ok("{}")).down("{\"id\":1}\n").down("more\n").down(ok("[]")).down("x");
    assertThat(talk.whole()).containsExactly("<200", "<body {}", "<gap", "<stream {\"id\":1}\nmore\n", "<200", "<body []");
  }

  @Test
  void onBytes_headAboveBound_isPassedOver() {
    String head = "POST / HTTP/1.1\r\nCookie: " + "x".repeat(CarrierOptions.DEFAULTS.maxHeadBytes());
    Talk talk = new Talk().up(head).up("\r\nContent-Length: 2\r\n\r\n{}").up(post("[]"));
    assertThat(talk.whole()).containsExactly(">POST /rpc", ">body []");
  }
}
