package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import stratoscope.packet.TcpSegment;

/** How flows end, who goes when there is no room, and what a broken reader can do. */
class FlowTableTest {
  private static final double YEAR = 31_557_600;

  private final Wire wire = new Wire();

  private void open() {
    wire.handshake();
    wire.up(1001, "{a}");
    wire.down(5001, "{b}");
  }

  @Test
  void onSegment_bothFins_endsOnce() {
    open();
    wire.up(1004, "", Wire.FIN);
    wire.down(5004, "late", Wire.FIN);
    wire.up(1005, "", Wire.ACK);
    assertThat(wire.calls()).containsExactly(">{a}", "<{b}", "<late", "end FIN");
    assertThat(wire.count(FlowCount.LINGERING)).isEqualTo(1);
  }

  @Test
  void onSegment_halfClosed_otherSideGoesOn() {
    open();
    wire.up(1004, "", Wire.FIN);
    wire.down(5004, "more");
    wire.down(5008, "and more");
    assertThat(wire.calls()).endsWith("<more", "<and more");
    assertThat(wire.table.liveFlows()).isEqualTo(1);
  }

  @Test
  void onSegment_finBeforeItsData_waitsForData() {
    open();
    wire.down(5004, "", Wire.FIN);
    wire.up(1005, "c", Wire.FIN);
    assertThat(wire.calls()).doesNotContain("end FIN");
    wire.up(1004, "b");
    assertThat(wire.calls()).endsWith(">b", ">c", "end FIN");
  }

  @Test
  void onSegment_dataBehindForgedFin_goesOn() {
    open();
    wire.up(1004, "", Wire.FIN);
    wire.up(1004, "more");
    wire.down(5004, "", Wire.FIN);
    assertThat(wire.calls()).endsWith(">more");
  }

  @Test
  void onSegment_retransmissionAfterEnd_makesNoNewFlow() {
    open();
    wire.up(1004, "", Wire.FIN);
    wire.down(5004, "", Wire.FIN);
    wire.up(1001, "{a}");
    assertThat(wire.handlers).hasSize(1);
    wire.passSeconds(61);
    wire.up(2001, "{a}");
    assertThat(wire.handlers).hasSize(2);
  }

  @Test
  void onSegment_newSynWhileLingering_startsAnew() {
    open();
    wire.up(1004, "", Wire.RST);
    wire.up(9000, "", Wire.SYN);
    wire.up(9001, "{z}");
    assertThat(wire.handlers).hasSize(2);
    assertThat(wire.handlers.get(1).flow.isMidstream()).isFalse();
    assertThat(wire.calls()).endsWith("end RST");
  }

  @Test
  void onSegment_resetInWindow_endsWithWhatWasHeld() {
    open();
    wire.up(1006, "c");
    wire.up(1007, "", Wire.RST);
    assertThat(wire.calls()).endsWith(">gap 2", ">c", "end RST");
    assertThat(wire.table.counts().ended(EndReason.RST)).isEqualTo(1);
  }

  @Test
  void onSegment_resetOffWindow_isCountedAndIgnored() {
    open();
    wire.up(1004 + 100_000, "", Wire.RST);
    wire.down(5004 - 100_000, "", Wire.RST);
    assertThat(wire.count(FlowCount.RESETS_OFF_WINDOW)).isEqualTo(2);
    assertThat(wire.table.liveFlows()).isEqualTo(1);
  }

  @Test
  void onSegment_resetFromSideNotHeardYet_isJudgedByAcknowledgements() {
    wire.acknowledgement = 900;
    wire.up(10, "{", Wire.ACK);
    wire.down(900 + 100_000, "", Wire.RST);
    assertThat(wire.table.liveFlows()).isEqualTo(1);
    wire.down(900, "", Wire.RST);
    assertThat(wire.calls()).endsWith("end RST");
  }

  @Test
  void onSegment_refusalAcknowledgesOurByte_ends() {
    wire.up(10, "{");
    wire.acknowledgement = 11;
    wire.down(0, "", Wire.RST | Wire.ACK);
    assertThat(wire.calls()).containsExactly(">{", "end RST");
  }

  @Test
  void onSegment_otherSyn_isReuse() {
    open();
    wire.up(77_000, "", Wire.SYN);
    assertThat(wire.calls()).endsWith("end REUSED");
    wire.up(77_001, "{c}");
    assertThat(wire.handlers.get(1).calls).containsExactly(">{c}");
    assertThat(wire.handlers.get(1).flow.isMidstream()).isFalse();
  }

  @Test
  void onSegment_repeatedSyn_isHarmless() {
    open();
    wire.up(1000, "", Wire.SYN);
    wire.acknowledgement = 1001;
    wire.down(5000, "", Wire.SYN | Wire.ACK);
    wire.up(1004, "c");
    assertThat(wire.calls()).containsExactly(">{a}", "<{b}", ">c");
  }

  @Test
  void onSegment_synOfMidstreamFlow_isReuseUnlessItsOwn() {
    wire.up(1003, "{a}");
    wire.up(1000, "", Wire.SYN);
    assertThat(wire.table.liveFlows()).as("came late").isEqualTo(1);
    wire.down(7000, "", Wire.SYN);
    assertThat(wire.table.liveFlows()).as("the pool does not call the miner").isZero();
  }

  @Test
  void onSegment_silentTooLong_isIdle() {
    open();
    wire.passSeconds(3000);
    wire.up(1004, "c");
    wire.passSeconds(3599);
    wire.clientPort++;
    wire.up(1, "x");
    assertThat(wire.calls()).endsWith(">c");
    wire.passSeconds(2);
    wire.up(1, "x");
    assertThat(wire.calls()).endsWith("end IDLE");
  }

  @Test
  void onSegment_manyIdle_endFewAtATime() {
    for (int i = 0; i < 100; i++) {
      wire.clientPort++;
      wire.up(10, "{");
    }
    wire.clientPort++;
    wire.passSeconds(3590);
    wire.up(10, "x");
    wire.passSeconds(20);
    for (int i = 1; i <= 25; i++) {
      wire.up(10, "x");
      assertThat(wire.table.counts().ended(EndReason.IDLE)).isEqualTo(4L * i);
    }
  }

  @Test
  void onSegment_loneAbsurdTime_expiresNothing() {
    open();
    long before = wire.nowMicros;
    wire.passSeconds(50 * YEAR);
    wire.up(1004, "c");
    wire.nowMicros = before;
    wire.up(1005, "d");
    assertThat(wire.calls()).containsExactly(">{a}", "<{b}", ">c", ">d");
    assertThat(wire.handler().timesMicros).containsOnly(before);
    assertThat(wire.handler().flow.lastSeenMicros()).isEqualTo(before);
  }

  @Test
  void onSegment_timeReallyWentBack_expiresOldFlows() {
    open();
    wire.clientPort++;
    wire.passSeconds(-YEAR);
    wire.up(10, "x");
    assertThat(wire.table.liveFlows()).isEqualTo(1);
    wire.up(10, "x");
    wire.up(10, "x");
    assertThat(wire.calls()).endsWith("end IDLE");
  }

  @Test
  void onSegment_tableFull_evictsOldestUndecidedAndKeepsMining() {
    Wire small = new Wire(new FlowOptions().maxFlows(3));
    for (int i = 0; i < 3; i++) {
      small.clientPort = 50_000 + i;
      small.up(10, "{");
    }
    small.handlers.get(0).interest = Interest.MINING;
    small.clientPort = 50_000;
    small.up(11, "m");
    small.clientPort = 50_001;
    small.up(11, "fresh");
    small.clientPort = 50_003;
    small.up(10, "{");
    assertThat(small.handlers.get(2).calls).endsWith("end EVICTED");
    small.clientPort = 50_004;
    small.up(10, "{");
    assertThat(small.handlers.get(1).calls).endsWith("end EVICTED");
    assertThat(small.handlers.get(0).calls).containsExactly(">{", ">m");
    assertThat(small.table.miningFlows()).isEqualTo(1);
  }

  @Test
  void onSegment_onlyMiningLeft_evictsOldestMiningWithWhatWasHeld() {
    Wire small = new Wire(new FlowOptions().maxFlows(1));
    small.firstInterest = Interest.MINING;
    small.up(10, "{");
    small.up(12, "c");
    small.clientPort++;
    small.up(10, "{");
    assertThat(small.calls()).containsExactly(">{", ">gap 1", ">c", "end EVICTED");
    assertThat(small.table.outOfOrderBytes()).isZero();
  }

  @Test
  void onSegment_endedFlowsLinger_goFirst() {
    Wire small = new Wire(new FlowOptions().maxFlows(2));
    small.up(10, "{");
    small.clientPort++;
    small.up(10, "{");
    small.up(11, "", Wire.RST);
    small.clientPort++;
    small.up(10, "{");
    assertThat(small.table.liveFlows()).isEqualTo(2);
    assertThat(small.table.counts().ended(EndReason.EVICTED)).isZero();
  }

  @Test
  void end_liveFlows_endInOrderOfFirstPacket() {
    List<Integer> ports = new ArrayList<>();
    FlowTable table = new FlowTable(new FlowOptions(), flow -> new EndListener(flow, ports));
    for (int port : new int[] {50_005, 50_001, 50_009}) {
      wire.clientPort = port;
      table.onSegment(wire.segment(true, 10, 0, new byte[] {'{'}));
    }
    wire.clientPort = 50_005;
    table.onSegment(wire.segment(true, 11, 0, new byte[] {'x'}));
    table.end();
    table.end();
    assertThat(ports).containsExactly(50_005, 50_001, 50_009);
    assertThat(table.liveFlows()).isZero();
    assertThat(table.counts().ended(EndReason.END_OF_INPUT)).isEqualTo(3);
  }

  @Test
  void end_segmentsHeld_areHandedOver() {
    wire.up(10, "{");
    wire.up(12, "c");
    wire.table.end();
    assertThat(wire.calls()).containsExactly(">{", ">gap 1", ">c", "end END_OF_INPUT");
    assertThat(wire.up(10, "{")).as("the table can be used again").isNotNull();
  }

  @Test
  void onSegment_readerThrows_losesItsFlowOnly() {
    wire.up(10, "{");
    wire.handler().isBroken = true;
    wire.up(12, "c");
    wire.up(11, "b");
    assertThat(wire.calls()).containsExactly(">{", "end FAILED");
    assertThat(wire.count(FlowCount.HANDLER_FAILURES)).isEqualTo(1);
    assertThat(wire.table.outOfOrderBytes()).isZero();
    assertThat(wire.up(13, "{")).as("treated as nothing of interest").isNull();
    wire.clientPort++;
    assertThat(wire.up(10, "{")).isNotNull();
  }

  @Test
  void onSegment_factoryThrows_isCounted() {
    FlowTable table = new FlowTable(new FlowOptions(), flow -> {
      throw new IllegalStateException("no reader today");
    });
    TcpSegment segment = wire.segment(true, 10, 0, new byte[] {'{'});
    assertThat(table.onSegment(segment)).isNull();
    assertThat(table.counts().of(FlowCount.REFUSED)).isEqualTo(1);
    assertThat(table.onSegment(segment)).isNull();
    assertThat(table.counts().of(FlowCount.BACKED_OFF)).isEqualTo(1);
  }

  @Test
  void onSegment_noLongerInteresting_dropsWhatWasHeld() {
    wire.up(10, "{");
    wire.handler().interest = Interest.NONE;
    wire.up(12, "c");
    assertThat(wire.calls()).containsExactly(">{", "end NO_INTEREST");
    assertThat(wire.table.outOfOrderBytes()).isZero();
  }

  @Test
  void options_outOfRange_areRefused() {
    FlowOptions options = new FlowOptions();
    assertThatThrownBy(() -> options.maxFlows(0)).hasMessage("maxFlows must be at least 1, not 0");
    assertThatThrownBy(() -> options.synCacheSlots(3)).hasMessage("synCacheSlots must be a power of two, not 3");
    assertThatThrownBy(() -> options.rejectedSlots(Integer.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.idleTimeoutMicros(0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Notes the port of its flow when that ends. */
  private record EndListener(Flow flow, List<Integer> ports) implements StreamHandler {
    @Override
    public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {}

    @Override
    public void onGap(Direction direction, long missingBytes) {}

    @Override
    public void onEnd(EndReason reason) {
      ports.add(flow.originatorPort());
    }

    @Override
    public Interest interest() {
      return Interest.UNDECIDED;
    }
  }
}
