package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.capture.RawPacket;
import stratoscope.packet.PacketFate;

/** The times that packets tell. */
class PacketCountsTest {
  private final PacketCounts counts = new PacketCounts();

  private void packet(long micros) {
    RawPacket packet = new RawPacket();
    packet.timestampMicros = micros;
    counts.add(PacketFate.INSPECTED, packet);
  }

  @Test
  void clockSetBack_showsInTheNewestTime_andNotInTheLatest() {
    assertThat(counts.takeNewestMicros()).isZero();
    packet(5000);
    packet(4000);
    assertThat(counts.takeNewestMicros()).isEqualTo(5000);
    assertThat(counts.takeNewestMicros()).isZero();
    packet(1000);
    assertThat(counts.takeNewestMicros()).isEqualTo(1000);
    assertThat(counts.lastMicros()).isEqualTo(5000);
  }
}
