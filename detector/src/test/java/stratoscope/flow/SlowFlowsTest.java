package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stratoscope.flow.SlowFlows.Turn;

/** Which connections get a turn, and that a crowd costs no more than turns. */
class SlowFlowsTest {
  private static final long HASH = 0x1234_5678_9ABC_DEF1L;
  private static final long SECOND = 1_000_000;
  private static final long START = 1_700_000_000L * SECOND;

  private final SlowFlows slow = new SlowFlows(16);

  @Test
  void connection_thatGoesOn_isDueOnceAnHour() {
    assertThat(slow.onPayload(HASH, START)).isEqualTo(Turn.FIRST);
    assertThat(slow.onPayload(HASH, START + 19 * SECOND)).isEqualTo(Turn.WAITS);
    assertThat(slow.onPayload(HASH, START + 22 * SECOND)).isEqualTo(Turn.DUE);
    assertThat(slow.onPayload(HASH, START + 60 * SECOND)).isEqualTo(Turn.WAITS);
    assertThat(slow.onPayload(HASH, START + 3900 * SECOND)).isEqualTo(Turn.DUE);
  }

  @Test
  void connection_thatIsBusy_waits() {
    for (int i = 0; i < 300; i++) {
      slow.onPayload(HASH, START + i * SECOND / 20);
    }
    assertThat(slow.onPayload(HASH, START + 25 * SECOND)).isEqualTo(Turn.WAITS);
  }

  @Test
  void connection_withTenSegmentsASecond_isDue() {
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i <= 220; i++) {
      turns.add(slow.onPayload(HASH, START + i * SECOND / 10));
    }
    assertThat(turns).containsOnlyOnce(Turn.DUE);
  }

  @Test
  void newerConnection_ofTheSameSlot_takesIt() {
    slow.onPayload(HASH, START);
    assertThat(slow.onPayload(HASH ^ (1L << 60), START + SECOND)).isEqualTo(Turn.FIRST);
    assertThat(slow.onPayload(HASH, START + 30 * SECOND)).isEqualTo(Turn.FIRST);
  }

  @Test
  void time_backwardsOrAbsurd_neverThrows() {
    for (long micros : new long[] {START, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE, START - 3600 * SECOND, START}) {
      assertThat(slow.onPayload(HASH, micros)).isNotNull();
    }
  }

  @Test
  void crowd_getsMoreSlots() {
    SlowFlows many = new SlowFlows(1 << 20);
    Random random = new Random(7);
    long[] hashes = random.longs(400_000).toArray();
    for (long hash : hashes) {
      many.onPayload(hash, START);
    }
    long due = Arrays.stream(hashes, 300_000, hashes.length).filter(hash -> many.onPayload(hash, START + 30 * SECOND) == Turn.DUE).count();
    assertThat(due).isGreaterThan(80_000); // the first 1 << 17 slots can't keep as many
  }
}
