package stratoscope.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.Tariffs;
import stratoscope.profile.Finding;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/**
 * The addresses that mine, each with what its sessions add up to, apart for each customer who had it. One thread; its time is the packets'.
 * Bounded in number and idle time: a host that has to go is reported first, so that nothing found is lost, and counted.
 */
public final class HostLedger {
  /** Hosts told of at one time, so that nobody can stall the way; the others wait for the next. */
  private static final int MAX_UPDATES = 1000;

  private final Cache<HostKey, HostState> hosts;
  private final Surroundings surroundings;
  private final Map<HostKey, HostState> resumed = new HashMap<>();
  private final Consumer<Host> onHost;
  private final Consumer<Host> onUpdate;
  private final long updateMicros;
  /** Hosts of which something was not told yet, and since when, the longest waiting first. */
  private final Map<HostKey, Long> changed = new LinkedHashMap<>();
  /** By flow: to whom sessions that are open were put down. */
  private final Map<Long, HostKey> open = new HashMap<>();
  private long nowMicros;
  private long evicted;
  private long found;
  private boolean isClosed;

  /**
   * An empty ledger.
   *
   * @param onHost receives each host that leaves the ledger before {@link #close()}, also one from before a restart that is none after all
   */
  public HostLedger(HostOptions options, Consumer<Host> onHost) {
    this(options, Tariffs.NONE, onHost, host -> {});
  }

  /**
   * The same with what electricity costs.
   *
   * @param onUpdate receives hosts that changed and stay in the ledger, with what their open sessions add up to so far, if the options
   *     ask for it
   */
  public HostLedger(HostOptions options, Tariffs tariffs, Consumer<Host> onHost, Consumer<Host> onUpdate) {
    surroundings = new Surroundings(tariffs);
    this.onHost = onHost;
    this.onUpdate = onUpdate;
    updateMicros = TimeUnit.SECONDS.toMicros(options.updateSeconds());
    hosts = Caffeine.newBuilder()
        .maximumSize(options.maxHosts())
        .expireAfterAccess(Duration.ofSeconds(options.idleTimeoutSeconds()))
        .ticker(() -> TimeUnit.MICROSECONDS.toNanos(nowMicros))
        .executor(Runnable::run)
        .evictionListener((@Nullable HostKey key, @Nullable HostState state, RemovalCause cause) -> {
          evicted++;
          if (state != null && !state.isNew()) { // of sessions that are still open the next time tells
            onHost.accept(state.ended());
          }
        })
        .build();
  }

  /** Adds a session that is over to its miner's account. */
  public void add(Finding finding) {
    HostKey key = HostKey.of(finding);
    forgetElsewhere(finding, key);
    open.remove(finding.connection().flowId());
    HostState state = stateOf(key, finding);
    found += state.isNew() ? 1 : 0;
    state.add(finding);
    keep(key, state);
  }

  /** Takes note of a session that is open, or of how far it has come; does nothing unless updates are asked for. */
  public void open(Finding finding) {
    if (updateMicros > 0) {
      HostKey key = HostKey.of(finding);
      forgetElsewhere(finding, key);
      open.put(finding.connection().flowId(), key);
      HostState state = stateOf(key, finding);
      state.open(finding);
      keep(key, state);
    }
  }

  /** Forgets a session that was open, and does not count after all. */
  public void forget(Finding finding) {
    HostKey key = open.remove(finding.connection().flowId());
    HostState state = key == null ? null : hosts.getIfPresent(key);
    if (state != null) {
      state.forget(finding);
    }
  }

  /** What was told of a session that was put down to another: logs told of its customer only when it was open. */
  private void forgetElsewhere(Finding finding, HostKey key) {
    HostKey before = open.getOrDefault(finding.connection().flowId(), key);
    HostState state = before.equals(key) ? null : hosts.getIfPresent(before);
    if (state == null) {
      return;
    }
    state.forget(finding);
    if (state.isEmpty()) {
      hosts.invalidate(before);
      changed.remove(before);
      (state.isResumed() ? onHost : onUpdate).accept(state.withdrawn(finding));
    } else {
      changed.putIfAbsent(before, nowMicros);
    }
  }

  private HostState stateOf(HostKey key, Finding finding) {
    nowMicros = Math.max(nowMicros, finding.connection().lastSeenMicros());
    HostState state = hosts.getIfPresent(key);
    return state == null ? new HostState(key, surroundings) : state;
  }

  private void keep(HostKey key, HostState state) {
    hosts.put(key, state);
    if (updateMicros == 0) {
      return;
    }
    if (state.isRaised()) {
      changed.remove(key);
      onUpdate.accept(state.snapshot());
    } else {
      changed.putIfAbsent(key, nowMicros);
    }
  }

  /** The sensor saw a packet; cheap. */
  public void onPacket(long timestampMicros) {
    surroundings.seenHours.add(timestampMicros);
  }

  /** From now on other tariffs count; sessions that are over keep theirs. */
  public void use(Tariffs tariffs) {
    surroundings.use(tariffs);
  }

  /** Adds what is to be saved: what hosts have in common, and the hosts. */
  public void saveTo(List<Stateful> pieces) {
    surroundings.saveTo(pieces);
    hosts.asMap().values().forEach(host -> pieces.add(host::save));
  }

  /** Takes a host, or what hosts have in common, from before a restart; false if it is something else. Before {@link #resume}. */
  public boolean restore(StateReader in) throws StateException {
    if (in.kind() != StateKind.HOST) {
      return surroundings.restore(in);
    }
    HostState state = new HostState(new HostKey(in.address(), in.someText()), surroundings);
    state.restore(in);
    resumed.putIfAbsent(state.key(), state);
    return true;
  }

  /**
   * Goes on with the hosts from before a restart; each is idle since then.
   *
   * @param told receives what each that had sessions which are over adds up to
   */
  public void resume(Consumer<Host> told) {
    resumed.values().stream().sorted(Comparator.comparingLong(HostState::heardMicros)).forEach(state -> {
      nowMicros = Math.max(nowMicros, state.heardMicros());
      found += state.isNew() ? 0 : 1;
      hosts.put(state.key(), state);
      state.openFlows().forEach(flow -> open.put(flow, state.key()));
      if (!state.isNew()) {
        told.accept(state.ended());
      }
    });
    resumed.clear();
  }

  /** Reports the hosts that have been idle for too long by now, and tells of those that changed long enough ago. */
  public void onTime(long timestampMicros) {
    nowMicros = Math.max(nowMicros, timestampMicros);
    hosts.cleanUp();
    Iterator<Map.Entry<HostKey, Long>> waiting = changed.entrySet().iterator();
    for (int i = 0; i < MAX_UPDATES && waiting.hasNext(); i++) {
      Map.Entry<HostKey, Long> eldest = waiting.next();
      if (nowMicros - eldest.getValue() < updateMicros) {
        break;
      }
      HostState state = hosts.getIfPresent(eldest.getKey());
      waiting.remove();
      if (state != null) {
        onUpdate.accept(state.snapshot());
      }
    }
  }

  /**
   * The hosts still held, in the order of their addresses, each put together when its turn comes; the ledger is of no more use.
   *
   * @param isLeaving whether they go on after a restart
   */
  public Iterator<Host> close(boolean isLeaving) {
    Stream<HostState> left = isClosed ? Stream.empty() : hosts.asMap().values().stream();
    isClosed = true;
    return left.filter(state -> !state.isNew()).sorted(Comparator.comparing(HostState::key))
        .map(state -> isLeaving ? state.snapshot() : state.ended()).iterator();
  }

  /** The same, for good. */
  public Iterator<Host> close() {
    return close(false);
  }

  /** Hosts reported before the end to keep within the bounds. */
  public long evicted() {
    return evicted;
  }

  /** Hosts that came into the ledger; one that was evicted and came back counts again. */
  public long found() {
    return found;
  }
}
