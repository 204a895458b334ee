package stratoscope.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import stratoscope.flow.Direction;
import stratoscope.flow.FlowCounts;

/** What two sides say in turns, and what carriers make of it however it is cut. */
final class Talk {
  private static final int RANDOM_ROUNDS = 40;

  /** One side's turn; null bytes are a gap. */
  private record Turn(Direction from, byte[] bytes) {}

  private final List<Turn> turns = new ArrayList<>();
  private CarrierOptions options = CarrierOptions.DEFAULTS;
  private boolean isAtStart = true;
  private List<Carrier> nest = List.of();

  Talk up(String latin1) {
    return up(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  Talk up(byte[]... parts) {
    return add(Direction.FROM_ORIGINATOR, parts);
  }

  Talk down(String latin1) {
    return down(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  Talk down(byte[]... parts) {
    return add(Direction.FROM_RESPONDER, parts);
  }

  private Talk add(Direction from, byte[]... parts) {
    turns.add(new Turn(from, Bytes.join(parts)));
    return this;
  }

  Talk gapUp() {
    turns.add(new Turn(Direction.FROM_ORIGINATOR, null));
    return this;
  }

  Talk gapDown() {
    turns.add(new Turn(Direction.FROM_RESPONDER, null));
    return this;
  }

  Talk midstream() {
    isAtStart = false;
    return this;
  }

  Talk with(CarrierOptions bounds) {
    options = bounds;
    return this;
  }

  /** Only this side is seen. */
  Talk only(Direction from) {
    Talk half = new Talk();
    half.options = options;
    half.isAtStart = isAtStart;
    turns.stream().filter(turn -> turn.from() == from).forEach(half.turns::add);
    return half;
  }

  /** With a few bytes changed, cut out or repeated, and gaps here and there; perhaps taken for midstream. */
  Talk damaged(SplittableRandom random) {
    Talk damaged = new Talk();
    damaged.options = options;
    damaged.isAtStart = random.nextInt(4) > 0;
    for (Turn turn : turns) {
      byte[] bytes = turn.bytes().clone();
      for (int hits = random.nextInt(4); hits > 0; hits--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int from = random.nextInt(6) == 0 ? random.nextInt(bytes.length) : 0;
      int end = random.nextInt(6) == 0 ? random.nextInt(from, bytes.length) : bytes.length;
      for (int copies = random.nextInt(8) == 0 ? 2 : 1; copies > 0; copies--) {
        damaged.turns.add(new Turn(turn.from(), Arrays.copyOfRange(bytes, from, end)));
      }
      if (random.nextInt(8) == 0) {
        damaged.turns.add(new Turn(turn.from(), null));
      }
    }
    return damaged;
  }

  /** The calls, the same whether each turn comes at once, byte by byte, in two pieces or in random ones. */
  List<String> calls() {
    List<String> whole = whole();
    assertThat(play(left -> 1)).as("byte by byte").isEqualTo(whole);
    for (int seed = 0; seed < RANDOM_ROUNDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int most = random.nextInt(1, 80);
      assertThat(play(left -> random.nextInt(1, most + 1))).as("random cuts, seed %d", seed).isEqualTo(whole);
    }
    int longest = turns.stream().mapToInt(turn -> turn.bytes().length).max().orElse(0);
    for (int cut = 1; cut < Math.min(longest, 300); cut++) {
      int first = cut;
      assertThat(play(new IntUnaryOperator() {
        private int turnLength = -1;

        @Override
        public int applyAsInt(int left) {
          boolean isFirst = left > turnLength;
          turnLength = isFirst ? left : 0;
          return isFirst ? first : left;
        }
      })).as("cut at %d", cut).isEqualTo(whole);
    }
    return whole;
  }

  /** The calls if each turn is one delivery. */
  List<String> whole() {
    return play(left -> left);
  }

  /** What was travelled in, after {@link #calls} or {@link #whole}. */
  List<Carrier> nest() {
    return nest;
  }

  /**
   * Plays all turns.
   *
   * @param cut says how long the next delivery is, given how much of the turn is left
   */
  List<String> play(IntUnaryOperator cut) {
    RecordingSink sink = new RecordingSink();
    CarrierMemory memory = new CarrierMemory(options, new FlowCounts());
    Carriers carriers = new Carriers(memory, isAtStart, isAtStart, sink);
    for (Turn turn : turns) {
      if (turn.bytes() == null) {
        carriers.onGap(turn.from());
      } else {
        for (int at = 0; at < turn.bytes().length; ) {
          int end = (int) Math.min(turn.bytes().length, (long) at + cut.applyAsInt(turn.bytes().length - at));
          deliver(carriers, turn.from(), Arrays.copyOfRange(turn.bytes(), at, end));
          at = end;
        }
      }
      assertThat(memory.heldBytes()).isNotNegative();
    }
    nest = carriers.nest();
    carriers.release();
    assertThat(memory.heldBytes()).as("held after release").isZero();
    return sink.calls;
  }

  /** As the table does: memory that is not the reader's, read-only, and changed behind the call. */
  private static void deliver(Carriers carriers, Direction from, byte[] bytes) {
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + 2).put(1, bytes);
    ByteBuf buffer = Unpooled.wrappedBuffer(memory.asReadOnlyBuffer().slice(1, bytes.length));
    carriers.onBytes(from, buffer);
    assertThat(buffer.readableBytes()).as("unread").isEqualTo(bytes.length);
    assertThat(buffer.refCnt()).as("references").isEqualTo(1);
    buffer.release();
    memory.put(0, new byte[bytes.length + 2]);
  }
}
