package stratoscope.profile;

import java.util.ArrayList;
import java.util.List;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * When a stream of jobs and shares was alive. Its pauses do not count: silence of the whole stream, as while the sensor is blind or nobody
 * mines, and stretches in which jobs come on but no shares, as when software waits until its user is away. How long is too long follows
 * from how often things came before. One thread. Bounded: the first pauses are kept, what comes after them counts as time at work.
 */
final class StreamTime {
  /** New blocks bring new jobs: of Bitcoin each ten minutes on average, of which one wait in 400 is longer than this. */
  static final long MAX_SILENCE_MICROS = 3_600_000_000L;
  /** Shorter ones would be lost in the noise; pools ask for a share a minute or more. */
  private static final long MIN_PAUSE_MICROS = 600_000_000L;
  /** Shares and blocks come at random: of ten million waits one is longer than sixteen mean ones. */
  private static final int MEANS = 16;
  /** Waits known before their mean is believed, and over how many it goes on. */
  private static final int MIN_WAITS = 16;
  /** A month of nights; 24 bytes each. */
  private static final int MAX_PAUSES = 256;

  /** The waits between events of one kind. */
  private static final class Waits {
    private long lastMicros = Long.MIN_VALUE;
    private long count;
    private double meanMicros;

    /** Takes an event: true if the wait before it was longer than it may be. */
    boolean isPause(long micros, long limitMicros) {
      long wait = lastMicros == Long.MIN_VALUE ? 0 : micros - lastMicros;
      lastMicros = Math.max(lastMicros, micros);
      boolean isPause = wait > limitMicros;
      if (wait > 0 && !isPause) {
        count++;
        meanMicros += (wait - meanMicros) / Math.min(count, MIN_WAITS);
      }
      return isPause;
    }

    /** So long a wait is none of the usual ones; the most there is while these are not known. */
    long limitMicros(long most) {
      return count < MIN_WAITS ? most : (long) Math.min((double) most, Math.max(MIN_PAUSE_MICROS, MEANS * meanMicros));
    }

    /** How long is usual is no longer known. */
    void forget() {
      count = 0;
      meanMicros = 0;
    }

    boolean hasBegun() {
      return lastMicros != Long.MIN_VALUE;
    }

    void save(StateWriter out) {
      out.number(lastMicros).number(count).decimal(meanMicros);
    }

    void restore(StateReader in) throws StateException {
      lastMicros = in.number();
      count = in.natural();
      meanMicros = in.decimal();
    }
  }

  private final List<Pause> pauses = new ArrayList<>(0);
  private final Waits all = new Waits();
  private final Waits shares = new Waits();
  private long firstMicros;
  private long moments;

  /** A job, a share or a verdict came. */
  void add(long micros, boolean isShare) {
    if (moments == 0) {
      firstMicros = micros;
    }
    long last = all.lastMicros;
    if (all.isPause(micros, all.limitMicros(MAX_SILENCE_MICROS))) {
      keep(pauses, new Pause(last, micros, false));
    }
    moments++;
    if (isShare) {
      long lastShare = shares.lastMicros;
      if (shares.isPause(micros, shares.limitMicros(Long.MAX_VALUE))) {
        idle(pauses, lastShare, micros);
      }
    }
  }

  /** From now on shares are much harder to find. */
  void onHarder() {
    shares.forget();
  }

  /** No shares came between two times, but perhaps jobs: then the pauses between are part of one. */
  private static void idle(List<Pause> pauses, long fromMicros, long toMicros) {
    long silent = pauses.stream().filter(pause -> pause.fromMicros() >= fromMicros).mapToLong(Pause::micros).sum();
    if (toMicros - fromMicros - silent > MIN_PAUSE_MICROS) {
      pauses.removeIf(pause -> pause.fromMicros() >= fromMicros);
      keep(pauses, new Pause(fromMicros, toMicros, true));
    }
  }

  private static void keep(List<Pause> pauses, Pause pause) {
    if (pauses.size() < MAX_PAUSES) {
      pauses.add(pause);
    }
  }

  /** The pauses of a connection, in order, with those before the stream began and after it ended. */
  List<Pause> pauses(long connectedMicros, long lastSeenMicros) {
    List<Pause> found = new ArrayList<>(pauses);
    if (moments > 0) {
      if (firstMicros - connectedMicros > MAX_SILENCE_MICROS) {
        found.add(0, new Pause(connectedMicros, firstMicros, false));
      }
      if (lastSeenMicros - all.lastMicros > all.limitMicros(MAX_SILENCE_MICROS)) {
        keep(found, new Pause(all.lastMicros, lastSeenMicros, false));
      }
      if (shares.hasBegun() && lastSeenMicros - shares.lastMicros > shares.limitMicros(Long.MAX_VALUE)) {
        idle(found, shares.lastMicros, lastSeenMicros);
      }
    }
    return found;
  }

  /** From the first to the last event, without pauses; NaN if there were fewer than two. */
  double seconds() {
    return moments < 2 ? Double.NaN
        : (all.lastMicros - firstMicros - Pause.micros(pauses(firstMicros, all.lastMicros))) / 1e6;
  }

  void save(StateWriter out) {
    out.number(pauses.size());
    pauses.forEach(pause -> out.number(pause.fromMicros()).number(pause.toMicros()).truth(pause.isAwake()));
    all.save(out);
    shares.save(out);
    out.number(firstMicros).number(moments);
  }

  void restore(StateReader in) throws StateException {
    for (int left = in.number(0, MAX_PAUSES); left > 0; left--) {
      pauses.add(new Pause(in.number(), in.number(), in.truth()));
    }
    all.restore(in);
    shares.restore(in);
    firstMicros = in.number();
    moments = in.natural();
  }
}
