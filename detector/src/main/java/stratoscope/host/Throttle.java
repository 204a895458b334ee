package stratoscope.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import stratoscope.profile.Finding;
import stratoscope.profile.HourlyWork;
import stratoscope.profile.Pause;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * Whether a host mines by the clock or by what else its machines do, as hidden miners do that wait until nobody is there: hours of the day
 * in which it does far less than in others, day after day, and pauses in which it stays connected. Rules of thumb. One thread.
 */
final class Throttle {
  /** A habit shows on so many days. */
  private static final int MIN_DAYS = 3;
  /** Hours of a night, or of a working day, that are looked at together. */
  private static final int WINDOW_HOURS = 6;
  /** In its quiet hours a throttled host does less than this part of what it does in its busy ones. */
  private static final double QUIET = 0.5;
  /** How many standard deviations the shares of a window may be from what they stand for. */
  private static final double SIGMAS = 3;
  private static final int MIN_PAUSES = 3;
  /** Pauses make up at least this part of the time. */
  private static final double MIN_PAUSED = 0.2;

  private final HourlyWork hourly = new HourlyWork();
  private @Nullable String algorithm;
  private long pauses;
  private double pausedSeconds;

  Throttle() {}

  /** A copy. */
  Throttle(Throttle other) {
    hourly.addAll(other.hourly, 1);
    algorithm = other.algorithm;
    pauses = other.pauses;
    pausedSeconds = other.pausedSeconds;
  }

  /** Takes a session; of several algorithms only the first counts, as their hashes can't be compared. */
  void add(Finding.Work work) {
    Finding.Pace pace = work.machine().pace();
    for (Pause pause : pace.pauses()) {
      if (pause.isAwake()) {
        pauses++;
        pausedSeconds += pause.micros() / 1e6;
      }
    }
    String mined = String.valueOf(work.algorithm());
    algorithm = algorithm == null ? mined : algorithm;
    if (pace.hourly() != null && algorithm.equals(mined)) {
      hourly.addAll(pace.hourly(), 1);
    }
  }

  /**
   * What speaks for it, for people; empty if nothing does.
   *
   * @param activeSeconds in which the host mined
   * @param seenHours in which the sensor would have seen it, for each hour of the day
   */
  List<String> reasons(double activeSeconds, Supplier<double[]> seenHours) {
    List<String> reasons = new ArrayList<>();
    String clock = hourly.days() < MIN_DAYS ? null : clock(seenHours.get());
    if (clock != null) {
      reasons.add(clock);
    }
    if (pauses >= MIN_PAUSES && pausedSeconds >= MIN_PAUSED * (pausedSeconds + activeSeconds)) {
      reasons.add(String.format(Locale.ROOT, "stays connected and does nothing %d times, %.0f %% of its time", pauses,
          100 * pausedSeconds / (pausedSeconds + activeSeconds)));
    }
    return reasons;
  }

  /** So many hours of the day from one on. */
  private record Window(int hour, double rate, double deviation) {}

  private @Nullable String clock(double[] seenHours) {
    Window quiet = null;
    Window busy = null;
    for (int hour = 0; hour < HourlyWork.HOURS; hour++) {
      Window window = window(hour, seenHours);
      if (window == null) {
        return null; // hours that were not seen long enough
      }
      quiet = quiet == null || window.rate < quiet.rate ? window : quiet;
      busy = busy == null || window.rate > busy.rate ? window : busy;
    }
    if (quiet == null || busy == null || quiet.rate + SIGMAS * quiet.deviation >= QUIET * (busy.rate - SIGMAS * busy.deviation)) {
      return null;
    }
    return String.format(Locale.ROOT, "works by the clock: from %02d to %02d h UTC at %.0f %% of its pace from %02d to %02d h, on %d days",
        quiet.hour, end(quiet), 100 * quiet.rate / busy.rate, busy.hour, end(busy), hourly.days());
  }

  private static int end(Window window) {
    return (window.hour + WINDOW_HOURS) % HourlyWork.HOURS;
  }

  private @Nullable Window window(int hour, double[] seenHours) {
    double work = 0;
    double seen = 0;
    long shares = 0;
    for (int i = 0; i < WINDOW_HOURS; i++) {
      int at = (hour + i) % HourlyWork.HOURS;
      work += hourly.work(at);
      shares += hourly.shares(at);
      seen += seenHours[at];
    }
    double deviation = shares == 0 ? 0 : work / shares * Math.sqrt(shares + 1.0) / seen;
    return seen < WINDOW_HOURS * (MIN_DAYS - 1) ? null : new Window(hour, work / seen, deviation);
  }

  void save(StateWriter out) {
    hourly.save(out);
    out.text(algorithm).number(pauses).decimal(pausedSeconds);
  }

  void restore(StateReader in) throws StateException {
    hourly.restore(in);
    algorithm = in.text();
    pauses = in.natural();
    pausedSeconds = in.decimal();
  }
}
