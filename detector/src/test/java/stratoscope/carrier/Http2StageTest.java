package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;

/** HTTP/2 in clear, with prior knowledge or behind an upgrade. */
class Http2StageTest {
  private static final String ASK = "{\"id\":1}";
  private static final String ANSWER = "{\"id\":1,\"result\":0}";

  private final Http2Bytes client = new Http2Bytes();
  private final Http2Bytes server = new Http2Bytes();

  private byte[] ask(int stream, String path, String body) {
    byte[] head = client.headers(stream, body.isEmpty(), ":method", "POST", ":path", path, ":scheme", "http", ":authority", "pool.example");
    return body.isEmpty() ? head : Bytes.join(head, client.data(stream, body, true));
  }

  private byte[] answer(int stream, String body) {
    return Bytes.join(server.headers(stream, false, ":status", "200", "content-type", "application/json"), server.data(stream, body, true));
  }

  private static final String OPENED = ">http2 null:0";

  @Test
  void onBytes_priorKnowledge_handsOverBodies() {
    Talk talk = new Talk().up(client.preface(), ask(1, "/rpc", ASK)).down(server.settings(4096), answer(1, ANSWER))
        .up(client.settingsAck(), ask(3, "/rpc", "[1]"), ask(5, "/poll", "")).down(server.ping(), answer(3, "[2]"), answer(5, "[3]"));
    assertThat(talk.calls()).containsExactly(OPENED, ">POST /rpc", ">body " + ASK, "<200", "<body " + ANSWER,
        ">POST /rpc", ">body [1]", ">POST /poll", "<200", "<body [2]", "<200", "<body [3]");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP2);
  }

  @Test
  void onBytes_streamsInterleaved_areKeptApart() {
    Talk talk = new Talk().down(server.settings(4096),
        server.headers(1, false, ":status", "200"), server.headers(3, false, ":status", "200"),
        server.data(1, "{a", false), server.data(3, "{b", false), server.data(1, "1}", true), server.data(3, "2}", true));
    assertThat(talk.calls()).containsExactly(OPENED, "<200", "<200", "<body {a1}", "<body {b2}");
  }

  @Test
  void onBytes_trailersEndTheStream_bodyIsWhole() {
    Talk talk = new Talk().down(server.settings(4096), server.headers(1, false, ":status", "100"),
        server.headers(1, false, ":status", "200"), server.data(1, ANSWER, false), server.headers(1, true, "x-end", "1"));
    assertThat(talk.calls()).containsExactly(OPENED, "<100", "<200", "<body " + ANSWER);
  }

  @Test
  void onBytes_reset_dropsTheBody() {
    Talk talk = new Talk().down(server.settings(4096), server.headers(1, false, ":status", "200"), server.data(1, "{", false),
        server.reset(1), answer(3, "[]"));
    assertThat(talk.calls()).containsExactly(OPENED, "<200", "<200", "<body []");
  }

  @Test
  void onBytes_oneSideOnly_isRead() {
    Talk talk = new Talk().up(client.preface(), ask(1, "/rpc", ASK)).down(server.settings(4096), answer(1, ANSWER));
    assertThat(talk.only(Direction.FROM_ORIGINATOR).calls()).containsExactly(OPENED, ">POST /rpc", ">body " + ASK);
    assertThat(talk.only(Direction.FROM_RESPONDER).calls()).containsExactly(OPENED, "<200", "<body " + ANSWER);
  }

  @Test
  void onBytes_largerHeaderTableAllowed_isFollowed() {
    Talk talk = new Talk().up(client.preface(), client.settings(16_384)).down(server.settings(4096));
    server.allowTable(16_384);
    for (int stream = 1; stream < 90; stream += 2) {
      talk.down(server.headers(stream, true, ":status", "200", "x-" + stream, "v".repeat(300)));
      talk.down(server.headers(stream, true, ":status", "200", "x-" + Math.max(1, stream - 60), "v".repeat(300)));
    }
    assertThat(talk.whole()).hasSize(1 + 90);
  }

  @Test
  void onBytes_bodiesTooLongTogether_dropsTheOneThatGrows() {
    String most = "x".repeat(CarrierOptions.DEFAULTS.maxBodyBytes() - 10);
    Talk talk = new Talk().down(server.settings(4096), server.headers(1, false, ":status", "200"),
        server.headers(3, false, ":status", "200"), server.data(1, most, false), server.data(3, "0123456789", false),
        server.data(3, "too much", false), server.data(1, "!", true), server.data(3, "", true), answer(5, "[]"));
    assertThat(talk.whole()).containsExactly(OPENED, "<200", "<200", "<body " + most + "!", "<200", "<body []");
  }

  @Test
  void onBytes_dataFrameTooLong_isSkippedWithItsBody() {
    byte[] payload = new byte[CarrierOptions.DEFAULTS.maxBodyBytes() + 1];
    Talk talk = new Talk().down(server.settings(4096), server.headers(1, false, ":status", "200"),
        Http2Bytes.frame(0, 0, 1, payload), Http2Bytes.frame(0, 1, 1, new byte[3]), server.headers(3, false, ":status", "200"),
        Http2Bytes.frame(0, 1, 3, payload), answer(5, "[]"));
    assertThat(talk.whole()).containsExactly(OPENED, "<200", "<200", "<200", "<body []");
    assertThat(talk.play(left -> 1000)).isEqualTo(talk.whole());
  }

  @Test
  void onBytes_streamsWithoutEnd_oldestAreForgotten() {
    int most = CarrierOptions.DEFAULTS.maxHttp2Streams();
    Talk talk = new Talk().down(server.settings(4096));
    for (int i = 0; i <= most; i++) {
      talk.down(server.headers(2 * i + 1, false, ":status", "200"));
    }
    talk.down(server.data(1, "{}", true), server.data(3, "[]", true));
    List<String> calls = talk.whole();
    assertThat(calls).endsWith("<200", "<body []").hasSize(1 + most + 1 + 1);
  }

  @Test
  void onBytes_headTooLong_dropsOrEndsButNeverThrows() {
    Talk talk = new Talk().down(server.settings(4096),
        server.headers(1, false, ":status", "200", "x", "y".repeat(CarrierOptions.DEFAULTS.maxHeadBytes() + 1)), answer(3, "[]"));
    assertThat(talk.whole()).startsWith(OPENED).doesNotContain("<body {}");
  }

  @Test
  void onBytes_malformed_isNotReadOn() {
    byte[] settings = server.settings(4096);
    assertThat(new Talk().down(settings, Http2Bytes.frame(1, 4, 1, Bytes.hex("ff ff ff")), answer(1, "[]")).calls())
        .containsExactly(OPENED);
    assertThat(new Talk().down(settings, Http2Bytes.frame(6, 0, 0, new byte[3]), answer(1, "[]")).calls()).containsExactly(OPENED);
    assertThat(new Talk().down(settings, Bytes.hex("ff ff ff 01 00 00 00 00 01"), new byte[50]).calls()).containsExactly(OPENED);
  }

  @Test
  void onGap_headerTableIsLost_isNotReadOn() {
    Talk talk = new Talk().up(client.preface(), ask(1, "/", ASK)).gapUp().up(ask(3, "/", ASK)).gapUp();
    assertThat(talk.whole()).containsExactly(OPENED, ">POST /", ">body " + ASK);
  }

  @Test
  void onBytes_upgradeToH2c_isRead() {
    Talk talk = new Talk().up("GET / HTTP/1.1\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n")
        .down(Bytes.ascii("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"), server.settings(4096),
            answer(1, ANSWER))
        .up(client.preface(), ask(3, "/rpc", ASK));
    assertThat(talk.calls()).containsExactly(
        ">GET /", "<101", OPENED, "<200", "<body " + ANSWER, ">POST /rpc", ">body " + ASK);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.HTTP2);
  }

  @Test
  void onHead_authority_standsAsHost() {
    RecordingHeads heads = new RecordingHeads(false);
    Carriers carriers = new Carriers(new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts()), true, true, heads);
    carriers.onBytes(Direction.FROM_ORIGINATOR,
        io.netty.buffer.Unpooled.wrappedBuffer(Bytes.join(client.preface(), ask(1, "/x", ASK))));
    assertThat(heads.last.header("Host")).isEqualTo("pool.example");
    assertThat(heads.last.headers()).hasSize(1);
    carriers.release();
  }

  /** Memory counted for one direction that says all this. */
  private static long held(byte[]... parts) {
    CarrierMemory memory = new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts());
    Carriers carriers = new Carriers(memory, true, true, new RecordingSink());
    carriers.onBytes(Direction.FROM_ORIGINATOR, Unpooled.wrappedBuffer(parts));
    long held = memory.heldBytes();
    carriers.release();
    assertThat(memory.heldBytes()).isZero();
    return held;
  }

  @Test
  void heldBytes_longHeads_areCounted() {
    byte[] preface = client.preface();
    long before = held(preface);
    List<byte[]> parts = new ArrayList<>(List.of(preface));
    for (int stream = 1; stream < 128; stream += 2) {
      parts.add(client.headers(stream, false, ":method", "POST", ":path", "/" + "p".repeat(14_000)));
    }
    assertThat(held(parts.toArray(byte[][]::new)) - before).isGreaterThan(64 * 14_000);
  }

  @Test
  void heldBytes_blockOfHeadersWithoutEnd_isCounted() {
    byte[] preface = client.preface();
    byte[] block = Http2Bytes.frame(1, 0, 1, new byte[10_000]);
    byte[] more = Http2Bytes.frame(9, 0, 1, new byte[5_000]);
    byte[] end = Http2Bytes.frame(9, 4, 1, new byte[0]);
    long before = held(preface);
    assertThat(held(preface, block, more) - before).isGreaterThan(15_000);
    byte[] head = client.headers(1, true, ":method", "GET", ":path", "/");
    byte[] begun = head.clone();
    begun[4] &= ~4;
    assertThat(held(preface, begun, end)).as("whole again").isEqualTo(held(preface, head));
  }
}
