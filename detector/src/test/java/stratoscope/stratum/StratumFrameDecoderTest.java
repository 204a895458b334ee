package stratoscope.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.carrier.CarrierOptions;
import org.junit.jupiter.api.Timeout;
import stratoscope.flow.FlowCounts;

/** Where messages begin and end in a stream. */
class StratumFrameDecoderTest {
  private static final StratumOptions SMALL = new StratumOptions(64, 4, 16, 1024, 4, 8, 1 << 20, CarrierOptions.DEFAULTS);

  /** A decoder that writes down what it finds: a message as it is, a foreign line in angle brackets, an oversize one as a plus. */
  private static final class Found implements StratumFrameDecoder.Sink {
    private final List<String> all = new ArrayList<>();
    private final StratumFrameDecoder decoder;

    private Found(StratumOptions options, boolean isAtStart) {
      decoder = new StratumFrameDecoder(options, new DecoderMemory(options, new FlowCounts()), isAtStart, this);
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length) {
      all.add(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void onForeign(byte[] bytes, int offset, int length) {
      all.add("<" + new String(bytes, offset, length, StandardCharsets.ISO_8859_1) + ">");
    }

    @Override
    public void onOversize() {
      all.add("+");
    }

    private Found feed(String... deliveries) {
      for (String delivery : deliveries) {
        decoder.onBytes(Unpooled.copiedBuffer(delivery, StandardCharsets.ISO_8859_1));
      }
      return this;
    }

    private Found gap() {
      decoder.onGap();
      return this;
    }
  }

  private static Found start() {
    return new Found(StratumOptions.DEFAULTS, true);
  }

  private static Found midstream() {
    return new Found(StratumOptions.DEFAULTS, false);
  }

  private static Found small() {
    return new Found(SMALL, true);
  }

  @Test
  void lines_anyLineEnd_eachIsAMessage() {
    assertThat(start().feed("{\"a\":1}\n{\"b\":2}\r\n\r\n\n  \t{\"c\":3}\n").all).containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
  }

  @Test
  void severalMessagesPerDelivery_withoutLineFeed_eachIsAMessage() {
    assertThat(start().feed("{\"a\":1}{\"b\":2} {\"c\":3}").all).containsExactly("{\"a\":1}", "{\"b\":2}", "{\"c\":3}");
  }

  @Test
  void messageWithoutLineFeed_isReadAtItsLastBracket() {
    assertThat(start().feed("{\"a\":", "{}", "}").all).containsExactly("{\"a\":{}}");
  }

  @Test
  void prettyPrinted_overLines_isOneMessage() {
    String pretty = "{\n  \"a\": [\n    1,\n    2\n  ]\n}";
    assertThat(start().feed(pretty + "\n" + pretty).all).containsExactly(pretty, pretty);
  }

  @Test
  void bracketsAndEscapesInStrings_endNothing() {
    String message = "{\"a\":\"}]{[ \\\" } \\\\\",\"b\":1}";
    assertThat(start().feed(message + message).all).containsExactly(message, message);
  }

  @Test
  void escapeAtTheEndOfADelivery_isRemembered() {
    assertThat(start().feed("{\"a\":\"\\", "\"}", "\"}").all).containsExactly("{\"a\":\"\\\"}\"}");
  }

  @Test
  void nulBytesBetweenMessages_areSkipped() {
    assertThat(start().feed("{\"a\":1}\n\0\0{\"b\":2}\0").all).containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void nulByteInsideAMessage_isPartOfIt() {
    assertThat(start().feed("{\"a\":\0}").all).containsExactly("{\"a\":\0}");
  }

  @Test
  void lineFeedInAString_breaksTheMessage_nextIsRead() {
    assertThat(start().feed("{\"a\":\"b\n{\"c\":1}").all).containsExactly("<{\"a\":\"b>", "{\"c\":1}");
  }

  @Test
  void foreignLine_isShownOnce_nextIsRead() {
    assertThat(start().feed("HTTP/1.1 200", " OK {\"a\":1}\n", "{\"b\":2}\n").all).containsExactly("<HTTP/1.1 200>", "{\"b\":2}");
  }

  @Test
  void foreignBehindAMessage_isForeign() {
    assertThat(start().feed("{\"a\":1} and so on\n{\"b\":2}").all).containsExactly("{\"a\":1}", "<and so on\n{\"b\":2}>", "{\"b\":2}");
  }

  @Test
  void unbalancedBrackets_areForTheParser() {
    assertThat(start().feed("{\"a\":]{\"b\":1}\n").all).containsExactly("{\"a\":]", "{\"b\":1}");
    assertThat(start().feed("[1,2]\n").all).containsExactly("[1,2]");
    assertThat(start().feed("}\n{}").all).containsExactly("<}\n{}>", "{}");
  }

  @Test
  void depthBomb_isDroppedAtTheLimit_nextLineIsRead() {
    assertThat(small().feed("{\"a\":" + "[".repeat(40) + "\n{\"b\":2}\n").all).containsExactly("+", "{\"b\":2}");
    assertThat(small().feed("[[[[1]]]]").all).containsExactly("[[[[1]]]]");
  }

  @Test
  void length_atTheLimitIsRead_oneMoreIsNot() {
    String most = "{\"a\":\"" + "x".repeat(56) + "\"}";
    assertThat(most).hasSize(64);
    assertThat(small().feed(most + "\n").all).containsExactly(most);
    assertThat(small().feed(most.replace("\"}", "x\"}") + "\n{}").all).containsExactly("+", "{}");
  }

  @Test
  void megabyteString_isDroppedOnce_andNotKept() {
    Found found = start().feed("{\"a\":\"");
    for (int i = 0; i < 1000; i++) {
      found.feed("x".repeat(1000));
      assertThat(found.decoder.heldBytes()).isLessThanOrEqualTo(StratumOptions.DEFAULTS.maxMessageBytes());
    }
    assertThat(found.feed("\"}\n{\"b\":2}\n").all).containsExactly("+", "{\"b\":2}");
  }

  @Test
  void completeMessages_areNotKept() {
    Found found = start().feed("{\"a\":1}\n{\"b\"");
    assertThat(found.decoder.heldBytes()).isEqualTo(4);
    assertThat(found.feed(":2}\nforeign").decoder.heldBytes()).isZero();
  }

  @Test
  void gapInsideAMessage_dropsItAndWaitsForALine() {
    assertThat(start().feed("{\"a\":").gap().feed("1,\"b\":[1]}\n{\"c\":3}\n").all).containsExactly("{\"c\":3}");
  }

  @Test
  void gapBetweenMessages_bracketAtTheStartOfADelivery_isAMessage() {
    assertThat(start().feed("{\"a\":1}\n").gap().feed("{\"b\":2}\n").all).containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void gapInAForeignLine_isSilentUntilTheNextLine() {
    assertThat(start().feed("GET / HTTP").gap().feed("/1.1\n", "{\"b\":2}\n").all).containsExactly("<GET / HTTP>", "{\"b\":2}");
  }

  @Test
  void midstream_restOfALine_isSilent() {
    assertThat(midstream().feed("ng.notify\",\"params\":[]}\n{\"b\":2}\n").all).containsExactly("{\"b\":2}");
  }

  @Test
  void midstream_deliveryStartsWithAnObjectInsideAMessage_itsRestIsSilent() {
    assertThat(midstream().feed("{\"status\":\"OK\"}}\n{\"b\":2}\nforeign").all)
        .containsExactly("{\"status\":\"OK\"}", "{\"b\":2}", "<foreign>");
  }

  @Test
  void midstream_foreignLineAfterAWholeMessage_isForeign() {
    assertThat(midstream().feed("{\"a\":1}\n--boundary\n").all).containsExactly("{\"a\":1}", "<--boundary\n>");
  }

  @Test
  @Timeout(60)
  void byteAtATime_timeIsLinearInLength() {
    feedBytewise(200_000); // warms up
    long small = feedBytewise(500_000);
    long large = feedBytewise(4_000_000);
    assertThat(Duration.ofNanos(large)).isLessThan(Duration.ofNanos(small * 8 * 4 + 200_000_000L));
  }

  /** Messages of 60 kB, one byte per call. */
  private static long feedBytewise(int bytes) {
    StratumFrameDecoder decoder = new Found(StratumOptions.DEFAULTS, true).decoder;
    ByteBuf message = Unpooled.copiedBuffer("{\"a\":\"" + "x".repeat(60_000) + "\"}\n", StandardCharsets.ISO_8859_1);
    long begin = System.nanoTime();
    for (int i = 0; i < bytes; i++) {
      decoder.onBytes(message.slice(i % message.readableBytes(), 1));
    }
    return System.nanoTime() - begin;
  }

  @Test
  void memoryOfAllDecoders_isBounded_theOneBeyondGivesWay() {
    StratumOptions tight = new StratumOptions(4096, 8, 16, 1024, 4, 8, 2048, CarrierOptions.DEFAULTS);
    DecoderMemory memory = new DecoderMemory(tight, new FlowCounts());
    Found first = new Found(tight, true);
    StratumFrameDecoder greedy = new StratumFrameDecoder(tight, memory, true, first);
    StratumFrameDecoder modest = new StratumFrameDecoder(tight, memory, true, first);
    greedy.onBytes(Unpooled.wrappedBuffer(("{\"a\":\"" + "x".repeat(1500)).getBytes(StandardCharsets.US_ASCII)));
    assertThat(memory.heldBytes()).isBetween(1500L, 2048L);
    modest.onBytes(Unpooled.wrappedBuffer(("{\"b\":\"" + "y".repeat(1500)).getBytes(StandardCharsets.US_ASCII)));
    assertThat(first.all).as("an oversize message").containsExactly("+");
    greedy.onBytes(Unpooled.wrappedBuffer("\"}".getBytes(StandardCharsets.US_ASCII)));
    assertThat(first.all).hasSize(2);
    assertThat(memory.heldBytes()).isZero();
  }
}
