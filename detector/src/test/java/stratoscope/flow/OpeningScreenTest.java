package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.flow.Screen.Look.BINARY;
import static stratoscope.flow.Screen.Look.HANDSHAKE;
import static stratoscope.flow.Screen.Look.HTTP;
import static stratoscope.flow.Screen.Look.OPENING;
import static stratoscope.flow.Screen.Look.TEXT;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.TcpSegment;

/** What begins as carriers of mining do, and as mining protocols without JSON. */
class OpeningScreenTest {
  private static Screen.Look look(byte[] payload, int missingLength) {
    TcpSegment segment = new Wire().segment(true, 0, 0, payload);
    segment.missingLength = missingLength;
    return Screen.lookAt(segment);
  }

  private static Screen.Look look(String payload) {
    return look(payload.getBytes(StandardCharsets.ISO_8859_1), 0);
  }

  private static Screen.Look lookHex(String digits) {
    return look(HexFormat.of().parseHex(digits.replace(" ", "")), 0);
  }

  private static final String OK = "HTTP/1.1 200 OK\r\nServer: x\r\n";

  @ParameterizedTest
  @ValueSource(strings = {
    "POST / HTTP/1.1\r\nHost: x\r\n\r\n{\"id\":1", "PUT / HTTP/1.1\r\n\r\n{", "GET / HTTP/1.1\n\n{",
    OK + "\r\n{\"result\":1}\n", OK + "Transfer-Encoding: chunked\r\n\r\n1f\r\n{\"result\"",
    OK + "Content-Type: application/json\r\n\r\n", OK + "content-type:text/JSON;x\r\n", "POST / HTTP/1.1\r\nContent-Type: x-json\r\n\r\n",
    OK + "X-Long-Polling: /lp\r\n\r\n", OK + "x-stratum: y\r\n\r\n", OK + "X-Roll-NTime: expire=60\r\n\r\n",
    "GET /work HTTP/1.1\r\nX-Mining-Extensions: midstate\r\n\r\n", "GET /ws HTTP/1.1\r\nUpgrade: WebSocket\r\n\r\n",
    "GET /ws HTTP/1.1\r\nConnection: upgrade\r\nUPGRADE:h2c, websocket\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
    "HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200 Connection Established\r\nVia: x\r\n\r\n",
    "HTTP/1.0 200 OK\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
  })
  void lookAt_httpWithASign_isOpening(String payload) {
    assertThat(look(payload)).isEqualTo(OPENING);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n", OK, OK + "\r\n", "HTTP/1.0 404 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200",
    "POST / HTTP/1.1\r\nContent-Type: text/html\r\n\r\na=b",
    "GET / HTTP/1.1\r\nContent-Type: application/json\r\nAccept: application/json\r\n\r\n", OK + "\r\n<html>\n  {",
    OK + "\r\nbody\nline\n{", OK + "Content-Type: text/css\r\n\r\na {\n}\n", OK + "X-Powered-By: json\r\n\r\n",
    OK + "Upgrade: h2c\r\n\r\nwebsocket", OK + "Content-Type: text/plain\r\nX: json\r\n", "GET / HTTP/1.1", "GET /json X-Mining"
  })
  void lookAt_httpWithoutSign_isHttp(String payload) {
    assertThat(look(payload)).isEqualTo(HTTP);
    assertThat(HTTP.isStrong()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {"{\"status\":1,|HTTP", "{\"id\":1,\"method\":2,|OPENING",
      "[{\"RESULT\" :|OPENING", "x{\"result\"|HTTP", "<html>|HTTP"})
  void lookAt_jsonInSight_isOpeningForCallsAndAnswers(String body, Screen.Look expected) {
    assertThat(look(OK + "Content-Type: application/json\r\n\r\n" + body + " ".repeat(80))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'GET / HTTP/1.1|A: b||',true", "'GET / HTTP/1.1|A: b|',false", "'GET /ws HTTP/1.1|Upgrade: websocket||',false",
      "'POST / HTTP/1.1|A: b||',false", "'POST / HTTP/1.1|A: b||a=b',true", "'HTTP/1.1 200 OK|Content-Type: text/html||',true",
      "'HTTP/1.1 200 OK|Server: x||',false", "'HTTP/1.1 200 OK|Server: x||<html>',true", "'HTTP/1.1 200 OK|X-Stratum: x||<html>',false",
      "'HTTP/1.1 200 OK|Content-Type: application/json||',false", "'CONNECT a:1 HTTP/1.1||',false", "GET,false"})
  void isVisit_byHeadAndBody(String message, boolean expected) {
    ByteBuffer bytes = ByteBuffer.wrap(message.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(HttpScreen.isVisit(bytes, 0, bytes.limit(), false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'GET / HTTP/1.1|A: b||',true", "'GET / HTTP/1.1|Upgrade: websocket||',false",
      "'HTTP/1.1 200 OK|Content-Type: text/html||',false", "'HTTP/1.1 200 OK|Content-Type: text/html||<html>',false",
      "'POST / HTTP/1.1|A: b||a=b',false", "'POST / HTTP/1.1|A: b||a=b*',true",
      "'HTTP/1.1 200 OK|A: b||<html>*',true", "'HTTP/1.1 200 OK|A: b||{\"a\":1*',false", "'HTTP/1.1 200 OK|A: b||1a|{\"a\":1*',false"})
  void isVisit_inPieces_byMoreOfTheBody(String message, boolean expected) {
    String text = message.replace("|", "\r\n").replace("*", "x".repeat(80));
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(HttpScreen.isVisit(bytes, 0, bytes.limit(), true)).isEqualTo(expected);
  }

  @Test
  void lookAt_manyHeadsInOnePayload_endsInTime() {
    assertThat(look("POST\n\n".repeat(10_000))).isEqualTo(HTTP);
    assertThat(look("POST\n\n".repeat(10) + "GET / HTTP/1.1\r\nX-Mining-Extensions: midstate\r\n\r\n")).isEqualTo(HTTP);
    assertThat(look("POST\n\n".repeat(10) + "POST / HTTP/1.1\r\nX-Mining-Extensions: midstate\r\n\r\n")).isEqualTo(OPENING);
  }

  @Test
  void isVisit_headLongerThanASegment_isLookedThrough() {
    String head = "GET /ws HTTP/1.1\r\nCookie: " + "x".repeat(1500) + "\r\nUpgrade: websocket\r\n\r\n";
    ByteBuffer websocket = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(HttpScreen.isVisit(websocket, 0, websocket.limit(), false)).isFalse();
    ByteBuffer other = ByteBuffer.wrap(head.replace("websocket", "h2c").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(HttpScreen.isVisit(other, 0, other.limit(), false)).isTrue();
  }

  @Test
  void lookAt_signFarBehind_isNotLookedFor() {
    assertThat(look(OK + "Cookie: " + "x".repeat(1400) + "\r\nX-Mining: 1\r\n\r\n")).isEqualTo(OPENING);
    assertThat(look(OK + "Cookie: " + "x".repeat(1500) + "\r\nX-Mining: 1\r\n\r\n")).isEqualTo(HTTP);
  }

  @Test
  void lookAt_lineEndsAtAnyPlace_areFound() {
    for (int length = 0; length < 40; length++) {
      assertThat(look("POST / HTTP/1.1\r\nA: " + "\u008a\u000b".repeat(length) + "\n\n{")).as("%d", length).isEqualTo(OPENING);
      assertThat(look("POST / HTTP/1.1\r\nA: " + "\t".repeat(length) + "\n\n\n{")).as("%d", length).isEqualTo(OPENING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"JOB,user,LOW,key\n", "JOBXX,user,LOW", "FROM,PC Miner,user",
      "1111111111111111111111111111111111111111,"
      + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaF,7500\n"})
  void lookAt_duinoCoin_isOpening(String payload) {
    assertThat(look(payload)).isEqualTo(OPENING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JOBS,abc and more", "FROM,pc miner", "FROM: a@b.example", "JOB", "JOBxx,user,LOW",
      "1111111111111111111111111111111111111111,"
      + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag,7500\n", "1111111111111111111111111111111111111111,"
      + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,x", "1111111111111111111111111111111111111111,"
      + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,", "CONNECTED to it", "PRI * something"})
  void lookAt_almostSo_isText(String payload) {
    assertThat(look(payload)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "05 01 00", "05 02 00 02", "05 03 00 01 80", "05 08 00 01 02 03 05 06 07 fe", // greetings
    "05 01 00 01 cb 00 71 09 0d 05", "05 01 00 03 01 61 0d 05", "05 01 00 04 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07 01 bb",
    "05 01 00 03 01 61 0d 05 7b 7d", // with what follows
    "05 01 00 05 01 00 01 cb 00 71 09 0d 05", "05 02 00 02 05 01 00 03 01 61 0d 05 7b 7d", // greeting and request at once
    "04 01 0d 05 cb 00 71 09 00", "04 01 0d 05 cb 00 71 09 61 62 00", "04 01 0d 05 00 00 00 01 61 00 62 2e 63 00"
  })
  void lookAt_socks_isOpening(String digits) {
    assertThat(lookHex(digits)).isEqualTo(OPENING);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "05", "05 01", "05 01 04", "05 01 0a", "05 02 00 ff", "05 09 00 00 00 00 00 00 00 00 00", "05 01 00 05 00 00 00 00",
    "05 01 00 01 cb 00 71 09 0d", "05 01 00 03 04 61 0d 05", "05 02 00 01 cb 00 71 09 0d 05", "05 00 0b 03 10 00 00 00", "05 01 00 03",
    "04", "04 01 0d 05 cb 00 71 09", "04 01 00 00 cb 00 71 09 00", "04 02 0d 05 cb 00 71 09 00", "04 01 0d 05 cb 00 71 09 61",
    "04 01 0d 05 cb 00 71 09 00 61 00", "04 01 0d 05 cb 00 71 09 07 00", "04 01 00 00 00 00 00 01 61", "04 01 0d 05 00 00 00 00 61"
  })
  void lookAt_almostSocks_isBinary(String digits) {
    assertThat(lookHex(digits)).isEqualTo(BINARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"05 00", "05 02", "00 5a 00 00 00 00 00 00", "00 5a 0d 05 cb 00 71 09"})
  void lookAt_proxysFirstAnswer_isHandshake(String digits) {
    assertThat(lookHex(digits)).isEqualTo(HANDSHAKE);
    assertThat(lookHex(digits + " 00")).isNotEqualTo(HANDSHAKE);
  }

  /** Of SOCKS4a, whose names may follow in segments of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"04 01 0d 05 00 00 00 01", "04 01 0d 05 00 00 00 01 61 00", "04 01 0d 05 00 00 00 ff 61"})
  void lookAt_headOfARequestByName_isHandshake(String digits) {
    assertThat(lookHex(digits)).isEqualTo(HANDSHAKE);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "81 02 7b 7d", "82 01 7b 81 00", "81 82 01 02 03 04 7a 00", "81 7e 00 02 7b 7d", "81 fe 00 02 ff 00 00 00 84 00",
    "c1 03 ab cd ef", "c1 83 01 02 03 04 05 06 07", "c1 7e 00 01 aa"
  })
  void lookAt_frame_isOpening(String digits) {
    assertThat(lookHex(digits)).isEqualTo(OPENING);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "81", "81 00", "81 02 7b", "81 02 41 42", "81 82 01 02 03 04 7b 00", "81 82 01 02 03 04", "81 7f 00 00 00 00 00 00 00 01 7b",
    "81 7e 00", "c1 03 ab cd", "c1 03 ab cd ef 00", "c1 7e ff ff aa", "83 02 7b 7d", "01 02 7b 7d", "80 02 7b 7d"
  })
  void lookAt_almostFrame_isBinary(String digits) {
    assertThat(lookHex(digits)).isEqualTo(BINARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "00 00 00 08 00 00 00 02 00 02 00 01 00 00", // SetupConnection
    "00 00 01 06 00 00 02 00 00 00 00 00", "00 80 1a 02 00 00 aa bb", "00 80 15 01 00 00 aa 00 80 20 00 00 00", "00 00 76 00 00 00"
  })
  void lookAt_stratumV2_isOpening(String digits) {
    assertThat(lookHex(digits)).isEqualTo(OPENING);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "00", "00 00 00 00 00", "00 00 00 00 00 00", "00 00 00 08 00 00 03 02 00 02 00 01 00 00", "00 00 00 08 00 00 00 02 00 03 00 01 00 00",
    "00 00 01 06 00 00 02 00 00 00 00", "00 00 01 06 00 00 02 00 00 00 00 00 00", "00 00 05 00 00 00", "00 00 26 01 00 00 aa",
    "00 01 01 00 00 00", "00 80 1a 02 00 00 aa bb 00 80 26 00 00 00", "00 00 00 47 fe 53 4d 42", "00 00 01 ff ff ff 00"
  })
  void lookAt_almostStratumV2_isBinary(String digits) {
    assertThat(lookHex(digits)).isEqualTo(BINARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "05 00 10 00 00 10 10 80 e2 cf aa 06 11 22", "04 ff ff 01 00 0e 0f 80 e2 cf aa 0f", "08 90 01 00 00 10 10 ff ff ff ff 02"
  })
  void lookAt_p2poolBlock_isOpening(String digits) {
    assertThat(lookHex(digits)).isEqualTo(OPENING);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "05 00 10 00 00 10 10 80 e2 cf aa", "05 00 10 02 00 10 10 80 e2 cf aa 06", "05 00 10 00 80 10 10 80 e2 cf aa 06",
    "05 00 10 00 00 0d 10 80 e2 cf aa 06", "05 00 10 00 00 10 0f 80 e2 cf aa 06", "05 00 10 00 00 10 10 80 62 cf aa 06",
    "05 00 10 00 00 10 10 80 e2 cf aa 86", "06 00 10 00 00 10 10 80 e2 cf aa 06", "05 0c 00 00 00 10 10 80 e2 cf aa 06"
  })
  void lookAt_almostP2poolBlock_isBinary(String digits) {
    assertThat(lookHex(digits)).isEqualTo(BINARY);
  }

  @Test
  void lookAt_stratumV2CutBySnapLength_countsWhatWasOnTheWire() {
    byte[] captured = HexFormat.of().parseHex("000001060000aabb");
    assertThat(look(captured, 4)).isEqualTo(OPENING);
    assertThat(look(captured, 5)).isEqualTo(BINARY);
  }

  @ParameterizedTest
  @CsvSource({"0,true", "100,true", "3600,true", "3700,false", "-1,false"})
  void lookAt_datumHello_isHandshake(int more, boolean isHello) {
    int length = 400 + more;
    int header = (1 << 27 | 1 << 25 | 1 << 24 | length) ^ 0xDC871829;
    byte[] payload = new byte[404];
    for (int i = 0; i < 4; i++) {
      payload[i] = (byte) (header >>> (8 * i));
    }
    assertThat(look(payload, 0)).isEqualTo(isHello ? HANDSHAKE : BINARY);
    payload[2] ^= (byte) 0x40;
    assertThat(look(payload, 0)).as("a reserved bit").isEqualTo(BINARY);
  }

  @ParameterizedTest
  @CsvSource({"64,ff,HANDSHAKE", "32,ff,HANDSHAKE", "63,ff,BINARY", "17,00,HANDSHAKE", "17,01,BINARY", "16,00,BINARY"})
  void lookAt_binaryOfSomeLength_isHandshake(int length, String first, Screen.Look expected) {
    byte[] payload = new byte[length];
    payload[0] = (byte) Integer.parseInt(first, 16);
    payload[1] = 3;
    assertThat(look(payload, 0)).isEqualTo(expected);
    assertThat(expected.isStrong()).isFalse();
  }

  @Test
  void lookAt_anythingShort_neverReadsBeyond() {
    SplittableRandom random = new SplittableRandom(5);
    byte[] firsts = {0, 4, 5, (byte) 0x81, (byte) 0x82, (byte) 0xC1, 'P', 'G', 'H', 'C', 'J', '1', '{', 0x29};
    int strong = 0;
    Wire wire = new Wire();
    for (int i = 0; i < 200_000; i++) {
      byte[] payload = new byte[random.nextInt(1, 120)];
      random.nextBytes(payload);
      payload[0] = firsts[random.nextInt(firsts.length - 2)];
      TcpSegment segment = wire.segment(true, 0, 0, payload);
      segment.data.limit(2 + payload.length);
      segment.missingLength = random.nextInt(3) == 0 ? random.nextInt(2000) : 0;
      strong += Screen.lookAt(segment).isStrong() ? 1 : 0;
    }
    assertThat(strong).as("of 200,000 random ones with a first byte that counts").isLessThan(600);
  }
}
