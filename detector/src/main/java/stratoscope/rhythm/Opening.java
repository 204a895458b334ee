package stratoscope.rhythm;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The first records of a connection: whether a miner logs in with them. One thread. Bounded: those beyond {@link #RECORDS} are dropped. */
final class Opening {
  /** A handshake, three questions with their answers, difficulty and job, and as many again. */
  private static final int RECORDS = 16;
  private static final int FROM_ORIGINATOR = 0x8000;
  private static final int LENGTH = 0x7FFF;
  /** Numbers inside a job take a digit more or less. */
  private static final int LEAST_SURPLUS_BYTES = 2;
  private static final double MILLIS_PER_SECOND = 1000;

  private final RhythmOptions options;
  /** Since the start, cut at what there is room for: longer than an opening is. */
  private final char[] millis = new char[RECORDS];
  /** With the side. */
  private final char[] lengths = new char[RECORDS];
  private int size;

  Opening(RhythmOptions options) {
    this.options = options;
  }

  void add(int sinceStartMillis, boolean isOriginator, int length) {
    if (size < RECORDS) {
      millis[size] = (char) Math.max(0, Math.min(sinceStartMillis, Character.MAX_VALUE));
      lengths[size++] = (char) ((isOriginator ? FROM_ORIGINATOR : 0) | Math.min(length, LENGTH));
    }
  }

  private int length(int index) {
    return lengths[index] & LENGTH;
  }

  /** True if what the miner said was answered by a job, which may be inside the answer or right behind it. */
  boolean isLogin(boolean isMinerOriginator, int jobLength) {
    int asked = -1;
    for (int i = 0; i < size; i++) {
      if ((lengths[i] & FROM_ORIGINATOR) != 0 == isMinerOriginator) {
        asked = i;
      } else if (asked >= 0 && length(asked) >= options.shares().minLength() && isJob(length(i) - jobLength)
          && millis[i] - millis[asked] <= options.opening().answerSeconds() * MILLIS_PER_SECOND) {
        return true;
      }
    }
    return false;
  }

  private boolean isJob(int surplus) {
    return Math.abs(surplus) <= LEAST_SURPLUS_BYTES || (surplus > 0 && surplus <= options.opening().surplus());
  }

  void save(StateWriter out) {
    out.number(size);
    for (int i = 0; i < size; i++) {
      out.number(millis[i]).number(lengths[i]);
    }
  }

  void restore(StateReader in) throws StateException {
    size = in.number(0, RECORDS);
    for (int i = 0; i < size; i++) {
      millis[i] = (char) in.number(0, Character.MAX_VALUE);
      lengths[i] = (char) in.number(0, Character.MAX_VALUE);
    }
  }
}
