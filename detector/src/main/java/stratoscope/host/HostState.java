package stratoscope.host;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Subscriber;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;

/** What the sessions of one address add up to. One thread. Bounded: of each kind of name only the first {@link #MAX_NAMES} are kept. */
final class HostState {
  /** Pools, wallets, workers of one address; enough to recognise a farm. */
  private static final int MAX_NAMES = 256;
  /** Where a dialect tells the hashes but not the algorithm. */
  private static final String UNKNOWN_ALGORITHM = "unknown";
  /** Ports that tell subscribers apart are those of sessions. */
  private static final int NO_PORT = -1;
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
  private final EnergyAccount energy = new EnergyAccount();
  private final Ownership ownership;
  private final WalletSpread walletSpread;
  private final Set<Owner> owners = new LinkedHashSet<>();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private Verdict verdict = Verdict.NONE;
  private int score;
  private long sessions;
  private long firstSeenMicros = Long.MAX_VALUE;
  private long lastSeenMicros = Long.MIN_VALUE;

  /** @param walletSpread is told of its wallets, and asked for them */
  HostState(IpAddress address, Ownership ownership, WalletSpread walletSpread) {
    this.address = address;
    this.ownership = ownership;
    this.walletSpread = walletSpread;
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
    addHolder(finding);
    addHashes(finding.work(), (connection.lastSeenMicros() - connection.firstSeenMicros()) / MICROS_PER_SECOND);
  }

  private void addHolder(Finding finding) {
    Finding.Connection connection = finding.connection();
    Holder holder = ownership.inventory().holderOf(address, connection.minerPort(), connection.lastSeenMicros());
    if (owners.size() < MAX_NAMES) {
      owners.add(holder.owner());
    }
    if (holder.subscriber() != null && subscribers.size() < MAX_NAMES) {
      subscribers.add(holder.subscriber());
    }
    String wallet = finding.dialogue().identity() == null ? null : finding.dialogue().identity().wallet();
    if (wallet != null) {
      walletSpread.add(wallet, address, holder.owner());
    }
    energy.add(finding, ownership.tariffs().of(holder.owner().region(), connection.lastSeenMicros()));
  }

  private HostCase facts(double activeSeconds, long rigsLow, long rigsHigh) {
    Holder holder = ownership.inventory().holderOf(address, NO_PORT, lastSeenMicros);
    Holder common = owners.size() == 1 ? new Holder(owners.iterator().next(), holder.subscriber(), holder.place()) : holder;
    int walletPlaces = wallets.stream().mapToInt(walletSpread::placesOf).max().orElse(0);
    HostKind kind = HostKind.of(new HostKind.Signs(verdict, deviceClasses, rigsLow, rigsHigh, activeSeconds,
        (lastSeenMicros - firstSeenMicros) / MICROS_PER_SECOND, walletPlaces));
    return new HostCase(common, List.copyOf(subscribers), energy.power(activeSeconds), energy.surcharge(), kind.kind(), kind.reasons());
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
    long concurrent = spans.maxConcurrent();
    long most = Math.max(concurrent, users.size());
    return new Host(address, verdict, score, firstSeenMicros, lastSeenMicros, activeSeconds, sessions, List.copyOf(pools),
        List.copyOf(coins), List.copyOf(wallets), List.copyOf(agents), List.copyOf(deviceClasses), concurrent,
        most, rates, facts(activeSeconds, concurrent, most));
  }
}
