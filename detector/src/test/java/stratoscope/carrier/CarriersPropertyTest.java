package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;

/** Random talks, whole and damaged; seeds are fixed, so a failure names its round. */
class CarriersPropertyTest {
  private static final int ROUNDS = 300;
  private static final int DAMAGED_ROUNDS = 20_000;
  private static final String[] STARTS = {
    "GET ", "POST / HTTP/1.1\r\n", "HTTP/1.1 200 OK\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\5\1\0", "\5\0", "\4\1\15\5\1\2\3\4\0",
    "\0Z\0\0\0\0\0\0", "CONNECT a:1 HTTP/1.1\r\n\r\n", "{", "\u0081\2{}", "\u00c1\3", "HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n",
    "\0\0\0\4\0\0\0\0\0", "Transfer-Encoding: chunked\r\n\r\n", "Content-Length: 70000\r\n\r\n"
  };

  /** Random carriers around random messages. */
  private static Talk talk(SplittableRandom random) {
    Talk talk = new Talk();
    for (int layers = random.nextInt(3); layers > 0; layers--) {
      switch (random.nextInt(3)) {
        case 0 -> talk.up(SocksStageTest.GREETING).down(SocksStageTest.CHOICE).up(SocksStageTest.REQUEST).down(SocksStageTest.REPLY);
        case 1 -> talk.up("CONNECT h" + layers + ".example:1 HTTP/1.1\r\n\r\n").down("HTTP/1.1 200 OK\r\n\r\n");
        default -> talk.up(Bytes.hex("04 01 0d 05 00 00 00 01 00 61 00")).down(Bytes.hex("00 5a 00 00 00 00 00 00"));
      }
    }
    switch (random.nextInt(4)) {
      case 0 -> webSocket(talk, random);
      case 1 -> http2(talk, random);
      case 2 -> http(talk, random);
      default -> talk.up(json(random)).down(json(random)).up(json(random));
    }
    return talk;
  }

  private static String json(SplittableRandom random) {
    return "{\"id\":" + random.nextInt(1000) + ",\"x\":\"" + "y".repeat(random.nextInt(200)) + "\"}\n";
  }

  private static void http(Talk talk, SplittableRandom random) {
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      String body = json(random);
      String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
          + "\r\n0\r\n\r\n";
      talk.up(HttpStageTest.post(json(random))).down(random.nextBoolean() ? chunked : HttpStageTest.ok(body));
    }
  }

  private static void webSocket(Talk talk, SplittableRandom random) {
    talk.up(WebSocketStageTest.UPGRADE).down(WebSocketStageTest.SWITCH);
    Deflater deflater = new Deflater(9, true);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      talk.up(Bytes.masked(0x81, json(random)), Bytes.masked(0x8A, ""))
          .down(Bytes.frame(0x01, "{\"a\""), Bytes.frame(0x80, ":1}"), Bytes.frame(0xC1, Bytes.deflated(deflater, json(random))));
    }
  }

  private static void http2(Talk talk, SplittableRandom random) {
    Http2Bytes client = new Http2Bytes();
    Http2Bytes server = new Http2Bytes();
    talk.up(client.preface()).down(server.settings(4096));
    for (int i = 0; i < random.nextInt(1, 5); i++) {
      int stream = 2 * i + 1;
      talk.up(client.headers(stream, false, ":method", "POST", ":path", "/"), client.data(stream, json(random), true))
          .down(server.headers(stream, false, ":status", "200"), server.data(stream, json(random), true));
    }
  }

  @Test
  void onBytes_anyTalk_isTheSameHoweverCut() {
    for (int round = 0; round < ROUNDS; round++) {
      Talk talk = talk(new SplittableRandom(round));
      SplittableRandom random = new SplittableRandom(round);
      List<String> whole = talk.whole();
      assertThat(whole).as("round %d", round).hasSizeGreaterThanOrEqualTo(2);
      assertThat(talk.play(left -> 1)).as("byte by byte in round %d", round).isEqualTo(whole);
      for (int i = 0; i < 5; i++) {
        int most = random.nextInt(2, 200);
        assertThat(talk.play(left -> random.nextInt(1, most))).as("cut at random in round %d", round).isEqualTo(whole);
      }
    }
  }

  @Test
  void onBytes_damagedTalk_neverThrows() {
    for (int round = 0; round < DAMAGED_ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(round);
      Talk damaged = talk(random).damaged(random);
      int most = random.nextInt(2, 400);
      damaged.play(left -> random.nextInt(1, most));
    }
  }

  @Test
  void onBytes_garbageBehindAnyStart_neverThrows() {
    CarrierOptions small = new CarrierOptions(200, 300, 250, 500, 3, 4, 20_000);
    CarrierMemory memory = new CarrierMemory(small, new FlowCounts());
    for (int round = 0; round < DAMAGED_ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(round);
      boolean isAtStart = random.nextBoolean();
      Carriers carriers = new Carriers(memory, isAtStart, isAtStart, new RecordingSink());
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        Direction from = random.nextBoolean() ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER;
        if (random.nextInt(8) == 0) {
          carriers.onGap(from);
        } else {
          carriers.onBytes(from, garbage(random));
        }
      }
      carriers.release();
      assertThat(memory.heldBytes()).as("held after round %d", round).isZero();
    }
  }

  private static ByteBuf garbage(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(1, 300)];
    random.nextBytes(bytes);
    if (random.nextInt(3) == 0) {
      Arrays.fill(bytes, (byte) random.nextInt());
    }
    byte[] start = random.nextInt(3) > 0
        ? STARTS[random.nextInt(STARTS.length)].getBytes(java.nio.charset.StandardCharsets.ISO_8859_1) : new byte[0];
    return Unpooled.wrappedBuffer(Bytes.join(start, bytes));
  }

  @Test
  void onBytes_manyUnfinishedFlows_stayWithinTheBound() {
    int bound = 1 << 20;
    CarrierOptions options = new CarrierOptions(16 << 10, 64 << 10, 64 << 10, 64 << 10, 8, 64, bound);
    CarrierMemory memory = new CarrierMemory(options, new FlowCounts());
    List<Carriers> flows = new ArrayList<>();
    RecordingSink sink = new RecordingSink();
    char[] hello = {0x16, 3, 3, 0x3F, 0xFF, 1, 0, 0x3F, 0, 3, 3};
    String[] fronts = {
      new String(hello), "CONNECT x:1 HTTP/1.1\r\n\r\n" + new String(hello),
      "POST / HTTP/1.1\r\nCookie: ", "POST / HTTP/1.1\r\nContent-Length: 60000\r\n\r\n",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4000\r\n"
    };
    for (int i = 0; i < 1000; i++) {
      Carriers carriers = new Carriers(memory, true, true, sink);
      flows.add(carriers);
      carriers.onBytes(Direction.FROM_ORIGINATOR, Unpooled.copiedBuffer(fronts[i % fronts.length] + "x".repeat(12_000),
          java.nio.charset.StandardCharsets.ISO_8859_1));
      assertThat(memory.heldBytes()).isBetween(1L, (long) bound);
    }
    Carriers other = new Carriers(memory, true, true, sink);
    other.onBytes(Direction.FROM_ORIGINATOR, Unpooled.copiedBuffer(HttpStageTest.post("{}"), java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(sink.calls).as("a message that waits for nothing is read even then").endsWith(">body {}");
    flows.forEach(Carriers::release);
    other.release();
    assertThat(memory.heldBytes()).isZero();
  }
}
