package stratoscope.host;

import java.util.BitSet;
import stratoscope.profile.HourlyWork;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * The hours in which the sensor saw anything at all, so that its own silence is not taken for a miner's. One thread. Bounded: beyond a year
 * the first hours are forgotten, and count as seen.
 */
final class SeenHours {
  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final int MAX_HOURS = 366 * HourlyWork.HOURS;

  /** The latest that a time in microseconds can lie in. */
  private static final long MAX_HOUR = Long.MAX_VALUE / MICROS_PER_HOUR;

  /** By hour since 1970, round and round. */
  private final BitSet seen = new BitSet(MAX_HOURS);
  private long lastHour = Long.MIN_VALUE;
  private long hourEndsMicros = Long.MIN_VALUE;
  private long hourBeginsMicros = Long.MAX_VALUE;

  /** A packet came. */
  void add(long micros) {
    if (micros < hourEndsMicros && micros >= hourBeginsMicros) {
      return;
    }
    long hour = Math.floorDiv(micros, MICROS_PER_HOUR);
    hourBeginsMicros = hour * MICROS_PER_HOUR;
    hourEndsMicros = hourBeginsMicros + MICROS_PER_HOUR;
    for (long blind = Math.max(lastHour + 1, hour - MAX_HOURS + 1); lastHour != Long.MIN_VALUE && blind < hour; blind++) {
      seen.clear(slot(blind));
    }
    seen.set(slot(hour));
    lastHour = Math.max(lastHour, hour);
  }

  private static int slot(long hour) {
    return (int) Math.floorMod(hour, (long) MAX_HOURS);
  }

  /** For each hour of the day, in how many hours between two times the sensor saw something; parts of hours count as parts. */
  double[] between(long fromMicros, long toMicros) {
    double[] hours = new double[HourlyWork.HOURS];
    if (lastHour == Long.MIN_VALUE) {
      return hours;
    }
    long first = Math.max(Math.floorDiv(fromMicros, MICROS_PER_HOUR), lastHour - MAX_HOURS + 1);
    for (long hour = first; hour <= lastHour && hour * MICROS_PER_HOUR < toMicros; hour++) {
      long begins = Math.max(fromMicros, hour * MICROS_PER_HOUR);
      long ends = Math.min(toMicros, (hour + 1) * MICROS_PER_HOUR);
      if (seen.get(slot(hour))) {
        hours[HourlyWork.hourOf(begins)] += (ends - begins) / (double) MICROS_PER_HOUR;
      }
    }
    return hours;
  }

  void save(StateWriter out) {
    if (lastHour == Long.MIN_VALUE) {
      return;
    }
    long[] words = seen.toLongArray();
    out.begin(StateKind.SEEN_HOURS).number(lastHour).number(words.length);
    for (long word : words) {
      out.number(word);
    }
    out.end();
  }

  /** Takes what was saved; hours between that and the next packet were not seen. */
  void restore(StateReader in) throws StateException {
    long hour = in.natural();
    long[] words = new long[in.number(0, (MAX_HOURS + Long.SIZE - 1) / Long.SIZE)];
    for (int i = 0; i < words.length; i++) {
      words[i] = in.number();
    }
    seen.or(BitSet.valueOf(words));
    lastHour = Math.max(lastHour, Math.min(hour, MAX_HOUR));
  }
}
