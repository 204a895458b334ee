package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.TcpSegment;

/** Which segments make a flow, and what is known of it then. */
class PromotionTest {
  private static final String HTTP = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Wire wire = new Wire();

  @Test
  void onSegment_braceOutsideFlow_makesMidstreamFlow() {
    Flow flow = wire.up(10, "{\"id\":1}");
    assertThat(flow.isMidstream()).isTrue();
    assertThat(flow.originatorPort()).isEqualTo(40_000);
    assertThat(flow.responderPort()).isEqualTo(3333);
    assertThat(flow.originatorLow()).isEqualTo(TcpSegment.IPV4_MAPPED | 0x0A00_0001L);
    assertThat(flow.responderLow()).isEqualTo(TcpSegment.IPV4_MAPPED | 0xCB00_7109L);
    assertThat(flow.originatorHigh() | flow.responderHigh() | flow.tenant()).isZero();
    assertThat(flow.directionsSeen()).isEqualTo(1);
    assertThat(wire.down(1, "x")).isSameAs(flow);
    assertThat(flow.directionsSeen()).isEqualTo(2);
    assertThat(wire.count(FlowCount.MIDSTREAM_FLOWS)).isEqualTo(1);
  }

  @Test
  void onSegment_synSeen_knowsWhoCalled() {
    wire.up(1000, "", Wire.SYN);
    Flow flow = wire.down(5001, "{\"method\":\"mining.notify\"}");
    assertThat(flow.isMidstream()).isFalse();
    assertThat(flow.originatorPort()).isEqualTo(40_000);
    assertThat(wire.calls().get(0)).startsWith("<{");
  }

  @Test
  void onSegment_callerHasLowerPort_isOriginatorStill() {
    wire.clientPort = 80;
    wire.handshake();
    assertThat(wire.up(1001, "{").originatorPort()).isEqualTo(80);
  }

  @Test
  void onSegment_onlySynAckSeen_knowsBothStarts() {
    wire.acknowledgement = 1001;
    wire.down(5000, "", Wire.SYN | Wire.ACK);
    Flow flow = wire.up(1003, "{x");
    assertThat(flow.isMidstream()).isFalse();
    assertThat(flow.originatorPort()).isEqualTo(40_000);
    wire.up(1001, "ab");
    wire.down(5003, "z");
    wire.down(5001, "xy");
    assertThat(wire.calls()).containsExactly(">ab", ">{x", "<xy", "<z");
  }

  @Test
  void onSegment_synOfAnotherConnection_isNotBelieved() {
    wire.handshake();
    assertThat(wire.up(900, "{").isMidstream()).isTrue();
  }

  @Test
  void onSegment_fastOpen_takesDataOfSyn() {
    Flow flow = wire.up(1000, "{\"id\"", Wire.SYN);
    assertThat(flow.isMidstream()).isFalse();
    wire.acknowledgement = 1006;
    wire.down(5000, "", Wire.SYN | Wire.ACK);
    wire.up(1000, "{\"id\"", Wire.SYN);
    wire.up(1006, ":1}");
    wire.down(5002, "}");
    wire.down(5001, "{");
    assertThat(wire.calls()).containsExactly(">{\"id\"", ">:1}", "<{", "<}");
    assertThat(wire.handlers).hasSize(1);
  }

  @Test
  void onSegment_oneBytePerSegment_isFollowedFromFirst() {
    wire.handshake();
    String message = "{\"id\":1}";
    for (int i = 0; i < message.length(); i++) {
      wire.up(1001 + i, message.substring(i, i + 1));
    }
    assertThat(String.join("", wire.calls()).replace(">", "")).isEqualTo(message);
  }

  @Test
  void onSegment_pieceOfFirstMessageBeforeItsStart_makesFlow() {
    wire.handshake();
    assertThat(wire.up(1006, "method\":\"x\"")).isNotNull();
    wire.up(1001, "{\"id\"");
    assertThat(wire.calls()).containsExactly(">{\"id\"", ">method\":\"x\"");
  }

  @Test
  void onSegment_textFarFromStart_isOfNoInterest() {
    wire.handshake();
    assertThat(wire.up(1001 + 4097, "plain text")).isNull();
    assertThat(wire.up(1001 + 4096, "plain text")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {HTTP, "EHLO mail\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001", "x"})
  void onSegment_streamBeginsOtherwise_isNeverPromotedByItsText(String first) {
    wire.handshake();
    assertThat(wire.up(1001, first)).isNull();
    for (int at = 1; at < 4096; at += 100) {
      assertThat(wire.up(1001 + at, "more text")).isNull();
    }
    assertThat(wire.up(1000, "", Wire.SYN)).isNull();
    assertThat(wire.up(1002, "more text")).as("a repeated SYN changes nothing").isNull();
    assertThat(wire.down(5003, "other side")).as("the other direction is another question").isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"EHLO mail,true", "x,true", "\u00a6\u0003\u0001,true", "GET / HTTP/1.1,false",
      "HTTP/1.1 200 OK,false", "PUT /x HTTP/1.1,false"})
  void hasOtherStart_asTheStreamBegan(String first, boolean isOther) {
    wire.handshake();
    assertThat(wire.up(1001, first + "\r\n")).isNull();
    Flow flow = wire.up(1500, "{");
    assertThat(wire.down(5001, "x")).as("all one flow").isSameAs(flow);
    assertThat(flow.hasOtherStart(Direction.FROM_ORIGINATOR)).isEqualTo(isOther);
    assertThat(flow.hasOtherStart(Direction.FROM_RESPONDER)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"GET / HTTP/1.1,true", "HTTP/1.1 200 OK,true", "EHLO mail,false", "x,false"})
  void hasHttpStart_asTheStreamBegan(String first, boolean isHttp) {
    wire.handshake();
    assertThat(wire.down(5001, first + "\r\n")).isNull();
    Flow flow = wire.down(5500, "{");
    assertThat(flow.hasHttpStart(Direction.FROM_RESPONDER)).isEqualTo(isHttp);
    assertThat(flow.hasHttpStart(Direction.FROM_ORIGINATOR)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"POST / HTTP/1.1,true", "CONNECT a:1 HTTP/1.1,false"})
  void hasHttpStart_flowWasRejectedMeanwhile_isRemembered(String first, boolean isHttp) {
    wire.handshake();
    assertThat(wire.up(1001, first + "\r\nContent-Type: x-json\r\n\r\n").hasHttpStart(Direction.FROM_ORIGINATOR)).isEqualTo(isHttp);
  }

  @Test
  void hasOtherStart_portsUsedAgain_isForgotten() {
    wire.handshake();
    assertThat(wire.up(1001, "EHLO mail\r\n")).isNull();
    wire.up(9000, "", Wire.SYN);
    assertThat(wire.up(9001, "{").hasOtherStart(Direction.FROM_ORIGINATOR)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 32, 64})
  void onSegment_handshakeByLength_makesFlowAtTheStartOnly(int length) {
    byte[] first = new byte[length];
    first[length - 1] = 7;
    assertThat(wire.send(true, 77, 0, first)).as("start unknown").isNull();
    wire.handshake();
    assertThat(wire.send(true, 1002, 0, first)).as("not at the start").isNull();
    Flow flow = wire.send(true, 1001, 0, first);
    assertThat(flow).isNotNull();
    assertThat(flow.isMidstream()).isFalse();
    assertThat(flow.hasOtherStart(Direction.FROM_ORIGINATOR)).isFalse();
  }

  @Test
  void onSegment_handshakeFromTheSideThatWasCalled_makesFlow() {
    wire.handshake();
    byte[] challenge = new byte[17];
    assertThat(wire.send(false, 5001, 0, challenge)).isNotNull();
  }

  @Test
  void onSegment_handshakeBehindOtherStart_makesNothing() {
    wire.handshake();
    assertThat(wire.up(1001, "\u0016\u0003\u0001\u0002\u0000\u0001")).isNull();
    assertThat(wire.send(true, 1007, 0, new byte[64])).isNull();
  }

  @Test
  void onSegment_opening_makesFlowWhereverItStands() {
    assertThat(wire.up(10, "CONNECT pool.example:3333 HTTP/1.1\r\n\r\n")).isNotNull();
    assertThat(wire.calls()).containsExactly(">CONNECT pool.example:3333 HTTP/1.1\r\n\r\n");
  }

  @Test
  void onSegment_carrierInSmallPieces_isKnownByTheFirst() {
    wire.handshake();
    assertThat(wire.up(1001, "P")).isNotNull();
    assertThat(wire.up(1002, "OST / HTTP/1.1\r\n\r\n{")).isNotNull();
    assertThat(wire.calls()).containsExactly(">P", ">OST / HTTP/1.1\r\n\r\n{");
  }

  @Test
  void onSegment_pieceThatOnlyLooksLikeACarrierLater_makesNothing() {
    wire.handshake();
    assertThat(wire.up(1001, "HELP")).isNull();
    assertThat(wire.up(1005, "GET")).isNull();
  }

  /** A capture that keeps 60 bytes of each packet has the head of a record, and not much of it. */
  @ParameterizedTest
  @CsvSource({"196, true", "10, false"})
  void onSegment_slowCipher_cutByTheCapture_isDueByItsWholeLength(int missing, boolean isDue) {
    wire.missingLength = missing;
    Flow flow = null;
    for (int i = 0; i < 10 && flow == null; i++) {
      flow = wire.up(1000 + i * (6 + missing), "\u0017\u0003\u0003\0\u00c5\u009b");
      wire.passSeconds(5);
    }
    assertThat(flow != null).isEqualTo(isDue);
  }

  @Test
  void onSegment_streamBeginsWithWhiteSpace_isStillOpen() {
    wire.handshake();
    assertThat(wire.up(1001, "\r\n")).isNull();
    assertThat(wire.up(1010, "\"method\"")).isNotNull();
  }

  @Test
  void onSegment_noSynKnown_textIsOfNoInterest() {
    assertThat(wire.up(10, HTTP)).isNull();
    assertThat(wire.count(FlowCount.UNINTERESTING)).isEqualTo(1);
  }

  @Test
  void onSegment_endOfMessage_makesFlow() {
    assertThat(wire.down(10, "\"result\":true}\n")).isNotNull();
  }

  @Test
  void onSegment_resetWithBrace_makesNothing() {
    assertThat(wire.up(10, "{", Wire.RST)).isNull();
    assertThat(wire.count(FlowCount.RESET)).isEqualTo(1);
  }

  @Test
  void onSegment_otherTenant_isOtherFlow() {
    Flow one = wire.up(10, "{");
    TcpSegment segment = wire.segment(true, 10, 0, new byte[] {'{'});
    segment.tenant = 7;
    Flow other = wire.table.onSegment(segment);
    assertThat(other).isNotNull().isNotSameAs(one);
    assertThat(other.tenant()).isEqualTo(7);
    assertThat(other.id()).isNotEqualTo(one.id()).isPositive();
  }

  @Test
  void id_sameConnectionSameTime_isSameWhateverTheSeed() {
    Wire other = new Wire(new FlowOptions().hashSeed(99));
    assertThat(other.down(10, "{").id()).isEqualTo(wire.up(10, "{").id()).isPositive();
    Wire later = new Wire();
    later.nowMicros++;
    assertThat(later.up(10, "{").id()).isNotEqualTo(wire.handler().flow.id());
  }

  @Test
  void onSegment_sameAddressAndPortBothEnds_doesNotConfuse() {
    TcpSegment land = wire.segment(true, 10, 0, new byte[] {'{'});
    land.destinationLow = land.sourceLow;
    land.destinationPort = land.sourcePort;
    assertThat(wire.table.onSegment(land)).isNotNull();
    land.sequence = 11;
    land.data = ByteBuffer.wrap("..}".getBytes(StandardCharsets.US_ASCII));
    wire.table.onSegment(land);
    assertThat(wire.calls()).containsExactly(">{", ">}");
  }

  @Test
  void onSegment_rejectedFlow_isLookedAtEverMoreSeldom() {
    wire.firstInterest = Interest.NONE;
    int looks = 0;
    StringBuilder at = new StringBuilder();
    for (int candidate = 0; candidate <= 5000; candidate++) {
      wire.up(10 + candidate, "{");
      if (wire.handlers.size() > looks) {
        looks = wire.handlers.size();
        at.append(candidate).append(' ');
      }
    }
    assertThat(at).hasToString("0 8 64 512 4096 ");
    assertThat(wire.handler().calls).containsExactly(">{", "end NO_INTEREST");
    assertThat(wire.count(FlowCount.BACKED_OFF)).isEqualTo(4996);
    assertThat(wire.table.liveFlows()).isZero();
  }

  @Test
  void onSegment_rejectedThenFreshSyn_isLookedAtAgain() {
    wire.firstInterest = Interest.NONE;
    wire.up(10, "{");
    assertThat(wire.up(11, "{")).isNull();
    wire.up(1000, "", Wire.SYN);
    assertThat(wire.up(1001, "{")).isNotNull();
  }

  @Test
  void remember_anotherFlowInSameSlot_overwrites() {
    RejectedFlows rejected = new RejectedFlows(1);
    rejected.remember(5, false);
    assertThat(rejected.isDue(5)).isFalse();
    rejected.remember(6, false);
    rejected.forget(5);
    assertThat(rejected.isDue(5)).isTrue();
    assertThat(rejected.isDue(6)).isFalse();
  }

  @Test
  void remember_forGood_isNeverDueUntilForgotten() {
    RejectedFlows rejected = new RejectedFlows(1);
    rejected.remember(5, true);
    for (int i = 0; i < 5000; i++) {
      assertThat(rejected.isDue(5)).isFalse();
    }
    rejected.forget(5);
    assertThat(rejected.isDue(5)).isTrue();
  }
}
