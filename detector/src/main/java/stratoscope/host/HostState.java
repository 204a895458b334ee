package stratoscope.host;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.SavedHolder;
import stratoscope.inventory.Subscriber;
import stratoscope.profile.Finding;
import stratoscope.profile.Pause;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * What the sessions of one address and customer add up to: those that are over, and in snapshots those that are open, as far as they have
 * come. One thread. Bounded: of each kind of name only the first {@link #MAX_NAMES} are kept.
 */
final class HostState {
  /** Sessions of one address that are open at once; those beyond it count when they end. */
  private static final int MAX_OPEN = 1024;
  /** Pools, wallets, workers of one address; enough to recognise a farm. */
  private static final int MAX_NAMES = 256;
  private static final double MICROS_PER_SECOND = 1e6;

  private final HostKey key;
  private final Set<String> pools = new TreeSet<>();
  private final Set<String> coins = new TreeSet<>();
  private final Set<String> wallets = new TreeSet<>();
  private final Set<String> agents = new TreeSet<>();
  private final Set<String> deviceClasses = new TreeSet<>();
  private final HashAccount hashes;
  /** Without the pauses of sessions; marked by what is known of them. */
  private final Spans active;
  private final RigTally rigs;
  private final Throttle throttle;
  private final EnergyAccount energy;
  /** By flow, as they were told last. */
  private final Map<Long, Finding> open = new LinkedHashMap<>(2);
  /** Flows of those that were open before a restart, and were not heard of since. */
  private final Set<Long> openBefore = new LinkedHashSet<>(2);
  private final Surroundings surroundings;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>(2);
  /** Of the last session. */
  private Holder holder = Holder.UNKNOWN;
  private Verdict verdict = Verdict.NONE;
  /** Of all sessions, also those that are open; and what it was when somebody asked. */
  private Verdict surest = Verdict.NONE;
  private Verdict told = Verdict.NONE;
  private boolean isResumed;
  private int score;
  private long sessions;
  private long firstSeenMicros = Long.MAX_VALUE;
  private long lastSeenMicros = Long.MIN_VALUE;
  /** The last of all sessions, also those that are open. */
  private long heardMicros = Long.MIN_VALUE;

  /** @param surroundings are told of it, and asked for what they know of it */
  HostState(HostKey key, Surroundings surroundings) {
    this.key = key;
    this.surroundings = surroundings;
    active = new Spans();
    rigs = new RigTally();
    throttle = new Throttle();
    energy = new EnergyAccount();
    hashes = new HashAccount();
  }

  /** A copy of what is over. */
  private HostState(HostState other) {
    key = other.key;
    surroundings = other.surroundings;
    active = new Spans(other.active);
    rigs = new RigTally(other.rigs);
    throttle = new Throttle(other.throttle);
    energy = new EnergyAccount(other.energy);
    hashes = new HashAccount(other.hashes);
    pools.addAll(other.pools);
    coins.addAll(other.coins);
    wallets.addAll(other.wallets);
    agents.addAll(other.agents);
    deviceClasses.addAll(other.deviceClasses);
    subscribers.addAll(other.subscribers);
    holder = other.holder;
    verdict = other.verdict;
    score = other.score;
    sessions = other.sessions;
    firstSeenMicros = other.firstSeenMicros;
    lastSeenMicros = other.lastSeenMicros;
  }

  /** Takes note of how far a session has come that is still open. */
  void open(Finding finding) {
    surest = stronger(surest, finding.verdict());
    long flow = finding.connection().flowId();
    if (open.size() < MAX_OPEN || open.containsKey(flow)) {
      open.put(flow, finding);
      openBefore.remove(flow);
    }
    holder = isNew() ? finding.holder() : holder;
    heardMicros = Math.max(heardMicros, finding.connection().lastSeenMicros());
  }

  /** Forgets a session that was open and does not count. */
  void forget(Finding finding) {
    open.remove(finding.connection().flowId());
    openBefore.remove(finding.connection().flowId());
  }

  /** Of the sessions that were open before a restart, and were not heard of since. */
  Set<Long> openFlows() {
    return openBefore;
  }

  HostKey key() {
    return key;
  }

  /** Whether some session is surer than all of which this was asked before. */
  boolean isRaised() {
    boolean isMore = surest.compareTo(told) > 0;
    told = surest;
    return isMore;
  }

  /** True if it has no sessions any more, be they over or open. */
  boolean isEmpty() {
    return isNew() && open.isEmpty() && openBefore.isEmpty();
  }

  /** True if it goes on from before a restart, when it was told of. */
  boolean isResumed() {
    return isResumed;
  }

  /** True if no session of it is over. */
  boolean isNew() {
    return sessions == 0;
  }

  void add(Finding finding) {
    forget(finding);
    verdict = stronger(verdict, finding.verdict());
    surest = stronger(surest, verdict);
    score = Math.max(score, finding.score());
    sessions++;
    Finding.Connection connection = finding.connection();
    firstSeenMicros = Math.min(firstSeenMicros, connection.firstSeenMicros());
    if (connection.lastSeenMicros() >= lastSeenMicros) {
      lastSeenMicros = connection.lastSeenMicros();
      holder = finding.holder();
    }
    heardMicros = Math.max(heardMicros, lastSeenMicros);
    addActive(finding);
    rigs.add(finding);
    throttle.add(finding.work());
    surroundings.servers.add(finding);
    Finding.Dialogue dialogue = finding.dialogue();
    keep(pools, finding.isLookup() ? dialogue.pool().host() : connection.pool().withPort(connection.poolPort()));
    keep(agents, dialogue.agent());
    keep(deviceClasses, dialogue.deviceClass());
    keep(wallets, walletOf(finding));
    keep(coins, finding.work().coin());
    addHolder(finding);
  }

  private void addActive(Finding finding) {
    Finding.Connection connection = finding.connection();
    Finding.Machine machine = finding.work().machine();
    Finding.Pace pace = machine.pace();
    double openSeconds = (connection.lastSeenMicros() - connection.firstSeenMicros()) / MICROS_PER_SECOND;
    int marks = hashes.add(finding.work(), openSeconds - pace.pausedSeconds()) | (machine.power() == null ? 0 : EnergyAccount.MARK);
    long from = connection.firstSeenMicros();
    for (Pause pause : pace.pauses()) {
      if (pause.fromMicros() > from) {
        active.add(from, pause.fromMicros(), marks);
      }
      from = pause.toMicros();
    }
    if (from < connection.lastSeenMicros() || pace.pauses().isEmpty()) {
      active.add(from, connection.lastSeenMicros(), marks);
    }
  }

  void save(StateWriter out) {
    out.begin(StateKind.HOST).address(key.address()).text(key.customer()).word(verdict).number(score).number(sessions)
        .number(firstSeenMicros).number(lastSeenMicros).number(heardMicros);
    names().forEach(out::texts);
    hashes.save(out);
    active.save(out);
    rigs.save(out);
    throttle.save(out);
    energy.save(out);
    SavedHolder.save(holder, out);
    out.number(subscribers.size());
    subscribers.forEach(subscriber -> SavedHolder.save(subscriber, out));
    out.number(open.size() + openBefore.size());
    open.keySet().forEach(out::number);
    openBefore.forEach(out::number);
    out.end();
  }

  /** Takes what was known of it before a restart. */
  void restore(StateReader in) throws StateException {
    isResumed = true;
    verdict = in.word(Verdict.values());
    score = in.number(0, 100);
    sessions = in.natural();
    firstSeenMicros = in.number();
    lastSeenMicros = in.number();
    heardMicros = in.number();
    for (Set<String> some : names()) {
      in.texts(some);
    }
    hashes.restore(in);
    active.restore(in);
    rigs.restore(in);
    throttle.restore(in);
    energy.restore(in);
    holder = SavedHolder.restore(in);
    for (int left = in.number(0, MAX_NAMES); left > 0; left--) {
      subscribers.add(SavedHolder.subscriber(in));
    }
    for (int left = in.number(0, 2 * MAX_OPEN); left > 0; left--) {
      openBefore.add(in.number());
    }
  }

  private List<Set<String>> names() {
    return List.of(pools, coins, wallets, agents, deviceClasses);
  }

  /** When any of its sessions was heard last. */
  long heardMicros() {
    return heardMicros;
  }

  private static Verdict stronger(Verdict one, Verdict other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static @Nullable String walletOf(Finding finding) {
    return finding.dialogue().identity() == null ? null : finding.dialogue().identity().wallet();
  }

  private void addHolder(Finding finding) {
    Holder whose = finding.holder();
    if (whose.subscriber() != null && subscribers.size() < MAX_NAMES) {
      subscribers.add(whose.subscriber());
    }
    String wallet = walletOf(finding);
    if (wallet != null) {
      surroundings.wallets.add(wallet, key.address(), whose);
    }
    if (finding.verdict().compareTo(Verdict.PROBABLE) >= 0 && HostKind.isBought(finding.dialogue().deviceClass())) {
      surroundings.neighbours.add(WalletSpread.placeOf(key.address(), whose), key.address());
    }
    energy.add(finding, whose.owner().region(), surroundings.tariffs());
  }

  private HostCase facts(double activeSeconds, HostRigs count) {
    int walletPlaces = 0;
    for (String wallet : wallets) {
      walletPlaces = Math.max(walletPlaces, surroundings.wallets.placesOf(wallet));
    }
    List<String> throttled = throttle.reasons(activeSeconds, () -> surroundings.seenHours.between(firstSeenMicros, lastSeenMicros));
    HostKind kind = HostKind.of(new HostKind.Signs(verdict, deviceClasses, count, activeSeconds,
        (lastSeenMicros - firstSeenMicros) / MICROS_PER_SECOND, walletPlaces,
        surroundings.neighbours.of(WalletSpread.placeOf(key.address(), holder)), throttled));
    return new HostCase(holder, List.copyOf(subscribers), energy.power(active.activeSeconds(EnergyAccount.MARK)), energy.surcharges(),
        kind.kind(), kind.reasons());
  }

  private static void keep(Collection<String> names, @Nullable String name) {
    if (name != null && names.size() < MAX_NAMES) {
      names.add(name);
    }
  }

  /** What all sessions add up to, those included that are open. */
  Host snapshot() {
    if (open.isEmpty()) {
      return told(Host.State.OPEN);
    }
    HostState all = new HostState(this);
    open.values().forEach(all::add);
    return all.told(Host.State.OPEN);
  }

  /** What the sessions add up to that are over. */
  Host ended() {
    return told(Host.State.ENDED);
  }

  /**
   * Says that nothing is left of it.
   *
   * @param last its last session, which is another's
   */
  Host withdrawn(Finding last) {
    String wallet = walletOf(last);
    if (wallet != null) {
      surroundings.wallets.remove(wallet, key.address(), holder);
    }
    Finding.Connection connection = last.connection();
    List<Subscriber> whose = holder.subscriber() == null ? List.of() : List.of(holder.subscriber());
    return new Host(Host.State.WITHDRAWN, key.address(), stronger(surest, last.verdict()), last.score(), connection.firstSeenMicros(),
        connection.lastSeenMicros(), 0, 0, List.of(), List.of(), List.of(), List.of(), List.of(), HostRigs.between(0, 0), Map.of(),
        new HostCase(holder, whose, null, List.of(), HostCase.UNKNOWN.kind(), List.of()));
  }

  private Host told(Host.State state) {
    double activeSeconds = active.activeSeconds();
    HostRigs count = rigs.sum(surroundings.servers.of(key.address()));
    return new Host(state, key.address(), verdict, score, firstSeenMicros, lastSeenMicros, activeSeconds, sessions, List.copyOf(pools),
        List.copyOf(coins), List.copyOf(wallets), List.copyOf(agents), List.copyOf(deviceClasses), count, hashes.rates(active),
        facts(activeSeconds, count));
  }
}
