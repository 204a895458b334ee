package stratoscope.metrics;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;

/**
 * The hosts that mine or did lately, with the best score and verdict of each. Not safe for threads. Bounded: the one that was longest
 * silent goes first.
 */
final class FoundHosts {
  private static final long IDLE_MICROS = 3_600_000_000L;
  /** More than interfaces and workers are apart. */
  private static final long JUMP_MICROS = 60_000_000;

  /** What is known of one host. */
  private static final class State {
    private Verdict verdict = Verdict.NONE;
    private int score;
    private long lastMicros;
  }

  /**
   * A host and its score.
   *
   * @param address as text
   */
  record Scored(String address, int score) {}

  private final int maxHosts;
  private final Map<IpAddress, State> hosts = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Verdict, Integer> byVerdict = new EnumMap<>(Verdict.class);
  private long newestMicros;

  FoundHosts(int maxHosts) {
    this.maxHosts = maxHosts;
  }

  void add(IpAddress host, Verdict verdict, int score, long micros) {
    State state = hosts.computeIfAbsent(host, address -> new State());
    if (verdict.compareTo(state.verdict) > 0) {
      count(state.verdict, -1);
      count(verdict, 1);
      state.verdict = verdict;
    }
    state.score = Math.max(state.score, score);
    state.lastMicros = Math.max(state.lastMicros, micros);
    if (hosts.size() > maxHosts) {
      removeEldest();
    }
  }

  private void removeEldest() {
    Iterator<State> eldest = hosts.values().iterator();
    count(eldest.next().verdict, -1);
    eldest.remove();
  }

  private void count(Verdict verdict, int more) {
    if (verdict != Verdict.NONE) {
      byVerdict.merge(verdict, more, Integer::sum);
    }
  }

  /** Forgets those that were silent for an hour; when the clock is set back, what they were silent for stays. */
  void onTime(long nowMicros) {
    if (nowMicros < newestMicros - JUMP_MICROS) {
      hosts.values().forEach(host -> host.lastMicros -= newestMicros - nowMicros);
    }
    newestMicros = nowMicros;
    Iterator<State> eldest = hosts.values().iterator();
    while (eldest.hasNext()) {
      State state = eldest.next();
      if (nowMicros - state.lastMicros <= IDLE_MICROS) {
        return;
      }
      count(state.verdict, -1);
      eldest.remove();
    }
  }

  int of(Verdict verdict) {
    return byVerdict.getOrDefault(verdict, 0);
  }

  /** The surest first; of equals those heard of last. */
  List<Scored> top(int most) {
    Comparator<Map.Entry<IpAddress, State>> surest = Comparator.comparingInt((Map.Entry<IpAddress, State> host) -> host.getValue().score)
        .thenComparingLong(host -> host.getValue().lastMicros);
    PriorityQueue<Map.Entry<IpAddress, State>> top = new PriorityQueue<>(surest);
    for (Map.Entry<IpAddress, State> host : hosts.entrySet()) {
      if (top.size() < most || (most > 0 && surest.compare(host, top.element()) > 0)) {
        top.add(host);
      }
      if (top.size() > most) {
        top.remove();
      }
    }
    return top.stream().sorted(surest.reversed()).map(host -> new Scored(host.getKey().toString(), host.getValue().score)).toList();
  }
}
