package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import stratoscope.carrier.Carrier;
import stratoscope.evidence.Verdict;
import stratoscope.flow.Direction;
import stratoscope.flow.Interest;
import stratoscope.flow.TestFlows;

/** Conversations inside WebSocket, CONNECT and HTTP: what is a dialogue there, what a document, and how long patience lasts. */
class CarriedConversationTest {
  private static final String SUBSCRIBE = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"cgminer/4.12.1\"]}";
  private static final String SUBSCRIBED = "{\"id\":1,\"result\":[[[\"mining.notify\",\"ae68\"]],\"08000002\",4],\"error\":null}";
  private static final String AUTHORIZE = "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"u.w\",\"x\"]}";
  private static final String AUTHORIZED = "{\"id\":2,\"result\":true,\"error\":null}";
  private static final String DIFFICULTY = "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[8192]}";
  private static final String EXTRANONCE = "{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"0800\",4]}";
  private static final String CONNECT = "CONNECT pool.example:3333 HTTP/1.1\r\n\r\n";
  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final String GET = "GET /log HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String ENDLESS = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n";

  private static Dialogue upgraded() {
    return raw(raw(new Dialogue(), Dialogue.UP, "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n"), Dialogue.DOWN,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
  }

  private static Dialogue raw(Dialogue dialogue, Direction from, String text) {
    return dialogue.bytes(from, text.getBytes(StandardCharsets.UTF_8));
  }

  /** One frame of less than 64 kB, without a mask, which readers allow on either side. */
  private static Dialogue frame(Dialogue dialogue, Direction from, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    int head = payload.length < 126 ? 2 : 4;
    byte[] frame = new byte[head + payload.length];
    frame[0] = (byte) 0x82;
    frame[1] = (byte) (head == 2 ? payload.length : 126);
    if (head == 4) {
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
    }
    System.arraycopy(payload, 0, frame, head, payload.length);
    return dialogue.bytes(from, frame);
  }

  @Test
  void streamInFrames_cutAnywhere_isRead() {
    String up = SUBSCRIBE + "\n" + AUTHORIZE + "\n";
    String down = SUBSCRIBED + "\n" + AUTHORIZED + "\n" + DIFFICULTY + "\n";
    for (int size = 1; size < up.length(); size++) {
      Dialogue dialogue = upgraded();
      for (int at = 0; at < up.length(); at += size) {
        frame(dialogue, Dialogue.UP, up.substring(at, Math.min(up.length(), at + size)));
      }
      for (int at = 0; at < down.length(); at += size) {
        frame(dialogue, Dialogue.DOWN, down.substring(at, Math.min(down.length(), at + size)));
      }
      assertThat(dialogue.signs()).as("frames of %d", size)
          .contains("stratum-v1-subscribe-answered", "stratum-v1-authorize-accepted", "stratum-v1-set-difficulty")
          .noneMatch(rule -> rule.startsWith("conversation-foreign"));
    }
  }

  @Test
  void unfinishedMessage_thenAWholeOne_isForgotten() {
    Dialogue dialogue = frame(frame(upgraded(), Dialogue.UP, "{\"id\":7,"), Dialogue.UP, SUBSCRIBE);
    frame(frame(dialogue, Dialogue.UP, "\"method\":\"mining.authorize\",\"params\":[\"u\"]}"), Dialogue.DOWN, SUBSCRIBED);
    assertThat(dialogue.signs()).contains("stratum-v1-subscribe-answered").doesNotContain("stratum-v1-authorize");
  }

  @Test
  void textBesideMessages_isAQuotation_onBothSidesAChat() {
    Dialogue oneSided = frame(upgraded(), Dialogue.UP, "look:\n" + SUBSCRIBE + "\n" + AUTHORIZE);
    assertThat(oneSided.signs()).contains("conversation-foreign-text");
    assertThat(oneSided.verdict()).isEqualTo(Verdict.NONE);
    frame(oneSided, Dialogue.DOWN, "the answer is\n" + SUBSCRIBED + "\n" + AUTHORIZED + "\n" + DIFFICULTY + "\n" + EXTRANONCE);
    assertThat(oneSided.signs()).contains("conversation-foreign-text-both", "stratum-v1-subscribe-answered");
    assertThat(oneSided.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void textInMessagesOfItsOwn_isNoQuotation() {
    Dialogue dialogue = frame(frame(frame(upgraded(), Dialogue.UP, "ping"), Dialogue.UP, SUBSCRIBE), Dialogue.DOWN, SUBSCRIBED);
    assertThat(dialogue.verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(dialogue.signs()).doesNotContain("conversation-foreign-text");
  }

  @Test
  void gapInFrames_gluesNothing() {
    Dialogue dialogue = frame(upgraded(), Dialogue.UP, "{\"id\":1,\"method\":\"mining.sub").gap(Dialogue.UP);
    frame(frame(dialogue, Dialogue.UP, SUBSCRIBE + "\n" + AUTHORIZE + "\n"), Dialogue.DOWN, SUBSCRIBED);
    assertThat(dialogue.signs()).contains("stratum-v1-subscribe-answered", "stratum-v1-authorize");
  }

  @Test
  void tunnelRefusedManyTimes_patienceLasts() {
    Dialogue dialogue = new Dialogue();
    for (int i = 0; i < 5; i++) {
      raw(raw(dialogue, Dialogue.UP, CONNECT), Dialogue.DOWN, "HTTP/1.1 407 Authenticate\r\nContent-Length: 0\r\n\r\n");
    }
    raw(raw(dialogue, Dialogue.UP, CONNECT), Dialogue.DOWN, ESTABLISHED);
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.UNDECIDED);
    assertThat(dialogue.up(SUBSCRIBE).down(SUBSCRIBED).verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(dialogue.conversation.carriers()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT);
    assertThat(dialogue.signs()).first().isEqualTo("conversation-destination");
  }

  @Test
  void pageOverHttp_isLeftAtOnce() {
    Dialogue dialogue = raw(new Dialogue(), Dialogue.UP, "GET /index.html HTTP/1.1\r\nHost: site.example\r\n\r\n");
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.NONE);
    dialogue = raw(new Dialogue(), Dialogue.DOWN, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.NONE);
  }

  @Test
  void formOverHttp_patienceEnds() {
    Dialogue dialogue = raw(new Dialogue(), Dialogue.UP, "POST /log HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n");
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.UNDECIDED);
    raw(raw(dialogue, Dialogue.UP, "ok"), Dialogue.DOWN, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.NONE);
  }

  @Test
  void callsOverHttp_areMessages_patienceIsTheirs() {
    Dialogue dialogue = new Dialogue();
    String call = "{\"id\":1,\"method\":\"server.ping\"}";
    String answer = "{\"id\":1,\"result\":7}";
    for (int i = 0; i < StratumOptions.DEFAULTS.maxIdleMessages() / 2; i++) {
      assertThat(dialogue.conversation.interest()).as("call %d", i).isEqualTo(Interest.UNDECIDED);
      raw(dialogue, Dialogue.UP, "POST / HTTP/1.1\r\nContent-Length: " + call.length() + "\r\n\r\n" + call);
      raw(dialogue, Dialogue.DOWN, "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length() + "\r\n\r\n" + answer);
    }
    assertThat(dialogue.conversation.interest()).isEqualTo(Interest.NONE);
  }

  @Test
  void linesInABodyWithoutEnd_areADocument() {
    Dialogue dialogue = raw(raw(new Dialogue(), Dialogue.UP, GET), Dialogue.DOWN, ENDLESS).down(DIFFICULTY, SUBSCRIBED);
    assertThat(dialogue.signs()).isEmpty();
    assertThat(raw(new Dialogue(), Dialogue.DOWN, ENDLESS).down(DIFFICULTY, SUBSCRIBED).signs()).isEmpty();
  }

  @Test
  void linesBehindHttpThatWentBy_areADocument() {
    assertThat(new Dialogue(TestFlows.withHttpStart()).gap(Dialogue.DOWN).down(DIFFICULTY, SUBSCRIBED).signs()).isEmpty();
    assertThat(new Dialogue().gap(Dialogue.DOWN).down(DIFFICULTY, SUBSCRIBED).signs()).isNotEmpty();
  }

  @Test
  void httpBehindLostBytes_isRecognised() {
    Dialogue dialogue = new Dialogue().gap(Dialogue.UP).up("{\"id\":0,\"method\":\"server.ping\"}");
    raw(dialogue, Dialogue.UP, CONNECT);
    raw(dialogue, Dialogue.DOWN, ESTABLISHED);
    assertThat(dialogue.up(SUBSCRIBE).down(SUBSCRIBED).verdict()).isEqualTo(Verdict.CONFIRMED);
    assertThat(dialogue.conversation.carriers()).containsExactly(Carrier.TCP, Carrier.HTTP_CONNECT);
  }
}
