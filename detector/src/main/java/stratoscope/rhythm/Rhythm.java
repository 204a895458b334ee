package stratoscope.rhythm;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stratoscope.flow.Direction;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * The rhythm of one connection whose words can't be read: keeps the sizes, directions and times of its last {@value RecordWindow#CAPACITY}
 * records, judges each such window once it is full, and what there is of it in between, and remembers of earlier ones only what they add up
 * to. One thread. Holds two kilobytes, however long the connection lasts.
 *
 * <p>Either side may be the miner: both are tried. What is said in the first seconds of a connection that was seen from its start is the
 * logging in and not judged; of it only the first records are kept.
 */
public final class Rhythm {
  /** A window that is not full is judged when it holds so many records, and twice as many, and so on. */
  private static final int FIRST_LOOK = 8;
  /** A record that fills a segment goes on in the next, if that follows at once. */
  private static final int SEGMENT_BYTES = 1200;
  private static final int AT_ONCE_MILLIS = 20;
  private static final int MICROS_PER_MILLI = 1000;
  private static final int MICROS_PER_SECOND = 1_000_000;

  private final RhythmOptions options;
  /** While what is said is the logging in. */
  private boolean isOpening;
  private final RecordReader fromOriginator = new RecordReader();
  private final RecordReader fromResponder = new RecordReader();
  private final RecordWindow window = new RecordWindow();
  private final RhythmTally originatorMines;
  private final RhythmTally responderMines;
  /** Of what is no record of TLS; null while there is none. */
  private @Nullable Evenness evenness;
  private final Opening opening;
  private long startMicros = -1;
  private int nowMillis;
  private boolean isOriginatorLast;
  private int lastLength;
  private int lastMillis;
  private int records;
  private boolean isMining;
  private boolean isHopeless;
  /** Whether they were those of TLS before a restart. */
  private boolean wasTls;
  private long nowMicros;
  private long nowPacket;
  private long shownMicros;
  private long shownPacket;

  /** @param isFromStart whether the first bytes will be those that open the connection */
  public Rhythm(RhythmOptions options, boolean isFromStart) {
    this.options = options;
    isOpening = isFromStart;
    opening = new Opening(options);
    originatorMines = new RhythmTally(true, options);
    responderMines = new RhythmTally(false, options);
  }

  /**
   * What a connection shows.
   *
   * @param hasShares whether shares were told apart, or jobs only
   * @param hasLogin whether it opened as a miner logs in
   * @param sharesPerMinute NaN where shares were not told apart
   * @param packetNumber and time of the packet with which it was first shown
   * @param explanation the counts and lengths it rests on
   */
  public record Sign(Direction miner, boolean hasShares, boolean hasLogin, double sharesPerMinute, long packetNumber, long timestampMicros,
      String explanation) {}

  /** Writes what was seen of it, the window at hand included. */
  public void save(StateWriter out) {
    opening.save(out.truth(isOpening).truth(isTls()));
    out.number(startMicros).number(nowMillis).truth(isOriginatorLast).number(lastLength).number(lastMillis).number(records)
        .truth(isMining).truth(isHopeless).number(shownMicros).number(shownPacket).number(nowMicros).number(nowPacket);
    window.save(out);
    originatorMines.save(out);
    responderMines.save(out);
  }

  /** Takes what was seen before a restart; where in a record each direction stands is found anew. */
  public void restore(StateReader in) throws StateException {
    isOpening = in.truth();
    wasTls = in.truth();
    opening.restore(in);
    startMicros = in.number();
    nowMillis = in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
    isOriginatorLast = in.truth();
    lastLength = in.number(0, Integer.MAX_VALUE);
    lastMillis = in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
    records = in.number(0, Integer.MAX_VALUE);
    isMining = in.truth();
    isHopeless = in.truth();
    shownMicros = in.number();
    shownPacket = in.natural();
    nowMicros = in.number();
    nowPacket = in.natural();
    window.restore(in);
    originatorMines.restore(in);
    responderMines.restore(in);
  }

  /** Takes the next bytes of one direction, in order, as one segment carried them. */
  public void onBytes(Direction from, ByteBuf data, long micros, long packet) {
    if (!data.isReadable()) {
      return;
    }
    nowMicros = micros;
    nowPacket = packet;
    if (startMicros < 0) {
      startMicros = micros;
    }
    nowMillis = (int) ((micros - startMicros) / MICROS_PER_MILLI);
    isOpening &= micros - startMicros < options.opening().seconds() * MICROS_PER_SECOND;
    boolean isOriginator = from == Direction.FROM_ORIGINATOR;
    RecordReader reader = readerOf(isOriginator);
    reader.onBytes(data, bytes -> onRecord(isOriginator, bytes));
    if (!isOpening && !reader.isTls()) {
      onOther(data);
    }
  }

  /** A cipher without records of its own must look like one. */
  private void onOther(ByteBuf data) {
    Evenness of = evenness == null ? new Evenness(options.cipher()) : evenness;
    evenness = of;
    if (!of.isFull()) {
      of.add(data);
      isHopeless |= of.isFull() && of.isPlain();
    }
  }

  private boolean isPlain() {
    return evenness != null && evenness.isPlain();
  }

  /** What happens in a few seconds may have any rhythm. */
  private boolean isTooYoung() {
    return nowMicros - startMicros < options.leastSeconds() * MICROS_PER_SECOND;
  }

  /**
   * Bytes of one direction are missing; 0 if it is not known how many. A cipher without records of its own was cut by the capture if none
   * came since: what was sent is so much longer, or else all would look alike.
   */
  public void onGap(Direction from, long missingBytes) {
    boolean isOriginator = from == Direction.FROM_ORIGINATOR;
    RecordReader reader = readerOf(isOriginator);
    if (!isOpening && !reader.isTls() && window.size() > 0 && isOriginator == isOriginatorLast) {
      int missing = (int) Math.min(missingBytes, Character.MAX_VALUE);
      lastLength = Math.min(lastLength + missing, Character.MAX_VALUE);
      window.grow(missing);
    }
    reader.onGap(missingBytes);
  }

  private RecordReader readerOf(boolean isOriginator) {
    return isOriginator ? fromOriginator : fromResponder;
  }

  private void onRecord(boolean isOriginator, int bytes) {
    records++;
    if (isOpening) {
      isHopeless = records > RecordWindow.CAPACITY;
      opening.add(nowMillis, isOriginator, bytes);
      return;
    }
    boolean goesOn = window.size() > 0 && isOriginator == isOriginatorLast && lastLength >= SEGMENT_BYTES
        && nowMillis - lastMillis <= AT_ONCE_MILLIS;
    isOriginatorLast = isOriginator;
    lastLength = bytes;
    lastMillis = nowMillis;
    if (goesOn) {
      window.grow(bytes);
      return;
    }
    if (window.isFull()) {
      look();
      window.clear();
    }
    int before = window.size();
    window.add(nowMillis, isOriginator, bytes);
    if (window.size() > before && window.size() >= FIRST_LOOK && Integer.bitCount(window.size()) == 1 && !window.isFull()) {
      look();
    }
  }

  private void look() {
    originatorMines.onWindow(window);
    responderMines.onWindow(window);
    isMining = !isTooYoung() && !isPlain() && (originatorMines.shown() != null || responderMines.shown() != null);
    isHopeless = isPlain() || (originatorMines.isHopeless() && responderMines.isHopeless());
    if (shownPacket == 0 && isMining) {
      shownMicros = nowMicros;
      shownPacket = nowPacket;
    }
  }

  /** True if the records show the rhythm of mining. */
  public boolean isMining() {
    return isMining;
  }

  /** What the records show so far, or null. */
  public @Nullable Sign sign() {
    if (isTooYoung() || isPlain()) {
      return null;
    }
    Sign one = sign(originatorMines);
    Sign other = sign(responderMines);
    return other != null && (one == null || (other.hasShares() && !one.hasShares())) ? other : one;
  }

  private @Nullable Sign sign(RhythmTally tally) {
    Beat beat = tally.shown();
    if (beat == null) {
      return null;
    }
    boolean hasShares = beat.kind() == Beat.Kind.SHARES;
    return new Sign(tally.isMinerOriginator() ? Direction.FROM_ORIGINATOR : Direction.FROM_RESPONDER, hasShares,
        opening.isLogin(tally.isMinerOriginator(), beat.jobs().length()), tally.sharesPerMinute(), shownPacket, shownMicros,
        hasShares ? ofShares(beat) : ofJobs(beat));
  }

  private static String ofShares(Beat beat) {
    return String.format(Locale.ROOT, "%d/%d sent of %d B, %d answered by %d B, %d/%d pushed of %d B, in %.0f s", beat.shares().count(),
        beat.minerRecords(), beat.shares().length(), beat.shares().answers(), beat.shares().answerLength(), beat.jobs().count(),
        beat.jobs().pushes(), beat.jobs().length(), beat.seconds());
  }

  private static String ofJobs(Beat beat) {
    return String.format(Locale.ROOT, "%d/%d pushed of %d B, %d sent, in %.0f s", beat.jobs().count(), beat.jobs().pushes(),
        beat.jobs().length(), beat.minerRecords(), beat.seconds());
  }

  /** Looks at what there is, though the window is not full: the connection is over. Farewells are no part of what was said. */
  public void end() {
    window.dropFarewells(options.shares().answers().minLength());
    if (window.size() > 0) {
      look();
    }
  }

  /** True once whole windows, or the bytes, show that this is something else, or the opening is as long as one. */
  public boolean isHopeless() {
    return isHopeless;
  }

  /** True if the records are those of TLS. */
  public boolean isTls() {
    return wasTls || fromOriginator.isTls() || fromResponder.isTls();
  }
}
