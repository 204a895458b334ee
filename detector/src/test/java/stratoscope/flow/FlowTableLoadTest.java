package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.TcpSegment;
import stratoscope.testing.Allocation;

/** Floods, and the price of a segment of no interest. */
class FlowTableLoadTest {
  private static final int FLOOD = 1_000_000;
  private static final int MINERS = 7;

  private final Wire wire = new Wire(new FlowOptions().maxFlows(20_000));
  private int ended;

  @Test
  void onSegment_floodOfFlowsAndSyns_keepsMiningFlowsAndBounds() {
    FlowTable table = new FlowTable(new FlowOptions().maxFlows(20_000), this::newHandler);
    openMiningFlows(table);
    TcpSegment segment = wire.segment(true, 10, 0, new byte[] {'{'});
    for (int i = 0; i < FLOOD; i++) {
      segment.sourceLow = TcpSegment.IPV4_MAPPED | (0x0B00_0000L + i);
      segment.flags = 0;
      segment.payloadLength = 1;
      table.onSegment(segment);
      segment.sourceLow ^= 0x0700_0000L;
      segment.flags = TcpSegment.SYN;
      segment.payloadLength = 0;
      table.onSegment(segment);
    }
    assertThat(table.liveFlows()).isEqualTo(20_000);
    assertThat(table.miningFlows()).isEqualTo(100);
    assertThat(table.counts().ended(EndReason.EVICTED)).isEqualTo(FLOOD + 100 - 20_000);
    table.end();
    assertThat(ended).isEqualTo(FLOOD + 100);
    TcpStreamPropertyTest.checkSums(table.counts());
  }

  private void openMiningFlows(FlowTable table) {
    for (int i = 0; i < 100; i++) {
      wire.clientPort = 3000 + i;
      TcpSegment segment = wire.segment(true, 10, 0, new byte[] {'{'});
      segment.tenant = MINERS;
      table.onSegment(segment);
    }
    assertThat(table.miningFlows()).isEqualTo(100);
  }

  private StreamHandler newHandler(Flow flow) {
    return new CountingHandler(flow.tenant() == MINERS ? Interest.MINING : Interest.UNDECIDED);
  }

  @Test
  void onSegment_floodOfHoles_staysInTheStore() {
    FlowOptions options = new FlowOptions().maxFlows(20_000).maxOutOfOrderBytesTotal(1 << 20);
    FlowTable table = new FlowTable(options, this::newHandler);
    TcpSegment segment = wire.segment(true, 10, 0, new byte[1400]);
    segment.data.put(segment.payloadOffset, (byte) '{');
    for (int i = 0; i < 15_000; i++) {
      segment.sourceLow = TcpSegment.IPV4_MAPPED | (0x0B00_0000L + i);
      for (int hole = 0; hole < 5; hole++) {
        segment.sequence = 10 + 2000 * hole;
        table.onSegment(segment);
      }
      assertThat(table.outOfOrderBytes()).isLessThanOrEqualTo(1 << 19);
    }
    table.end();
    assertThat(table.outOfOrderBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0017\u0003\u0003abcdefgh", "GET / HTTP/1.1\r\n", ""})
  void onSegment_ofNoInterest_allocatesNothing(String payload) {
    wire.handshake();
    TcpSegment segment = wire.segment(true, 1001, 0, payload.getBytes(StandardCharsets.ISO_8859_1));
    pass(segment, 20_000);
    assertThat(Allocation.leastBytes(() -> pass(segment, 100_000))).as("bytes for 100000 segments").isLessThan(1000);
  }

  @Test
  void onSegment_synOfNoInterest_allocatesNothing() {
    TcpSegment segment = wire.segment(true, 1000, TcpSegment.SYN, new byte[0]);
    pass(segment, 20_000);
    assertThat(Allocation.leastBytes(() -> pass(segment, 100_000))).isLessThan(1000);
  }

  private void pass(TcpSegment segment, int times) {
    for (int i = 0; i < times; i++) {
      segment.sourceLow = TcpSegment.IPV4_MAPPED | (0x0B00_0000L + (i & 0xFFF));
      segment.sequence += segment.payloadLength;
      wire.table.onSegment(segment);
    }
  }

  /** Loose on purpose: a table that scans anything would be hundreds of times slower. */
  @Test
  void onSegment_manyFlowsTracked_costsAboutTheSame() {
    FlowTable table = new FlowTable(new FlowOptions().maxFlows(200_000), this::newHandler);
    long empty = leastNanos(table);
    TcpSegment segment = wire.segment(true, 10, 0, new byte[] {'{'});
    for (int i = 0; i < 200_000; i++) {
      segment.sourceLow = TcpSegment.IPV4_MAPPED | (0x0B00_0000L + i);
      table.onSegment(segment);
    }
    assertThat(table.liveFlows()).isEqualTo(200_000);
    assertThat(leastNanos(table)).isLessThan(20 * empty);
  }

  private long leastNanos(FlowTable table) {
    TcpSegment segment = wire.segment(true, 10, 0, "\u0017\u0003\u0003".getBytes(StandardCharsets.ISO_8859_1));
    SplittableRandom random = new SplittableRandom(1);
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10; attempt++) {
      long before = System.nanoTime();
      for (int i = 0; i < 50_000; i++) {
        segment.sourceLow = TcpSegment.IPV4_MAPPED | random.nextInt(10_000);
        table.onSegment(segment);
      }
      least = Math.min(least, System.nanoTime() - before);
    }
    return least;
  }

  /** Reads nothing, says what it was told to say. */
  private final class CountingHandler implements StreamHandler {
    private final Interest interest;

    CountingHandler(Interest interest) {
      this.interest = interest;
    }

    @Override
    public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {}

    @Override
    public void onGap(Direction direction, long missingBytes) {}

    @Override
    public void onEnd(EndReason reason) {
      ended++;
    }

    @Override
    public Interest interest() {
      return interest;
    }
  }
}
