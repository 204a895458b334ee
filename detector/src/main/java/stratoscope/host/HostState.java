package stratoscope.host;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;

/** What the sessions of one address add up to. One thread. Bounded: of each kind of name only the first {@link #MAX_NAMES} are kept. */
final class HostState {
  /** Pools, wallets, workers of one address; enough to recognise a farm. */
  private static final int MAX_NAMES = 256;
  /** Where a dialect tells the hashes but not the algorithm. */
  private static final String UNKNOWN_ALGORITHM = "unknown";
  private static final double MICROS_PER_SECOND = 1e6;

  private final IpAddress address;
  private final Set<String> pools = new TreeSet<>();
  private final Set<String> coins = new TreeSet<>();
  private final Set<String> wallets = new TreeSet<>();
  private final Set<String> agents = new TreeSet<>();
  private final Set<String> deviceClasses = new TreeSet<>();
  private final Set<String> users = new TreeSet<>();
  /** By algorithm: hashes done, and the ends of the interval they lie in. */
  private final Map<String, double[]> hashes = new TreeMap<>();
  private final Spans spans = new Spans();
  private Verdict verdict = Verdict.NONE;
  private int score;
  private long sessions;
  private long firstSeenMicros = Long.MAX_VALUE;
  private long lastSeenMicros = Long.MIN_VALUE;

  HostState(IpAddress address) {
    this.address = address;
  }

  void add(Finding finding) {
    verdict = verdict.compareTo(finding.verdict()) >= 0 ? verdict : finding.verdict();
    score = Math.max(score, finding.score());
    sessions++;
    Finding.Connection connection = finding.connection();
    firstSeenMicros = Math.min(firstSeenMicros, connection.firstSeenMicros());
    lastSeenMicros = Math.max(lastSeenMicros, connection.lastSeenMicros());
    spans.add(connection.firstSeenMicros(), connection.lastSeenMicros());
    keep(pools, connection.pool().withPort(connection.poolPort()));
    Finding.Dialogue dialogue = finding.dialogue();
    keep(agents, dialogue.agent());
    keep(deviceClasses, dialogue.deviceClass());
    keep(wallets, dialogue.identity() == null ? null : dialogue.identity().wallet());
    dialogue.users().forEach(user -> keep(users, user));
    keep(coins, finding.work().coin());
    addHashes(finding.work(), (connection.lastSeenMicros() - connection.firstSeenMicros()) / MICROS_PER_SECOND);
  }

  private void addHashes(Finding.Work work, double seconds) {
    Hashrate rate = work.hashrate();
    if (rate != null) {
      double[] sums = hashes.computeIfAbsent(work.algorithm() == null ? UNKNOWN_ALGORITHM : work.algorithm(), algorithm -> new double[3]);
      sums[0] += rate.hashesPerSecond() * seconds;
      sums[1] += rate.low() * seconds;
      sums[2] += rate.high() * seconds;
    }
  }

  private static void keep(Collection<String> names, @Nullable String name) {
    if (name != null && names.size() < MAX_NAMES) {
      names.add(name);
    }
  }

  Host snapshot() {
    double activeSeconds = spans.activeSeconds();
    Map<String, Hashrate> rates = new TreeMap<>();
    hashes.forEach((algorithm, sums) -> rates.put(algorithm,
        new Hashrate(sums[0] / activeSeconds, sums[1] / activeSeconds, sums[2] / activeSeconds, "shares")));
    int concurrent = spans.maxConcurrent();
    return new Host(address, verdict, score, firstSeenMicros, lastSeenMicros, activeSeconds, sessions, List.copyOf(pools),
        List.copyOf(coins), List.copyOf(wallets), List.copyOf(agents), List.copyOf(deviceClasses), concurrent,
        Math.max(concurrent, users.size()), rates);
  }
}
