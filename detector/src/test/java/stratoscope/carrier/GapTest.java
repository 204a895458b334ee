package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.flow.FlowCounts;

/** Streams with missing bytes, and those met midstream. */
class GapTest {
  private static final String JOB = "{\"method\":\"job\"}";

  @Test
  void onGap_inHttp_goesOnAtTheNextStartLine() {
    Talk talk = new Talk().up(HttpStageTest.post("{1}")).down(HttpStageTest.ok("{a}"))
        .up("POST /rpc HTTP/1.1\r\nContent-Le").gapUp().up("ept: *\r\n\r\n").up("tail").up(HttpStageTest.post("{2}"))
        .down("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{").gapDown().down("tail}").down(HttpStageTest.ok("{b}"));
    assertThat(talk.whole()).containsExactly(
        ">POST /rpc", ">body {1}", "<200", "<body {a}", ">POST /rpc", ">body {2}", "<200", "<200", "<body {b}");
  }

  @Test
  void onGap_headLostAndBodyApart_isTheStream() {
    Talk talk = new Talk().down(HttpStageTest.ok("{a}")).gapDown().down("{\"id\":1,").down("\"result\":0}").gapDown().down("x")
        .down("{}").down(HttpStageTest.ok("{b}"));
    assertThat(talk.whole()).containsExactly(
        "<200", "<body {a}", "<gap", "<stream {\"id\":1,\"result\":0}", "<gap", "<gap", "<stream {}", "<200", "<body {b}");
  }

  @Test
  void onGap_requestsLost_answersAreReadByThemselves() {
    Talk talk = new Talk().up("HEAD / HTTP/1.1\r\n\r\n").gapUp().down(HttpStageTest.ok("{a}"));
    assertThat(talk.whole()).containsExactly(">HEAD /", "<200", "<body {a}");
  }

  @Test
  void beginsText_longMessage_isInflatedToItsFirstBytes() {
    String json = "{" + "a".repeat(60_000) + "}";
    ByteBuf frame = Unpooled.wrappedBuffer(Bytes.masked(0xC1, Bytes.deflated(new Deflater(9, true), json)));
    CarrierMemory memory = new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts());
    assertThat(FrameHead.beginsText(frame, memory)).isTrue();
    assertThat(memory.scratch()).as("inflated").containsOnly(0);
    assertThat(frame.readerIndex()).isZero();
  }

  @Test
  void beginsText_noJsonOrNoDeflate_isNone() {
    CarrierMemory memory = new CarrierMemory(CarrierOptions.DEFAULTS, new FlowCounts());
    for (byte[] payload : List.of(Bytes.deflated(new Deflater(9, true), "text"), new byte[] {7}, new byte[] {-1, -1, -1},
        Bytes.deflated(new Deflater(9, true), ""))) {
      assertThat(FrameHead.beginsText(Unpooled.wrappedBuffer(Bytes.frame(0xC1, payload)), memory)).isFalse();
    }
  }

  @Test
  void onGap_upgradeLost_findsFrames() {
    Talk talk = new Talk().up(HttpStageTest.post("{}")).gapUp().up(Bytes.masked(0x81, JOB)).down(HttpStageTest.ok("{}")).gapDown()
        .down(Bytes.frame(0x81, JOB));
    assertThat(talk.whole()).endsWith("<message " + JOB).contains(">message " + JOB);
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.WEBSOCKET);
  }

  @Test
  void onGap_inWebSocket_goesOnAtTheNextWholeMessage() {
    Talk talk = new Talk().up(WebSocketStageTest.UPGRADE).down(WebSocketStageTest.SWITCH)
        .down(Bytes.frame(0x01, "begun")).gapDown().down(Bytes.frame(0x80, "rest")).down("garbage")
        .down(Bytes.frame(0x81, JOB), Bytes.frame(0x81, "text"));
    assertThat(talk.whole()).endsWith(">websocket pool.example:8080", "<message " + JOB, "<message text");
  }

  @Test
  void onGap_inCompressedWebSocket_goesOnWhenItCan() {
    Deflater deflater = new Deflater(9, true);
    Talk talk = new Talk().up(WebSocketStageTest.UPGRADE).down(WebSocketStageTest.SWITCH)
        .down(Bytes.frame(0xC1, Bytes.deflated(deflater, JOB))).gapDown()
        .down(Bytes.frame(0xC1, Bytes.deflated(deflater, JOB)))
        .down(Bytes.frame(0xC1, Bytes.deflated(new Deflater(9, true), "[1]")));
    assertThat(talk.whole()).endsWith("<message " + JOB, "<message [1]").hasSize(5);
  }

  @Test
  void onGap_atTheVeryStart_isMidstream() {
    Talk talk = new Talk().gapUp().up(HttpStageTest.post("{}")).gapDown().down("tail}\n").down(Bytes.frame(0x81, JOB));
    assertThat(talk.whole()).containsExactly(">gap", ">POST /rpc", ">body {}", "<gap", "<stream tail}\n", "<message " + JOB);
  }

  @Test
  void onGap_whileNothingIsKnown_handsOverWhatWasHeld() {
    assertThat(new Talk().up("PO").gapUp().up("x").whole()).containsExactly(">stream PO", ">gap", ">stream x");
  }

  @Test
  void onGap_inPlainStream_isToldOnce() {
    assertThat(new Talk().up("{}").gapUp().up("{}").whole()).containsExactly(">stream {}", ">gap", ">stream {}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onBytes_midstreamFrames_areFound(boolean isCompressed) {
    byte[] payload = isCompressed ? Bytes.deflated(new Deflater(9, true), JOB) : Bytes.ascii(JOB);
    int first = isCompressed ? 0xC1 : 0x81;
    Talk talk = new Talk().midstream().up("noise").up(Bytes.masked(first, payload)).down(Bytes.frame(first, payload))
        .down(Bytes.frame(0x89, ""), Bytes.frame(0x82, "any"));
    assertThat(talk.whole()).containsExactly(">stream noise", ">message " + JOB, "<message " + JOB, "<message any");
    assertThat(talk.nest()).containsExactly(Carrier.TCP, Carrier.WEBSOCKET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"81 05 7b 7d", "81 02 41 42", "81", "82 7e 00", "c1 03 07 07 07", "c1 01 00", "81 00", "01 02 7b 7d"})
  void onBytes_midstreamAlmostFrames_areTheStream(String bytes) {
    assertThat(new Talk().midstream().down(Bytes.hex(bytes)).whole()).hasSize(1).allMatch(call -> call.startsWith("<stream"));
  }

  @Test
  void onBytes_midstreamHttp_isFound() {
    Talk talk = new Talk().midstream().down("</html>").down(HttpStageTest.ok("{}")).up(HttpStageTest.post("[]"));
    assertThat(talk.whole()).containsExactly("<stream </html>", "<200", "<body {}", ">POST /rpc", ">body []");
  }

  @Test
  void onBytes_midstreamJson_isTheStream() {
    Talk talk = new Talk().midstream().down("{\"id\":1}\n").down("GETTING\n").down("{}\n");
    assertThat(talk.whole()).containsExactly("<stream {\"id\":1}\nGETTING\n{}\n");
    assertThat(talk.nest()).containsExactly(Carrier.TCP);
  }
}
