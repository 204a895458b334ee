package stratoscope.rhythm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stratoscope.flow.Direction;
import stratoscope.state.Records;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.testing.Allocation;

/** A rhythm as its session uses it: any cut of the bytes, either side mining, and what an adversary makes of lengths and times. */
class RhythmTest {
  private static final RhythmOptions OPTIONS = RhythmRatesTest.shipped();
  private static final long DAY_MICROS = 86_400_000_000L;

  private final Random random = new Random(5);

  private static ByteBuf record(int bytes) {
    ByteBuf record = Unpooled.buffer().writeByte(23).writeShort(0x0303).writeShort(bytes - 5);
    return record.writeZero(bytes - 5);
  }

  /** Half an hour of a Monero miner. */
  private void mine(Rhythm rhythm, Direction miner, long startMicros, boolean isByteAtATime) {
    long now = startMicros;
    for (int i = 0; i < 100; i++) {
      now += (long) (random.nextExponential() * 18e6) + 200_000;
      if (i % 3 == 0) {
        send(rhythm, miner.opposite(), 400, now, isByteAtATime);
      } else {
        send(rhythm, miner, 207, now, isByteAtATime);
        send(rhythm, miner.opposite(), 87, now + 60_000, isByteAtATime);
      }
    }
    rhythm.end();
  }

  /** With a share every two seconds, and a job after each third. */
  private void mineQuickly(Rhythm rhythm, int seconds) {
    long now = 0;
    for (int i = 0; now < seconds * 1_000_000L; i++) {
      send(rhythm, i % 4 == 3 ? Direction.FROM_RESPONDER : Direction.FROM_ORIGINATOR, i % 4 == 3 ? 400 : 207, now, false);
      if (i % 4 != 3) {
        send(rhythm, Direction.FROM_RESPONDER, 87, now + 60_000, false);
      }
      now += (long) (random.nextExponential() * 2e6) + 100_000;
    }
    rhythm.end();
  }

  private Rhythm mineAndPing(int each, Direction asking) {
    return mineAndPing(each, asking, 0);
  }

  /** The same with a ping behind one record in so many, of either side, which the other answers; a client's has so many bytes more. */
  private Rhythm mineAndPing(int each, Direction asking, int mask) {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    long now = 0;
    for (int i = 0; i < 150; i++) {
      now += (long) (random.nextExponential() * 18e6) + 200_000;
      boolean isJob = i % 3 == 0;
      send(rhythm, isJob ? Direction.FROM_RESPONDER : Direction.FROM_ORIGINATOR, isJob ? 400 : 207, now, false);
      if (!isJob) {
        send(rhythm, Direction.FROM_RESPONDER, 87, now + 60_000, false);
      }
      if (i % each == 1) {
        now += 6_000_000;
        send(rhythm, asking, asking == Direction.FROM_ORIGINATOR ? 24 + mask : 24, now, false);
        send(rhythm, asking.opposite(), asking == Direction.FROM_ORIGINATOR ? 24 : 24 + mask, now + 60_000, false);
      }
    }
    rhythm.end();
    return rhythm;
  }

  private static void send(Rhythm rhythm, Direction from, int bytes, long micros, boolean isByteAtATime) {
    ByteBuf record = record(bytes);
    if (isByteAtATime) {
      rhythm.onBytes(from, record.readSlice(5), micros, 1); // a head must come whole at the start of a stream
      while (record.isReadable()) {
        rhythm.onBytes(from, record.readSlice(1), micros, 1);
      }
    } else {
      rhythm.onBytes(from, record, micros, 1);
    }
  }

  @Test
  void miner_thatCalls_isFound() {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    mine(rhythm, Direction.FROM_ORIGINATOR, 0, false);
    Rhythm.Sign sign = rhythm.sign();
    assertThat(sign).isNotNull();
    assertThat(sign.miner()).isEqualTo(Direction.FROM_ORIGINATOR);
    assertThat(sign.hasShares()).isTrue();
    assertThat(sign.hasLogin()).isFalse();
    assertThat(sign.sharesPerMinute()).isBetween(1.0, 4.0);
    assertThat(sign.explanation()).startsWith("66/66 sent of 207 B, 66 answered by 87 B, ").contains("pushed of 400 B");
    assertThat(rhythm.isTls()).isTrue();
  }

  @Test
  void miner_thatIsCalled_isFound() {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    mine(rhythm, Direction.FROM_RESPONDER, 0, false);
    assertThat(rhythm.sign()).isNotNull().extracting(Rhythm.Sign::miner).isEqualTo(Direction.FROM_RESPONDER);
  }

  /** A request of mining takes more bytes than a ping, so that whoever pings is somebody else; a pool may ping its miners. */
  @Test
  void shares_amongPingsOfTheMiner_areNoMinings() {
    assertThat(mineAndPing(6, Direction.FROM_ORIGINATOR).sign()).isNull();
    assertThat(mineAndPing(15, Direction.FROM_ORIGINATOR).sign()).as("hardly any").isNotNull();
    assertThat(mineAndPing(8, Direction.FROM_RESPONDER).sign()).as("pings of the pool").isNotNull();
  }

  @Test
  void records_byteAtATime_showTheSame() {
    Rhythm pieces = new Rhythm(OPTIONS, false);
    mine(pieces, Direction.FROM_ORIGINATOR, 0, true);
    Rhythm whole = new Rhythm(OPTIONS, false);
    random.setSeed(5);
    mine(whole, Direction.FROM_ORIGINATOR, 0, false);
    assertThat(pieces.sign()).isEqualTo(whole.sign()).isNotNull();
  }

  @Test
  void opening_withJobInLogin_isTold() {
    Rhythm rhythm = new Rhythm(OPTIONS, true);
    rhythm.onBytes(Direction.FROM_ORIGINATOR, record(500), 0, 1);
    rhythm.onBytes(Direction.FROM_RESPONDER, record(440), 100_000, 2);
    mine(rhythm, Direction.FROM_ORIGINATOR, 20_000_000, false);
    assertThat(rhythm.sign()).isNotNull().extracting(Rhythm.Sign::hasLogin).isEqualTo(true);
  }

  /** Six minutes of a miner who finds little: its login, four jobs, and requests of these lengths with answers of that one (0 for none). */
  private static Rhythm mineLittle(int answerBytes, int... requestBytes) {
    Rhythm rhythm = new Rhythm(OPTIONS, true);
    send(rhythm, Direction.FROM_ORIGINATOR, 524, 200_000, false);
    send(rhythm, Direction.FROM_RESPONDER, 440, 400_000, false);
    for (int seconds : new int[] {47, 175, 257, 343}) {
      send(rhythm, Direction.FROM_RESPONDER, 400, seconds * 1_000_000L, false);
    }
    long now = 343_000_000;
    for (int bytes : requestBytes) {
      now += 8_000_000;
      send(rhythm, Direction.FROM_ORIGINATOR, bytes, now, false);
      if (answerBytes > 0) {
        send(rhythm, Direction.FROM_RESPONDER, answerBytes, now + 170_000, false);
      }
    }
    rhythm.end();
    return rhythm;
  }

  @Test
  void jobs_beforeTheFirstFewShares_areFound() {
    Rhythm.Sign sign = mineLittle(87, 207, 207).sign();
    assertThat(sign).isNotNull();
    assertThat(sign.hasShares()).isFalse();
    assertThat(sign.hasLogin()).isTrue();
    assertThat(mineLittle(87, 207, 208, 207).sign()).as("a digit more").isNotNull();
  }

  @Test
  void jobs_besideWhatAreNoShares_areNothing() {
    assertThat(mineLittle(87).sign()).as("four jobs and nothing else").isNull();
    assertThat(mineLittle(0, 207, 207).sign()).as("no answer").isNull();
    assertThat(mineLittle(190, 207, 207).sign()).as("long answers").isNull();
    assertThat(mineLittle(30, 207, 207).sign()).as("answers too short for one").isNull();
    assertThat(mineLittle(87, 207, 300, 450).sign()).as("requests of any length").isNull();
  }

  @Test
  void connection_ofMoreThan24Days_goesOn() {
    Rhythm rhythm = new Rhythm(OPTIONS, true);
    rhythm.onBytes(Direction.FROM_ORIGINATOR, record(500), 0, 1);
    mine(rhythm, Direction.FROM_ORIGINATOR, 25 * DAY_MICROS - 1_000_000_000, false);
    mine(rhythm, Direction.FROM_ORIGINATOR, 30 * DAY_MICROS, false);
    assertThat(rhythm.sign()).isNotNull().extracting(Rhythm.Sign::hasShares).isEqualTo(true);
  }

  @Test
  void connection_ofLessThanAMinute_tellsNothing() {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    mineQuickly(rhythm, 58);
    assertThat(rhythm.sign()).isNull();
    assertThat(rhythm.isMining()).isFalse();
    Rhythm longer = new Rhythm(OPTIONS, false);
    random.setSeed(5);
    mineQuickly(longer, 70);
    assertThat(longer.sign()).isNotNull();
    assertThat(longer.isMining()).isTrue();
  }

  @Test
  void gap_inTheMiddle_isSurvived() {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    rhythm.onBytes(Direction.FROM_RESPONDER, record(900).slice(0, 100), 0, 1);
    rhythm.onGap(Direction.FROM_RESPONDER, 0);
    rhythm.onGap(Direction.FROM_ORIGINATOR, 0);
    mine(rhythm, Direction.FROM_ORIGINATOR, 1_000_000, false);
    assertThat(rhythm.isMining()).isTrue();
  }

  @Test
  void pingsOfWebSocket_hideNoMiner_andMakeNoneOfNews() {
    assertThat(mineAndPing(2, Direction.FROM_RESPONDER).sign()).isNull();
    for (Direction asking : Direction.values()) {
      Rhythm.Sign sign = mineAndPing(2, asking, 4).sign();
      assertThat(sign).isNotNull();
      assertThat(sign.hasShares()).isTrue();
      assertThat(sign.explanation()).contains("sent of 207 B", "pushed of 400 B");
    }
    assertThat(news(false).sign()).isNotNull();
    assertThat(news(true).sign()).isNull();
  }

  /** Records of one length, pushed at irregular times, and nothing else but pings. */
  private Rhythm news(boolean isPinging) {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    long now = 0;
    for (int i = 0; i < 100; i++) {
      now += (long) (random.nextExponential() * 30e6) + 200_000;
      send(rhythm, Direction.FROM_RESPONDER, 400, now, false);
      if (isPinging) {
        send(rhythm, Direction.FROM_RESPONDER, 24, now + 6_000_000, false);
        send(rhythm, Direction.FROM_ORIGINATOR, 28, now + 6_060_000, false);
      }
    }
    rhythm.end();
    return rhythm;
  }

  /** What a capture cuts looks alike: the requests and news of anything that says yes to each request. */
  @Test
  void cutSegments_areAsLongAsTheyWere() {
    assertThat(cut(0.3, 600).sign()).isNull();
    assertThat(cut(0, 0).sign()).isNotNull();
  }

  /** A miner in a cipher without records of TLS, of whose segments 146 bytes are captured; shares and jobs vary by a part and by bytes. */
  private Rhythm cut(double part, int bytes) {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    long now = 0;
    for (int i = 0; i < 150; i++) {
      now += (long) (random.nextExponential() * 18e6) + 200_000;
      boolean isJob = i % 3 == 0;
      sendCut(rhythm, isJob ? Direction.FROM_RESPONDER : Direction.FROM_ORIGINATOR,
          (int) ((isJob ? 400 : 207) * (1 + random.nextDouble() * part)) + (isJob ? random.nextInt(bytes + 1) : 0), now);
      if (!isJob) {
        sendCut(rhythm, Direction.FROM_RESPONDER, 87, now + 60_000);
      }
    }
    rhythm.end();
    return rhythm;
  }

  private static void sendCut(Rhythm rhythm, Direction from, int bytes, long micros) {
    int captured = Math.min(bytes, 146);
    rhythm.onBytes(from, Unpooled.wrappedBuffer(Talk.noise(captured)), micros, 1);
    if (captured < bytes) {
      rhythm.onGap(from, bytes - captured);
    }
  }

  @Test
  void cutsWithoutEnd_canBeSaved() {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    sendCut(rhythm, Direction.FROM_ORIGINATOR, 1000, 0);
    for (int i = 0; i < 40_000; i++) {
      rhythm.onGap(Direction.FROM_ORIGINATOR, 1 << 20);
    }
    StateReader saved = Records.of(List.of(out -> {
      rhythm.save(out.begin(StateKind.SESSION));
      out.end();
    })).get(0);
    assertThatCode(() -> new Rhythm(OPTIONS, false).restore(saved)).doesNotThrowAnyException();
  }

  @Test
  void empty_saysNothing() {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    rhythm.onBytes(Direction.FROM_ORIGINATOR, Unpooled.EMPTY_BUFFER, 0, 1);
    rhythm.end();
    assertThat(rhythm.sign()).isNull();
    assertThat(rhythm.isMining()).isFalse();
    assertThat(rhythm.isHopeless()).isFalse();
  }

  @Test
  void otherTalk_ofWholeWindows_isHopeless() {
    Rhythm rhythm = new Rhythm(OPTIONS, false);
    for (int i = 0; i < 3 * RecordWindow.CAPACITY; i++) {
      Direction from = i % 2 == 0 ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER;
      rhythm.onBytes(from, record(30 + random.nextInt(1000)), i * 1_000_000L, i);
    }
    assertThat(rhythm.isHopeless()).isTrue();
  }

  @Test
  void noise_withAnyTimesAndLengths_neitherThrowsNorAccuses() {
    for (int round = 0; round < 200; round++) {
      Rhythm rhythm = new Rhythm(OPTIONS, round % 2 == 0);
      for (int i = 0; i < 600; i++) {
        byte[] bytes = new byte[1 + random.nextInt(random.nextInt(4) == 0 ? 20_000 : 40)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
          bytes[0] = (byte) (20 + random.nextInt(5));
        }
        Direction from = random.nextBoolean() ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER;
        long micros = random.nextInt(3) == 0 ? random.nextLong() : i * 1_000_000L;
        rhythm.onBytes(from, Unpooled.wrappedBuffer(bytes), micros, i + 1);
        if (random.nextInt(50) == 0) {
          rhythm.onGap(from, random.nextInt(3000));
        }
      }
      rhythm.end();
      assertThat(rhythm.sign()).isNull();
    }
  }

  @Test
  void memory_whenItBegins_isLittle() {
    ByteBuf noise = Unpooled.wrappedBuffer(Talk.noise(100));
    Rhythm[] kept = new Rhythm[100];
    long bytes = Allocation.leastBytes(() -> {
      for (int i = 0; i < kept.length; i++) {
        kept[i] = new Rhythm(OPTIONS, false);
        kept[i].onBytes(Direction.FROM_ORIGINATOR, noise, 0, 1);
      }
    });
    assertThat(bytes / kept.length).as("first records and counts of bytes included").isBetween(600L, 900L);
  }

  @Test
  void memory_ofFullWindow_isBounded() {
    RecordWindow[] kept = new RecordWindow[100];
    long bytes = Allocation.leastBytes(() -> {
      for (int i = 0; i < kept.length; i++) {
        kept[i] = new RecordWindow();
        for (int record = 0; record < RecordWindow.CAPACITY; record++) {
          kept[i].add(record * 10_000, true, record);
        }
      }
    });
    assertThat(kept[0].isFull()).isTrue();
    assertThat(bytes / kept.length).as("what it outgrew included").isBetween(6L * RecordWindow.CAPACITY, 13L * RecordWindow.CAPACITY);
  }
}
