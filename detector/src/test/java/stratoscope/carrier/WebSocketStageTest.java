package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.flow.Direction;

/** WebSocket behind its upgrade. */
class WebSocketStageTest {
  static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: pool.example:8080\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n"
      + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";
  static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n";
  private static final String LOGIN = "{\"id\":1,\"method\":\"login\"}";
  private static final String JOB = "{\"method\":\"job\",\"params\":{}}";
  private static final int TEXT = 0x81;
  private static final int COMPRESSED_TEXT = 0xC1;

  private static Talk open() {
    return new Talk().up(UPGRADE).down(SWITCH);
  }

  private static final String[] OPENED = {">GET /ws", "<101", ">websocket pool.example:8080"};

  @Test
  void onBytes_upgradeGranted_handsOverMessages() {
    Talk talk = open().up(Bytes.masked(TEXT, LOGIN)).down(Bytes.frame(TEXT, JOB), Bytes.frame(0x82, LOGIN)).up(Bytes.masked(TEXT, JOB));
    assertThat(talk.calls()).startsWith(OPENED).endsWith(
        ">message " + LOGIN, "<message " + JOB, "<message " + LOGIN, ">message " + JOB).hasSize(7);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.WEBSOCKET);
  }

  @Test
  void onBytes_serverSpeaksAlongWithTheSwitch_isRead() {
    assertThat(new Talk().up(UPGRADE).down(Bytes.ascii(SWITCH), Bytes.frame(TEXT, JOB)).calls()).endsWith("<message " + JOB);
  }

  @Test
  void onBytes_maskedTheWrongWayRound_isReadAllTheSame() {
    Talk talk = open().up(Bytes.frame(TEXT, LOGIN)).down(Bytes.masked(TEXT, JOB));
    assertThat(talk.calls()).endsWith(">message " + LOGIN, "<message " + JOB);
  }

  @Test
  void onBytes_fragmentsWithControlFramesBetween_areJoined() {
    Talk talk = open().down(Bytes.frame(0x01, "{\"method\""), Bytes.frame(0x89, "ping"), Bytes.frame(0x00, ""), Bytes.frame(0x00, ":\"job"),
        Bytes.frame(0x8A, ""), Bytes.frame(0x80, "\"}"), Bytes.frame(TEXT, JOB));
    assertThat(talk.calls()).startsWith(OPENED).endsWith("<message {\"method\":\"job\"}", "<message " + JOB).hasSize(5);
  }

  @Test
  void onBytes_emptyMessagesAndClose_areNothing() {
    Talk talk = open().down(Bytes.frame(TEXT, ""), Bytes.frame(0x01, ""), Bytes.frame(0x80, ""), Bytes.frame(0x88, "\u0003\u0003"),
        Bytes.frame(TEXT, JOB));
    assertThat(talk.calls()).startsWith(OPENED).endsWith("<message " + JOB).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536})
  void onBytes_lengthsOfEachForm_areRead(int length) {
    String text = "x".repeat(length);
    Talk talk = open().up(Bytes.masked(TEXT, text)).down(Bytes.frame(TEXT, text));
    assertThat(talk.whole()).endsWith(">message " + text, "<message " + text);
    assertThat(talk.play(left -> 700)).endsWith(">message " + text, "<message " + text);
  }

  @Test
  void onBytes_frameTooLong_isSkipped() {
    String text = "x".repeat(CarrierOptions.DEFAULTS.maxMessageBytes() + 1);
    Talk talk = open().up(Bytes.masked(TEXT, text), Bytes.masked(TEXT, LOGIN)).down(Bytes.frame(TEXT, text), Bytes.frame(TEXT, JOB));
    assertThat(talk.whole()).startsWith(OPENED).endsWith(">message " + LOGIN, "<message " + JOB).hasSize(5);
    assertThat(talk.play(left -> 900)).isEqualTo(talk.whole());
  }

  @Test
  void onBytes_fragmentsTooLongTogether_areSkipped() {
    CarrierOptions small = new CarrierOptions(1000, 100, 20, 100, 8, 4, 1 << 20);
    Talk talk = open().with(small).down(Bytes.frame(0x01, "0123456789"), Bytes.frame(0x00, "0123456789"), Bytes.frame(0x00, "x"),
        Bytes.frame(0x89, ""), Bytes.frame(0x00, "0123456789"), Bytes.frame(0x80, "!"), Bytes.frame(TEXT, "{}"));
    assertThat(talk.calls()).startsWith(OPENED).endsWith("<message {}").hasSize(4);
  }

  @Test
  void onBytes_fragmentTooLongInTheMiddle_skipsItsMessage() {
    CarrierOptions small = new CarrierOptions(1000, 100, 20, 100, 8, 4, 1 << 20);
    Talk talk = open().with(small).down(Bytes.frame(0x01, "0123"), Bytes.frame(0x00, "x".repeat(500)), Bytes.frame(0x80, "end"),
        Bytes.frame(TEXT, "{}"));
    assertThat(talk.calls()).startsWith(OPENED).endsWith("<message {}").hasSize(4);
  }

  @Test
  void onBytes_compressedWithContext_isInflated() {
    Deflater up = new Deflater(9, true);
    Deflater down = new Deflater(9, true);
    Talk talk = open();
    for (int i = 0; i < 4; i++) {
      talk.up(Bytes.masked(COMPRESSED_TEXT, Bytes.deflated(up, LOGIN))).down(Bytes.frame(COMPRESSED_TEXT, Bytes.deflated(down, JOB)));
    }
    assertThat(talk.calls()).startsWith(OPENED).hasSize(11).endsWith(">message " + LOGIN, "<message " + JOB);
    assertThat(talk.only(Direction.FROM_RESPONDER).calls()).hasSize(6).endsWith("<message " + JOB, "<message " + JOB);
    assertThat(talk.only(Direction.FROM_ORIGINATOR).calls()).hasSize(6).endsWith(">message " + LOGIN);
  }

  @Test
  void onBytes_compressedAfreshEachTime_isInflated() {
    Talk talk = open();
    for (int i = 0; i < 3; i++) {
      talk.down(Bytes.frame(COMPRESSED_TEXT, Bytes.deflated(new Deflater(9, true), JOB)));
    }
    assertThat(talk.calls()).startsWith(OPENED).hasSize(6).endsWith("<message " + JOB);
  }

  @Test
  void onBytes_compressedToFinalBlock_isInflated() {
    byte[] whole = new byte[200];
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(Bytes.ascii(JOB));
    deflater.finish();
    byte[] packed = java.util.Arrays.copyOf(whole, deflater.deflate(whole));
    byte[] done = java.util.Arrays.copyOf(whole, packed.length);
    Talk talk = open().down(Bytes.frame(COMPRESSED_TEXT, done), Bytes.frame(COMPRESSED_TEXT, done));
    assertThat(talk.calls()).hasSize(5).endsWith("<message " + JOB, "<message " + JOB);
  }

  @Test
  void onBytes_compressedInFragments_isInflated() {
    byte[] packed = Bytes.deflated(new Deflater(9, true), JOB);
    byte[] front = java.util.Arrays.copyOf(packed, 5);
    byte[] rest = java.util.Arrays.copyOfRange(packed, 5, packed.length);
    Talk talk = open().down(Bytes.frame(0x41, front), Bytes.frame(0x89, "x"), Bytes.frame(0x80, rest), Bytes.frame(TEXT, "{}"));
    assertThat(talk.calls()).startsWith(OPENED).endsWith("<message " + JOB, "<message {}").hasSize(5);
  }

  @Test
  void onBytes_inflatedTooLong_isDroppedAndTheNextRead() {
    byte[] bomb = Bytes.deflated(new Deflater(9, true), "x".repeat(CarrierOptions.DEFAULTS.maxInflatedBytes() + 1));
    byte[] most = Bytes.deflated(new Deflater(9, true), "x".repeat(CarrierOptions.DEFAULTS.maxInflatedBytes()));
    Talk talk = open().down(Bytes.frame(COMPRESSED_TEXT, bomb), Bytes.frame(TEXT, JOB), Bytes.frame(COMPRESSED_TEXT, most));
    assertThat(talk.whole()).startsWith(OPENED).hasSize(5).contains("<message " + JOB);
  }

  @Test
  void onBytes_notInflatable_isDroppedAndTheNextRead() {
    Talk talk = open().down(Bytes.frame(COMPRESSED_TEXT, "\u0007\u0007\u0007\u0007\u0007"), Bytes.frame(TEXT, JOB),
        Bytes.frame(COMPRESSED_TEXT, Bytes.deflated(new Deflater(9, true), LOGIN)));
    assertThat(talk.calls()).startsWith(OPENED).endsWith("<message " + JOB, "<message " + LOGIN).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {426, 200, 403})
  void onBytes_upgradeRefused_goesOnAsHttp(int status) {
    Talk talk = new Talk().up(UPGRADE).down("HTTP/1.1 " + status + " No\r\nContent-Length: 2\r\n\r\nno")
        .up(HttpStageTest.post("{}")).down(HttpStageTest.ok("[]"));
    assertThat(talk.calls()).containsExactly(">GET /ws", "<" + status, "<body no", ">POST /rpc", ">body {}", "<200", "<body []");
    assertThat(talk.only(Direction.FROM_ORIGINATOR).calls()).containsExactly(">GET /ws", ">POST /rpc", ">body {}");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP);
  }

  @Test
  void onBytes_oneSideOnly_isRead() {
    Talk talk = open().up(Bytes.masked(TEXT, LOGIN)).down(Bytes.frame(TEXT, JOB));
    Talk up = talk.only(Direction.FROM_ORIGINATOR);
    assertThat(up.calls()).containsExactly(">GET /ws", ">websocket pool.example:8080", ">message " + LOGIN);
    assertThat(up.nest()).containsExactly(Carrier.TCP, Carrier.WEBSOCKET);
    Talk down = talk.only(Direction.FROM_RESPONDER);
    assertThat(down.calls()).containsExactly("<101", ">websocket null:0", "<message " + JOB);
    assertThat(down.nest()).containsExactly(Carrier.TCP, Carrier.WEBSOCKET);
  }

  @Test
  void onBytes_otherSwitch_isTheStream() {
    Talk talk = new Talk().up("GET / HTTP/1.1\r\nUpgrade: tls\r\n\r\n").down("HTTP/1.1 101 Switch\r\nUpgrade: stratum\r\n\r\n" + JOB);
    assertThat(talk.calls()).containsExactly(">GET /", "<101", "<stream " + JOB);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x83, 0x8B, 0x80, 0x09})
  void onBytes_noFrame_isPassedOverUpToTheNextMessage(int first) {
    Talk talk = open().down(Bytes.frame(first, "oops"), Bytes.frame(TEXT, "lost")).down(Bytes.frame(TEXT, "not json"))
        .down(Bytes.frame(TEXT, JOB), Bytes.frame(TEXT, "any"));
    assertThat(talk.whole()).startsWith(OPENED).endsWith("<message " + JOB, "<message any");
  }

  @Test
  void onBytes_impossibleLengths_arePassedOver() {
    Talk talk = open().down(Bytes.hex("81 7f ff ff ff ff ff ff ff ff 00")).down(Bytes.hex("89 7e 00 ff")).down(Bytes.frame(TEXT, JOB));
    assertThat(talk.whole()).startsWith(OPENED).endsWith("<message " + JOB).hasSize(4);
  }

  @Test
  void onBytes_endlessFrame_isSkippedWithoutMemory() {
    Talk talk = open().down(Bytes.hex("81 7f 7f ff ff ff ff ff ff ff"), new byte[100_000]);
    assertThat(talk.whole()).containsExactly(OPENED);
  }
}
