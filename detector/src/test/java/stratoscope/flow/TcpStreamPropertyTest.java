package stratoscope.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import stratoscope.packet.TcpSegment;

/** Random streams cut, repeated, overlapped, reordered, lost and forged; seeds are fixed, so a failure names its round. */
class TcpStreamPropertyTest {
  private static final int ROUNDS = 2000;

  private final FlowOptions options = new FlowOptions();

  /** A piece of one side's stream. */
  private record Piece(boolean isUp, int from, int end) {}

  @Test
  void onSegment_nothingLost_handsOverTheOriginal() {
    for (int round = 0; round < ROUNDS; round++) {
      Conversation talk = new Conversation(round, options);
      talk.play(talk.shuffle(talk.cut(1.0)), false);
      assertThat(talk.handler().up.toByteArray()).as("up in round %d", round).isEqualTo(talk.up);
      assertThat(talk.handler().down.toByteArray()).as("down in round %d", round).isEqualTo(talk.down);
      assertThat(talk.handler().calls).as("round %d", round).noneMatch(call -> call.matches(".gap \\d+"));
      assertThat(talk.wire.table.outOfOrderBytes()).isZero();
    }
  }

  @Test
  void onSegment_segmentsLost_bytesAndGapsCoverTheOriginal() {
    for (int round = 0; round < ROUNDS; round++) {
      Conversation talk = new Conversation(round, options);
      talk.play(talk.shuffle(talk.cut(0.8)), true);
      talk.checkCover(round);
    }
  }

  @Test
  void onSegment_storeTooSmall_bytesAndGapsStillCover() {
    FlowOptions small = new FlowOptions().maxOutOfOrderSegments(3).maxOutOfOrderBytes(500).maxOutOfOrderBytesTotal(700);
    for (int round = 0; round < ROUNDS; round++) {
      Conversation talk = new Conversation(round, small);
      talk.play(talk.shuffle(talk.cut(0.9)), true);
      talk.checkCover(round);
      assertThat(talk.mostHeldBytes).isLessThanOrEqualTo(700 + 6 * 64);
    }
  }

  @Test
  void onSegment_strayGarbageInBetween_isNeverHandedOver() {
    for (int round = 0; round < ROUNDS; round++) {
      Conversation talk = new Conversation(round, options);
      talk.forgeStrays = true;
      talk.play(talk.shuffle(talk.cut(1.0)), false);
      assertThat(talk.handler().up.toByteArray()).as("up in round %d", round).isEqualTo(talk.up);
      assertThat(talk.handler().down.toByteArray()).as("down in round %d", round).isEqualTo(talk.down);
    }
  }

  @Test
  void onSegment_garbage_neverThrowsAndSumsHold() {
    SplittableRandom random = new SplittableRandom(7);
    Wire wire = new Wire(new FlowOptions().maxFlows(10).synCacheSlots(16).rejectedSlots(16).maxOutOfOrderBytesTotal(5000));
    ByteBuffer data = ByteBuffer.wrap(
        "{\"x\":[1,2]}\n    {  }garbage and more of it}".getBytes(StandardCharsets.US_ASCII));
    int mostFlows = 0;
    for (int i = 0; i < 200_000; i++) {
      TcpSegment segment = wire.segment(random.nextBoolean(), near(random), random.nextInt(256), new byte[0]);
      segment.sourcePort &= 0xFFFC + random.nextInt(4);
      segment.acknowledgement = near(random);
      segment.tenant = random.nextInt(30);
      segment.data = data;
      segment.payloadOffset = random.nextInt(data.capacity());
      segment.payloadLength = random.nextInt(data.capacity() - segment.payloadOffset + 1);
      segment.missingLength = random.nextInt(20) == 0 ? random.nextInt(3000) : 0;
      segment.timestampMicros = random.nextInt(100) == 0 ? random.nextLong() : wire.nowMicros + i * 1000L;
      wire.table.onSegment(segment);
      if (random.nextInt(1000) == 0 && !wire.handlers.isEmpty()) {
        RecordingHandler handler = wire.handlers.get(random.nextInt(wire.handlers.size()));
        handler.isBroken = random.nextBoolean();
        handler.interest = Interest.values()[random.nextInt(3)];
      }
      mostFlows = Math.max(mostFlows, wire.table.liveFlows());
    }
    assertThat(mostFlows).isEqualTo(10);
    wire.table.end();
    assertThat(wire.table.outOfOrderBytes()).isZero();
    checkSums(wire.table.counts());
    for (RecordingHandler handler : wire.handlers) {
      assertThat(handler.calls.stream().filter(call -> call.startsWith("end ")).count()).isEqualTo(1);
      assertThat(handler.calls.get(handler.calls.size() - 1)).startsWith("end ");
    }
  }

  private static int near(SplittableRandom random) {
    return random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(-300, 300);
  }

  static void checkSums(FlowCounts counts) {
    List<FlowCount> fates = List.of(FlowCount.TRACKED, FlowCount.LINGERING, FlowCount.NO_PAYLOAD, FlowCount.RESET,
        FlowCount.UNINTERESTING, FlowCount.BACKED_OFF, FlowCount.REFUSED, FlowCount.SHED_RHYTHM, FlowCount.SHED_MIDSTREAM,
        FlowCount.SHED_LATE);
    assertThat(counts.of(FlowCount.SEGMENTS)).isEqualTo(fates.stream().mapToLong(counts::of).sum());
    assertThat(counts.of(FlowCount.FLOWS)).isEqualTo(Arrays.stream(EndReason.values()).mapToLong(counts::ended).sum());
  }

  /** Two random streams and the ways they are mangled. */
  private static final class Conversation {
    final SplittableRandom random;
    final Wire wire;
    final byte[] up;
    final byte[] down;
    final int upStart;
    final int downStart;
    boolean forgeStrays;
    long mostHeldBytes;
    int upReached;
    int downReached;

    Conversation(int round, FlowOptions options) {
      random = new SplittableRandom(round);
      wire = new Wire(options);
      up = text();
      down = text();
      upStart = random.nextInt(3) == 0 ? -random.nextInt(200) : random.nextInt();
      downStart = random.nextInt(3) == 0 ? -random.nextInt(200) : random.nextInt();
    }

    private byte[] text() {
      byte[] text = new byte[random.nextInt(1, 600)];
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) random.nextInt(' ', 0x7F);
      }
      text[0] = '{';
      return text;
    }

    RecordingHandler handler() {
      return wire.handler();
    }

    /** Both streams in pieces that overlap and repeat; a share of them is kept, the first one always. */
    List<Piece> cut(double keptShare) {
      List<Piece> pieces = new ArrayList<>();
      for (boolean isUp : new boolean[] {true, false}) {
        int length = (isUp ? up : down).length;
        for (int at = 0; at < length; ) {
          int end = Math.min(length, at + random.nextInt(1, 60));
          int from = random.nextInt(4) == 0 ? Math.max(0, at - random.nextInt(30)) : at;
          int reach = random.nextInt(4) == 0 ? Math.min(length, end + random.nextInt(30)) : end;
          for (int copies = random.nextInt(6) == 0 ? 2 : 1; copies > 0; copies--) {
            if (random.nextDouble() < keptShare) {
              pieces.add(random.nextInt(pieces.size() + 1), new Piece(isUp, from, reach));
            }
          }
          at = end;
        }
      }
      pieces.sort((a, b) -> Integer.compare(a.from(), b.from()));
      return pieces;
    }

    /** Moves each piece a few places at most. */
    List<Piece> shuffle(List<Piece> pieces) {
      for (int i = 0; i < pieces.size(); i++) {
        int other = Math.min(pieces.size() - 1, i + random.nextInt(8));
        Piece kept = pieces.get(i);
        pieces.set(i, pieces.get(other));
        pieces.set(other, kept);
      }
      return pieces;
    }

    void play(List<Piece> pieces, boolean acknowledgesAll) {
      wire.up(upStart - 1, "", Wire.SYN);
      wire.acknowledgement = upStart;
      wire.down(downStart - 1, "", Wire.SYN | Wire.ACK);
      for (Piece piece : pieces) {
        byte[] stream = piece.isUp() ? up : down;
        int start = piece.isUp() ? upStart : downStart;
        boolean isAcknowledging = acknowledgesAll && random.nextInt(3) == 0;
        wire.acknowledgement = (piece.isUp() ? downStart : upStart) + random.nextInt(600);
        wire.passSeconds(random.nextDouble() * (acknowledgesAll ? 0.5 : 0.005));
        if (forgeStrays && random.nextInt(3) == 0) {
          int place = start + (2 << 20) + random.nextInt(Integer.MAX_VALUE);
          wire.send(piece.isUp(), place, 0, new byte[random.nextInt(5, 50)]);
        }
        wire.send(piece.isUp(), start + piece.from(), isAcknowledging ? Wire.ACK : 0,
            Arrays.copyOfRange(stream, piece.from(), piece.end()));
        upReached = piece.isUp() ? Math.max(upReached, piece.end()) : upReached;
        downReached = piece.isUp() ? downReached : Math.max(downReached, piece.end());
        mostHeldBytes = Math.max(mostHeldBytes, wire.table.outOfOrderBytes());
      }
      wire.table.end();
    }

    void checkCover(int round) {
      assertThat(wire.handlers).hasSizeLessThanOrEqualTo(1);
      for (RecordingHandler handler : wire.handlers) {
        assertThat(covered(round, handler, ">", up)).as("up in round %d", round).isEqualTo(upReached);
        assertThat(covered(round, handler, "<", down)).as("down in round %d", round).isEqualTo(downReached);
      }
    }

    /** Follows bytes and gaps along the original, and returns how far they reach. */
    private static int covered(int round, RecordingHandler handler, String arrow, byte[] original) {
      String text = new String(original, StandardCharsets.ISO_8859_1);
      int at = 0;
      for (String call : handler.calls) {
        if (!call.startsWith(arrow)) {
          continue;
        }
        if (call.matches(".gap \\d+")) {
          at += Integer.parseInt(call.substring(5));
        } else {
          String bytes = call.substring(1);
          assertThat(text.substring(at, at + bytes.length())).as("round %d at %d", round, at).isEqualTo(bytes);
          at += bytes.length();
        }
      }
      return at;
    }
  }
}
