package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import stratoscope.capture.RawPacket;
import stratoscope.packet.TcpSegment;

/** Segments on their way between two workers: none is lost, changed, or out of its turn, and a full queue refuses. */
class HandOverTest {
  private static final int BYTES = 4096;

  private final HandOver queue = new HandOver(BYTES);
  private final TcpSegment segment = new TcpSegment();
  private final RawPacket packet = new RawPacket();

  /** A packet whose bytes are told by its number, with a payload in its last third, or elsewhere. */
  private boolean put(long number, int length, boolean isReassembled) {
    packet.data = ByteBuffer.allocate(length + 5);
    for (int i = 0; i < length; i++) {
      packet.data.put(5 + i, (byte) (number + i));
    }
    packet.offset = 5;
    packet.capturedLength = length;
    packet.originalLength = length + 1;
    packet.timestampMicros = 1000 + number;
    packet.number = number;
    packet.linkType = 101;
    segment.sourceHigh = number;
    segment.destinationLow = -number;
    segment.sequence = (int) number * 7;
    segment.flags = TcpSegment.ACK;
    segment.payloadLength = length / 3;
    segment.data = isReassembled ? ByteBuffer.allocate(length).put(1, (byte) number) : packet.data;
    segment.payloadOffset = isReassembled ? 1 : 5 + length - length / 3;
    return queue.put(segment, packet, (int) number % 3);
  }

  private void check(long number, int length, boolean isReassembled) {
    TcpSegment s = new TcpSegment();
    RawPacket p = new RawPacket();
    assertThat(queue.waitingMicros()).isEqualTo(1000 + number);
    assertThat(queue.take(s, p)).isEqualTo((int) number % 3);
    assertThat(p.number).isEqualTo(number).isEqualTo(s.packetNumber);
    assertThat(p.capturedLength).isEqualTo(length).isEqualTo(p.originalLength - 1);
    assertThat(p.timestampMicros).isEqualTo(1000 + number).isEqualTo(s.timestampMicros);
    assertThat(p.data.get(p.offset + length - 1)).isEqualTo((byte) (number + length - 1));
    assertThat(s.sourceHigh).isEqualTo(number).isEqualTo(-s.destinationLow);
    assertThat(s.sequence).isEqualTo((int) number * 7);
    assertThat(s.payloadLength).isEqualTo(length / 3);
    assertThat(s.data.get(s.payloadOffset))
        .isEqualTo((byte) (isReassembled ? number : number + length - length / 3));
  }

  @Test
  void segments_comeAsTheyWent_howeverTheMemoryIsWrapped() {
    SplittableRandom random = new SplittableRandom(3);
    Deque<long[]> waiting = new ArrayDeque<>();
    int refused = 0;
    for (long number = 1; number < 20_000; number++) {
      int length = random.nextInt(3, 900);
      boolean isReassembled = random.nextInt(4) == 0;
      if (put(number, length, isReassembled)) {
        waiting.add(new long[] {number, length, isReassembled ? 1 : 0});
      } else {
        refused++;
      }
      while (!waiting.isEmpty() && random.nextInt(2) == 0) {
        long[] next = waiting.remove();
        check(next[0], (int) next[1], next[2] == 1);
      }
    }
    assertThat(refused).isPositive().isLessThan(15_000);
    while (!waiting.isEmpty()) {
      long[] next = waiting.remove();
      check(next[0], (int) next[1], next[2] == 1);
    }
    assertThat(queue.waitingMicros()).isEqualTo(HandOver.NOTHING);
  }

  @Test
  void whatWasTaken_staysUntilItIsReleased() {
    assertThat(put(1, 3000, false)).isTrue();
    check(1, 3000, false);
    assertThat(put(2, 3000, false)).isFalse();
    queue.release();
    assertThat(put(3, 900, false)).isTrue();
  }

  @Test
  void whatIsLargerThanTheMemory_isRefused() {
    assertThat(put(1, BYTES, false)).isFalse();
    assertThat(put(2, BYTES - 200, false)).isTrue();
  }
}
