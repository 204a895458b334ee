package stratoscope.rhythm;

import org.jspecify.annotations.Nullable;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** What the windows of a connection add up to when one of its sides is taken for the miner. One thread. */
final class RhythmTally {
  private final boolean isMinerOriginator;
  private final RhythmOptions options;
  private int windows;
  private int strange;
  private int telling;
  private int withShares;
  private long shares;
  private double seconds;
  /** The last window that shows a rhythm, of the strongest kind met. */
  private @Nullable Beat best;
  /** Of the window that is not full yet. */
  private @Nullable Beat current;

  RhythmTally(boolean isMinerOriginator, RhythmOptions options) {
    this.isMinerOriginator = isMinerOriginator;
    this.options = options;
  }

  boolean isMinerOriginator() {
    return isMinerOriginator;
  }

  /** Looks at a window; one that is full counts, another is looked at again when it has more records. */
  void onWindow(RecordWindow window) {
    Beat beat = judge(window);
    current = window.isFull() ? null : beat;
    if (window.isFull()) {
      windows++;
      strange += beat.kind() == Beat.Kind.NONE ? 1 : 0;
      telling += beat.kind().isTelling() ? 1 : 0;
      withShares += beat.kind() == Beat.Kind.SHARES ? 1 : 0;
      if (beat.kind() == Beat.Kind.SHARES) {
        shares += beat.shares().count();
        seconds += beat.seconds();
      }
      if (beat.kind().isTelling() && (best == null || beat.kind().compareTo(best.kind()) >= 0)) {
        best = beat;
      }
    }
  }

  /** Without pings if it says nothing with them; jobs alone are no sign there, since news is pushed to pages between pings, too. */
  private Beat judge(RecordWindow window) {
    Beat beat = new RhythmJudge(window, isMinerOriginator, options).judge();
    if (beat.kind() != Beat.Kind.NONE) {
      return beat;
    }
    RecordWindow others = window.withoutPings(options.shares().answers().minLength());
    if (others.size() == window.size()) {
      return beat;
    }
    Beat besides = new RhythmJudge(others, isMinerOriginator, options).judge();
    return besides.kind() == Beat.Kind.JOBS ? besides.as(Beat.Kind.UNCLEAR) : besides;
  }

  /** The beat that speaks for the whole connection; null if too many windows follow no rhythm. */
  @Nullable Beat shown() {
    boolean isCurrentTelling = current != null && current.kind().isTelling();
    if (isHopeless() || telling + (isCurrentTelling ? 1 : 0) < options.tellingWindows() * windows) {
      return null;
    }
    if (best != null && (current == null || best.kind().compareTo(current.kind()) >= 0)) {
      return best;
    }
    return isCurrentTelling ? current : null;
  }

  /** Shares handed in per minute, over all full windows and the one at hand; NaN if no shares were told apart. */
  double sharesPerMinute() {
    boolean isCurrent = current != null && current.kind() == Beat.Kind.SHARES;
    if (withShares == 0 && !isCurrent) {
      return Double.NaN;
    }
    double sum = shares + (isCurrent && current != null ? current.shares().count() : 0);
    double time = seconds + (isCurrent && current != null ? current.seconds() : 0);
    return sum * 60 / Math.max(1, time);
  }

  /** True once it can't be mining any more, as long as it goes on like this. */
  boolean isHopeless() {
    return windows > 0 && strange > options.strangeWindows() * windows;
  }

  void save(StateWriter out) {
    out.number(windows).number(strange).number(telling).number(withShares).number(shares).decimal(seconds);
    save(best, out);
    save(current, out);
  }

  private static void save(@Nullable Beat beat, StateWriter out) {
    out.truth(beat != null);
    if (beat != null) {
      beat.save(out);
    }
  }

  void restore(StateReader in) throws StateException {
    windows = in.number(0, Integer.MAX_VALUE);
    strange = in.number(0, windows);
    telling = in.number(0, windows);
    withShares = in.number(0, windows);
    shares = in.natural();
    seconds = in.decimal();
    best = in.truth() ? Beat.restore(in) : null;
    current = in.truth() ? Beat.restore(in) : null;
  }
}
