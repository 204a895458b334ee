package stratoscope.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import stratoscope.evidence.Verdict;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Power;

/**
 * The mining sessions that are open, added up by what they are. Not safe for threads. Bounded: of too many the eldest is no longer counted.
 */
final class OpenSessions {
  /** As many as a detector tracks. */
  static final int MAX_SESSIONS = 131_072;

  /** What sessions are counted by. */
  record Kind(Verdict verdict, String dialect, String coin) {}

  /** Electric power, at least and at most. */
  record Watts(double low, double high) {
    private static final Watts NONE = new Watts(0, 0);

    private Watts plus(int sign, Watts other) {
      return new Watts(low + sign * other.low, high + sign * other.high);
    }
  }

  private record State(Kind kind, double hashesPerSecond, Watts watts) {}

  private final Map<Long, State> sessions = new LinkedHashMap<>();
  private final Map<Kind, Integer> counts = new LinkedHashMap<>();
  private final Map<String, Double> hashrates = new LinkedHashMap<>();
  private final Map<String, Watts> powers = new LinkedHashMap<>();

  /** Takes what a session adds up to by now. */
  void put(Finding finding, Kind kind) {
    long id = finding.connection().flowId();
    remove(id);
    Hashrate rate = finding.work().hashrate();
    Power power = finding.work().machine().power();
    State state = new State(kind, rate == null ? 0 : rate.hashesPerSecond(),
        power == null ? Watts.NONE : new Watts(power.lowWatts(), power.highWatts()));
    sessions.put(id, state);
    add(state, 1);
    if (sessions.size() > MAX_SESSIONS) {
      remove(sessions.keySet().iterator().next());
    }
  }

  void remove(long id) {
    State state = sessions.remove(id);
    if (state != null) {
      add(state, -1);
    }
  }

  private void add(State state, int sign) {
    counts.merge(state.kind, sign, Integer::sum);
    if (state.hashesPerSecond > 0) {
      hashrates.merge(state.kind.coin, sign * state.hashesPerSecond, Double::sum);
    }
    if (state.watts.high > 0) {
      powers.compute(state.kind.coin, (coin, sum) -> (sum == null ? Watts.NONE : sum).plus(sign, state.watts));
    }
    if (sessions.isEmpty()) {
      powers.replaceAll((coin, sum) -> Watts.NONE);
      hashrates.replaceAll((coin, rate) -> 0.0); // what rounding left
    }
  }

  /** Sessions of each kind there ever was; 0 where none is open now. */
  Map<Kind, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** Hashes per second by coin. */
  Map<String, Double> hashrates() {
    return Map.copyOf(hashrates);
  }

  /** Electric power by coin. */
  Map<String, Watts> powers() {
    return Map.copyOf(powers);
  }
}
