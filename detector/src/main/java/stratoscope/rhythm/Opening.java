package stratoscope.rhythm;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The first records of a connection: whether a miner logs in with them. One thread. Bounded: those beyond {@link #RECORDS} are dropped. */
final class Opening {
  /** A handshake, three questions with their answers, difficulty and job, and as many again. */
  private static final int RECORDS = 16;
  /** Numbers inside a job take a digit more or less. */
  private static final int LEAST_SURPLUS_BYTES = 2;
  private static final double MILLIS_PER_SECOND = 1000;

  private final RhythmOptions options;
  private final int[] millis = new int[RECORDS];
  private final int[] lengths = new int[RECORDS];
  private final boolean[] isOriginators = new boolean[RECORDS];
  private int size;

  Opening(RhythmOptions options) {
    this.options = options;
  }

  void add(int sinceStartMillis, boolean isOriginator, int length) {
    if (size < RECORDS) {
      millis[size] = sinceStartMillis;
      lengths[size] = length;
      isOriginators[size++] = isOriginator;
    }
  }

  /** True if what the miner said was answered by a job, which may be inside the answer or right behind it. */
  boolean isLogin(boolean isMinerOriginator, int jobLength) {
    int asked = -1;
    for (int i = 0; i < size; i++) {
      if (isOriginators[i] == isMinerOriginator) {
        asked = i;
      } else if (asked >= 0 && lengths[asked] >= options.shares().minLength() && isJob(lengths[i] - jobLength)
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
      out.number(millis[i]).truth(isOriginators[i]).number(lengths[i]);
    }
  }

  void restore(StateReader in) throws StateException {
    size = in.number(0, RECORDS);
    for (int i = 0; i < size; i++) {
      millis[i] = in.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
      isOriginators[i] = in.truth();
      lengths[i] = in.number(0, Integer.MAX_VALUE);
    }
  }
}
