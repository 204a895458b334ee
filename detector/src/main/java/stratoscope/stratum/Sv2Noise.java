package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Map;
import stratoscope.flow.Direction;

/**
 * One Stratum V2 connection in its cipher, known by how much each side says before the other speaks. One thread. Nothing inside is read, so
 * what it shows is never an agreement.
 *
 * <pre>
 * turn 0  miner  64: a key that looks random (older: 32)
 * turn 1  pool   234 = 64 + (64+16) + (74+16): its key, its sealed static key and signature (older: 170)
 * turn 2  miner  54 to 1,329: the setup. All from here is frames of 22 (header) and 16 + n (payload): 38 + n
 * turn 3  pool   44 = 38 + 6: SetupConnection.Success
 * turn 4  miner  79 + n or 81 + n: opens a channel for a user of n bytes
 * then    miner  62 = 38 + 24 a standard share, or 63 + n an extended one, n being always the same
 *         pool   58 = 38 + 20 takes shares; 83 or 87 a job, 86 a previous hash, 74 a target, together or alone; extended jobs any length
 * </pre>
 *
 * <p>Confused with: other protocols that begin with a key of 64 bytes. Bitcoin's v2 transport does, and sends random padding behind it that
 * hits both lengths once in 10^7; Lightning has 50, 50, 66. Reference: the specification's chapter 4.
 */
final class Sv2Noise implements StreamSession {
  private static final Map<Integer, Integer> ANSWER_BYTES = Map.of(64, 234, 32, 170);
  /** Header and both seals of a frame. */
  private static final int FRAME_BYTES = 22 + 16;
  private static final int MIN_SETUP_BYTES = FRAME_BYTES + 16;
  private static final int MAX_SETUP_BYTES = FRAME_BYTES + 16 + 5 * 255;
  private static final int SETUP_SUCCESS_BYTES = FRAME_BYTES + 6;
  private static final int STANDARD_SHARE_BYTES = FRAME_BYTES + 24;
  private static final int MAX_SHARE_BYTES = FRAME_BYTES + 25 + 32;
  private static final int SHARE_TAKEN_BYTES = FRAME_BYTES + 20;
  private static final int MIN_JOB_BYTES = FRAME_BYTES + 45;
  /** Pools answer ten shares at once, or each; more than this without a word from the pool are no shares. */
  private static final int MAX_SHARES_IN_TURN = 32;
  private static final int MIN_SHARE_TURNS = 3;
  private static final int MIN_TAKEN_TURNS = 2;

  private final DialectSink sink;
  private final Turns turns = new Turns();
  /** Turns of the miner that can be shares of one length, by that length. */
  private int[] shareTurns = new int[0];
  private ByteSpread spread = new ByteSpread();
  private int answerBytes;
  private int setupBytes;
  private boolean isCertain;
  private int minerTurns;
  private int takenTurns;
  private int jobTurns;

  Sv2Noise(DialectSink sink) {
    this.sink = sink;
  }

  @Override
  public Probe onBytes(Direction from, ByteBuf bytes) {
    if (turns.number() < 0 && from != Direction.FROM_ORIGINATOR) {
      return Probe.NOT_MINE; // the pool waits for the miner's key
    }
    if (turns.isOver(from)) {
      sink.from(from.opposite());
      if (!onTurn(turns.number(), turns.length())) {
        return Probe.NOT_MINE;
      }
      sink.from(from);
      spread = new ByteSpread();
    }
    turns.add(from, bytes);
    if (turns.number() < 2) {
      spread.add(bytes);
    }
    if (isTooLong(turns.number(), turns.length()) || (turns.number() == 0 && spread.isText())) {
      return Probe.NOT_MINE;
    }
    return isCertain ? Probe.CERTAIN : Probe.NEED_MORE;
  }

  @Override
  public Probe onGap(Direction from) {
    return Probe.NOT_MINE; // how long a turn is can't be known any more
  }

  @Override
  public int heldBytes() {
    return 0;
  }

  private boolean isTooLong(int turn, int length) {
    return switch (turn) {
      case 0 -> length > 64;
      case 1 -> length > answerBytes;
      case 2 -> length > MAX_SETUP_BYTES;
      default -> false;
    };
  }

  /** A turn is over; false if it is none of Stratum V2. */
  private boolean onTurn(int turn, int length) {
    switch (turn) {
      case 0 -> answerBytes = spread.isRandom() ? ANSWER_BYTES.getOrDefault(length, 0) : 0;
      case 1 -> answerBytes = spread.isRandom() && length == answerBytes ? length : 0;
      case 2 -> setupBytes = length;
      case 3 -> onSetupAnswer(length);
      default -> onFrames(turn, length);
    }
    return answerBytes > 0 && (turn < 2 || length > FRAME_BYTES);
  }

  private void onSetupAnswer(int length) {
    if (length > FRAME_BYTES && setupBytes > FRAME_BYTES) {
      isCertain = true;
      shareTurns = new int[MAX_SHARE_BYTES + 1];
      sink.quote(turns.front());
      sink.said(Role.POOL);
      sink.sign("noise-handshake");
      sink.event(new StratumEvent.Uncounted());
      if (setupBytes >= MIN_SETUP_BYTES && length == SETUP_SUCCESS_BYTES) {
        sink.sign("noise-setup");
      }
    }
  }

  private void onFrames(int turn, int length) {
    if (turn % 2 == 1) {
      takenTurns += length == SHARE_TAKEN_BYTES ? 1 : 0;
      jobTurns += length >= MIN_JOB_BYTES ? 1 : 0;
    } else if (turn > 4) {
      minerTurns++;
      for (int bytes = STANDARD_SHARE_BYTES; bytes <= MAX_SHARE_BYTES; bytes++) {
        shareTurns[bytes] += length % bytes == 0 && length / bytes <= MAX_SHARES_IN_TURN ? 1 : 0;
      }
    }
    if (takenTurns >= MIN_TAKEN_TURNS && jobTurns > 0 && isSharing()) {
      sink.quote(turns.front());
      sink.sign("noise-shares");
    }
  }

  /** True if most of what the miner says since its channel is open can be shares of one length. */
  private boolean isSharing() {
    int most = Arrays.stream(shareTurns).max().orElse(0);
    return most >= MIN_SHARE_TURNS && 2 * most > minerTurns;
  }
}
