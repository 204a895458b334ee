package stratoscope.host;

import java.util.Map;
import java.util.TreeMap;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** The hashes that the sessions of a host did, by algorithm. One thread. Bounded: algorithms are those of the rules. */
final class HashAccount {
  /** Of which the time is kept apart; those beyond share that of the last. */
  private static final int MAX_ALGORITHMS = 30;
  /** Where a dialect tells the hashes but not the algorithm. */
  private static final String UNKNOWN_ALGORITHM = "unknown";

  /** Hashes done, and the ends of the interval they lie in. */
  private record Sum(int mark, double hashes, double low, double high) {}

  private final Map<String, Sum> sums;

  HashAccount() {
    sums = new TreeMap<>();
  }

  /** A copy. */
  HashAccount(HashAccount other) {
    sums = new TreeMap<>(other.sums);
  }

  /** What marks the time of such sessions, beside {@link EnergyAccount#MARK}; 0 if the rate is not known. */
  int add(Finding.Work work, double seconds) {
    Hashrate rate = work.hashrate();
    if (rate == null) {
      return 0;
    }
    String algorithm = work.algorithm() == null ? UNKNOWN_ALGORITHM : work.algorithm();
    Sum sum = sums.getOrDefault(algorithm, new Sum(EnergyAccount.MARK << (1 + Math.min(sums.size(), MAX_ALGORITHMS - 1)), 0, 0, 0));
    sums.put(algorithm, new Sum(sum.mark, sum.hashes + rate.hashesPerSecond() * seconds, sum.low + rate.low() * seconds,
        sum.high + rate.high() * seconds));
    return sum.mark;
  }

  /** Averages over the time of the sessions that tell them. */
  Map<String, HostRate> rates(Spans active) {
    Map<String, HostRate> rates = new TreeMap<>();
    sums.forEach((algorithm, sum) -> {
      double seconds = active.activeSeconds(sum.mark);
      rates.put(algorithm, new HostRate(new Hashrate(sum.hashes / seconds, sum.low / seconds, sum.high / seconds, "shares"), seconds));
    });
    return rates;
  }

  void save(StateWriter out) {
    out.number(sums.size());
    sums.forEach((algorithm, sum) -> out.text(algorithm).number(sum.mark).decimal(sum.hashes).decimal(sum.low).decimal(sum.high));
  }

  void restore(StateReader in) throws StateException {
    for (int left = in.size(); left > 0; left--) {
      sums.put(in.someText(), new Sum(in.number(0, Integer.MAX_VALUE), in.decimal(), in.decimal(), in.decimal()));
    }
  }
}
