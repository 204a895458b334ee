package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.flow.Direction.FROM_ORIGINATOR;
import static stratoscope.flow.Direction.FROM_RESPONDER;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import stratoscope.packet.TcpSegment;

/** One stream's order, seen through the table. */
class TcpStreamTest {
  private static final int FAR = 0x4000_0000;

  private final Wire wire = new Wire();

  @Test
  void onSegment_inOrder_handsOverEachAtOnce() {
    wire.up(10, "{ab");
    wire.up(13, "cd");
    wire.down(77, "xyz");
    assertThat(wire.calls()).containsExactly(">{ab", ">cd", "<xyz");
    assertThat(wire.handler().packetNumbers).containsExactly(1L, 2L, 3L);
  }

  @Test
  void onSegment_sequenceWraps_goesOn() {
    wire.up(0xFFFF_FFFE, "{abc");
    wire.up(6, "g");
    wire.up(2, "cdef");
    assertThat(wire.calls()).containsExactly(">{abc", ">cdef", ">g");
  }

  @Test
  void onSegment_early_isHeldWithItsTimeAndNumber() {
    wire.up(10, "{");
    wire.passSeconds(0.5);
    wire.up(12, "c");
    wire.passSeconds(0.5);
    wire.up(11, "b");
    assertThat(wire.calls()).containsExactly(">{", ">b", ">c");
    assertThat(wire.handler().packetNumbers).containsExactly(1L, 3L, 2L);
    assertThat(wire.handler().timesMicros.get(2)).isEqualTo(wire.nowMicros - 500_000);
    assertThat(wire.handler().flow.outOfOrderSegments(FROM_ORIGINATOR)).isEqualTo(1);
    assertThat(wire.table.outOfOrderBytes()).isZero();
  }

  @Test
  void onSegment_duplicate_isCountedAndDropped() {
    wire.up(10, "{abc");
    wire.up(10, "{abc");
    wire.up(11, "ab");
    assertThat(wire.calls()).containsExactly(">{abc");
    assertThat(wire.handler().flow.retransmittedSegments(FROM_ORIGINATOR)).isEqualTo(2);
    assertThat(wire.handler().flow.payloadBytes(FROM_ORIGINATOR)).isEqualTo(4);
    assertThat(wire.handler().flow.segments(FROM_ORIGINATOR)).isEqualTo(3);
  }

  @Test
  void onSegment_keepAliveProbe_changesNothing() {
    wire.up(10, "{abc");
    wire.up(13, "\0");
    wire.up(13, "");
    wire.up(14, "d");
    assertThat(wire.calls()).containsExactly(">{abc", ">d");
  }

  @Test
  void onSegment_overlapsOld_firstCopyWins() {
    wire.up(10, "{abc");
    wire.up(12, "XXde");
    assertThat(wire.calls()).containsExactly(">{abc", ">de");
    assertThat(wire.handler().flow.overlappingBytes(FROM_ORIGINATOR)).isEqualTo(2);
  }

  @Test
  void onSegment_overlapsHeld_firstCopyWins() {
    wire.up(10, "{");
    wire.up(14, "ef");
    wire.up(11, "bcdXXgh");
    assertThat(wire.calls()).containsExactly(">{", ">bcd", ">ef", ">gh");
    assertThat(wire.handler().flow.overlappingBytes(FROM_ORIGINATOR)).isEqualTo(2);
  }

  @Test
  void onSegment_heldOverlapsHeldAtBothEnds_isTrimmed() {
    wire.up(10, "{");
    wire.up(12, "cd");
    wire.up(16, "gh");
    wire.up(12, "XXefYY");
    wire.up(13, "Zefg");
    wire.up(11, "b");
    assertThat(wire.calls()).containsExactly(">{", ">b", ">cd", ">ef", ">gh");
    assertThat(wire.handler().flow.retransmittedSegments(FROM_ORIGINATOR)).isEqualTo(1);
  }

  @Test
  void onSegment_peerAcknowledgesPastHole_isGap() {
    wire.up(10, "{");
    wire.downAck(900, 14);
    wire.up(14, "e");
    assertThat(wire.calls()).containsExactly(">{");
    wire.downAck(900, 13);
    assertThat(wire.calls()).containsExactly(">{");
    wire.passSeconds(0.02);
    wire.downAck(900, 15);
    assertThat(wire.calls()).containsExactly(">{", ">gap 3", ">e");
    assertThat(wire.handler().flow.gapBytes(FROM_ORIGINATOR)).isEqualTo(3);
  }

  /** Mirror ports bring the acknowledgement first at times. */
  @Test
  void onSegment_acknowledgedPastHole_thatFillsShortlyAfter_isNoGap() {
    wire.up(10, "{");
    wire.up(14, "e");
    wire.downAck(900, 15);
    wire.passSeconds(0.005);
    wire.up(11, "bcd");
    assertThat(wire.calls()).containsExactly(">{", ">bcd", ">e");
    assertThat(wire.handler().flow.gapBytes(FROM_ORIGINATOR)).isZero();
  }

  /** What was asked behind the hole comes in front of its answer. */
  @Test
  void onSegment_answeredPastHole_isGapAtOnce() {
    wire.up(10, "{");
    wire.up(14, "e");
    wire.acknowledgement = 15;
    wire.down(900, "x", Wire.ACK);
    assertThat(wire.calls()).containsExactly(">{", ">gap 3", ">e", "<x");
  }

  @Test
  void onSegment_acknowledgementFarAhead_isNotBelieved() {
    wire.up(10, "{");
    wire.up(14, "e");
    wire.downAck(900, FAR);
    wire.up(11, "bcd");
    assertThat(wire.calls()).containsExactly(">{", ">bcd", ">e");
  }

  @Test
  void onSegment_acknowledgementOfForgedSegment_isNotBelieved() {
    wire.down(900, "abc}");
    wire.up(10, "{");
    wire.up(14, "e");
    wire.downAck(900 + FAR, 15);
    assertThat(wire.calls()).containsExactly("<abc}", ">{");
  }

  @Test
  void onSegment_holeTooOld_isGapAtNextSegmentOfFlow() {
    wire.up(10, "{");
    wire.up(14, "e");
    wire.passSeconds(1.9);
    wire.down(900, "x");
    assertThat(wire.calls()).containsExactly(">{", "<x");
    wire.passSeconds(0.2);
    wire.down(901, "y");
    assertThat(wire.calls()).containsExactly(">{", "<x", "<y", ">gap 3", ">e");
  }

  @Test
  void onSegment_lateRetransmission_fillsOldHole() {
    wire.up(10, "{");
    wire.up(14, "e");
    wire.passSeconds(3);
    wire.up(11, "bcd");
    assertThat(wire.calls()).containsExactly(">{", ">bcd", ">e");
  }

  @Test
  void onSegment_tooManyHeldSegments_givesUpFirstHole() {
    Wire small = new Wire(new FlowOptions().maxOutOfOrderSegments(2));
    small.up(10, "{");
    small.up(12, "c");
    small.up(14, "e");
    small.up(16, "g");
    assertThat(small.calls()).containsExactly(">{", ">gap 1", ">c");
    small.up(13, "d");
    assertThat(small.calls()).containsExactly(">{", ">gap 1", ">c", ">d", ">e");
    assertThat(small.count(FlowCount.STORE_OVERFLOWS)).isEqualTo(1);
  }

  @Test
  void onSegment_tooManyHeldBytes_givesUpHole() {
    Wire small = new Wire(new FlowOptions().maxOutOfOrderBytes(100));
    small.up(10, "{");
    small.up(12, "c".repeat(30));
    small.up(50, "d".repeat(30));
    assertThat(small.calls()).containsExactly(">{", ">gap 1", ">" + "c".repeat(30));
    small.up(200, "e".repeat(200));
    assertThat(small.calls().subList(3, 7)).containsExactly(">gap 8", ">" + "d".repeat(30), ">gap 120", ">" + "e".repeat(200));
  }

  @Test
  void onSegment_sharedStoreFull_miningFlowMayStillHold() {
    Wire small = new Wire(new FlowOptions().maxOutOfOrderBytesTotal(200));
    small.up(10, "{");
    small.up(12, "c");
    small.clientPort++;
    small.up(10, "{");
    small.up(12, "c");
    assertThat(small.handlers.get(1).calls).containsExactly(">{", ">gap 1", ">c");
    small.handlers.get(1).interest = Interest.MINING;
    small.up(14, "e");
    small.up(13, "d");
    assertThat(small.handlers.get(1).calls).endsWith(">d", ">e");
    assertThat(small.table.outOfOrderBytes()).isEqualTo(65);
  }

  @Test
  void onSegment_cutBySnapLength_isGapBehindCapturedPart() {
    wire.missingLength = 5;
    wire.up(10, "{bc");
    wire.missingLength = 0;
    wire.up(18, "x");
    assertThat(wire.calls()).containsExactly(">{bc", ">gap 5", ">x");
  }

  @Test
  void onSegment_cutPartIsHeldAlready_isHandedOver() {
    wire.up(10, "{");
    wire.up(13, "d");
    wire.missingLength = 4;
    wire.up(11, "b");
    assertThat(wire.calls()).containsExactly(">{", ">b", ">gap 1", ">d", ">gap 2");
  }

  @Test
  void onSegment_stray_movesNothing() {
    wire.up(10, "{");
    wire.up(10 + FAR, "evil");
    wire.up(10 - FAR, "evil");
    wire.up(11, "b");
    wire.up(14 + FAR, "evil");
    wire.up(12, "c");
    assertThat(wire.calls()).containsExactly(">{", ">b", ">c");
    assertThat(wire.handler().flow.straySegments(FROM_ORIGINATOR)).isEqualTo(3);
    assertThat(wire.table.outOfOrderBytes()).isZero();
  }

  @Test
  void onSegment_sameStrayTwice_movesNothing() {
    wire.up(10, "{");
    wire.up(10 + FAR, "evil");
    wire.up(10 + FAR, "evil");
    wire.up(11, "b");
    assertThat(wire.calls()).containsExactly(">{", ">b");
  }

  @Test
  void onSegment_twoStraysInSequenceAhead_resynchronises() {
    wire.up(10, "{");
    wire.up(13, "d");
    wire.up(10 + FAR, "new");
    wire.up(13 + FAR, "place");
    wire.up(18 + FAR, "!");
    assertThat(wire.calls()).containsExactly(">{", ">gap 2", ">d", ">gap " + (FAR - 4), ">new", ">place", ">!");
    assertThat(wire.count(FlowCount.RESYNCHRONISED)).isEqualTo(1);
  }

  @Test
  void onSegment_twoStraysInSequenceBehind_resynchronisesWithUnknownGap() {
    wire.up(10, "{");
    wire.missingLength = 2;
    wire.up(10 - FAR, "new");
    wire.missingLength = 0;
    wire.up(15 - FAR, "place");
    wire.up(20 - FAR, "!");
    assertThat(wire.calls()).containsExactly(">{", ">gap 0", ">new", ">gap 2", ">place", ">!");
  }

  @Test
  void onSegment_frontNeverComes_isGapFirst() {
    wire.handshake();
    wire.up(1004, "{x");
    assertThat(wire.calls()).isEmpty();
    wire.downAck(5001, 1006);
    assertThat(wire.calls()).containsExactly(">gap 3", ">{x");
    assertThat(wire.handler().flow.isMidstream()).isFalse();
  }

  @Test
  void onSegment_frontComesLate_isPutFirst() {
    wire.handshake();
    wire.up(1004, "{x");
    wire.up(1001, "abc");
    assertThat(wire.calls()).containsExactly(">abc", ">{x");
  }

  @Test
  void onSegment_startedLongAgo_isGapAtOnce() {
    wire.handshake();
    wire.acknowledgement = 5001 + FAR;
    wire.up(1001 + FAR, "{x", Wire.ACK);
    wire.down(5001 + 2 * FAR - 1, "evil");
    wire.down(5001 + FAR, "y");
    assertThat(wire.calls()).containsExactly(">gap " + FAR, ">{x", "<gap " + FAR, "<y");
  }

  @Test
  void onSegment_directBuffer_isReadInPlace() {
    TcpSegment segment = wire.segment(true, 10, 0, new byte[0]);
    segment.data = ByteBuffer.allocateDirect(8).put(5, new byte[] {'{', 'a', 'b'}).asReadOnlyBuffer();
    segment.payloadOffset = 5;
    segment.payloadLength = 3;
    wire.table.onSegment(segment);
    assertThat(wire.calls()).containsExactly(">{ab");
    assertThat(segment.data.position()).isZero();
    assertThat(wire.handler().flow.payloadBytes(FROM_RESPONDER)).isZero();
  }
}
