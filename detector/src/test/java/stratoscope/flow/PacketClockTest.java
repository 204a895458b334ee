package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which time stamps are believed. */
class PacketClockTest {
  private static final long T = 1_700_000_000_000_000L;
  private static final long YEAR = 31_557_600_000_000L;

  private final FlowCounts counts = new FlowCounts();
  private final PacketClock clock = new PacketClock(1000, counts);

  @Test
  void tick_firstPacket_setsTheTime() {
    assertThat(clock.tick(-T)).isEqualTo(-T);
  }

  @Test
  void tick_smallSteps_areTaken() {
    clock.tick(T);
    assertThat(clock.tick(T + 1000)).isEqualTo(T + 1000);
    assertThat(clock.tick(T + 10)).isEqualTo(T + 10);
    assertThat(counts.of(FlowCount.CLOCK_DOUBTED)).isZero();
  }

  @Test
  void tick_loneJump_isHandledAtOldTime() {
    clock.tick(T);
    assertThat(clock.tick(T + YEAR)).isEqualTo(T);
    assertThat(clock.tick(T + 5)).isEqualTo(T + 5);
    assertThat(clock.tick(T + YEAR)).isEqualTo(T + 5);
    assertThat(counts.of(FlowCount.CLOCK_DOUBTED)).isEqualTo(2);
    assertThat(counts.of(FlowCount.CLOCK_JUMPS)).isZero();
  }

  @Test
  void tick_secondPacketAgrees_jumps() {
    clock.tick(T);
    clock.tick(T - YEAR);
    assertThat(clock.tick(T - YEAR + 999)).isEqualTo(T - YEAR + 999);
    assertThat(counts.of(FlowCount.CLOCK_JUMPS)).isEqualTo(1);
  }

  @Test
  void tick_jumpsThatDisagree_moveNothing() {
    clock.tick(T);
    for (int i = 1; i < 10; i++) {
      assertThat(clock.tick(T + i * YEAR)).isEqualTo(T);
    }
  }

  @Test
  void isNear_extremes_doNotOverflow() {
    assertThat(PacketClock.isNear(Long.MIN_VALUE, Long.MAX_VALUE, 1000)).isFalse();
    assertThat(PacketClock.isNear(Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE)).isFalse();
    assertThat(PacketClock.isNear(Long.MIN_VALUE, Long.MIN_VALUE + 1, 1)).isTrue();
    assertThat(PacketClock.isNear(0, Long.MIN_VALUE, 5)).isFalse();
  }
}
