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
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/**
 * The addresses that mine, each with what its sessions add up to. One thread; its time is the packets'. Bounded in number and idle
 * time: a host that has to go is reported first, so that nothing found is lost, and counted.
 */
public final class HostLedger {
  /** Hosts told of at one time, so that nobody can stall the way; the others wait for the next. */
  private static final int MAX_UPDATES = 1000;

  private final Cache<IpAddress, HostState> hosts;
  private final Surroundings surroundings;
  private final Map<IpAddress, HostState> resumed = new HashMap<>();
  private final Consumer<Host> onUpdate;
  private final long updateMicros;
  /** Hosts of which something was not told yet, and since when, the longest waiting first. */
  private final Map<IpAddress, Long> changed = new LinkedHashMap<>();
  private long nowMicros;
  private long evicted;
  private long found;
  private boolean isClosed;

  /**
   * An empty ledger.
   *
   * @param onHost receives each host that leaves the ledger before {@link #close()}
   */
  public HostLedger(HostOptions options, Consumer<Host> onHost) {
    this(options, Ownership.UNKNOWN, onHost, host -> {});
  }

  /**
   * The same with whose hosts are.
   *
   * @param onUpdate receives hosts that changed and stay in the ledger, with what their open sessions add up to so far, if the options
   *     ask for it
   */
  public HostLedger(HostOptions options, Ownership ownership, Consumer<Host> onHost, Consumer<Host> onUpdate) {
    surroundings = new Surroundings(ownership);
    this.onUpdate = onUpdate;
    updateMicros = TimeUnit.SECONDS.toMicros(options.updateSeconds());
    hosts = Caffeine.newBuilder()
        .maximumSize(options.maxHosts())
        .expireAfterAccess(Duration.ofSeconds(options.idleTimeoutSeconds()))
        .ticker(() -> TimeUnit.MICROSECONDS.toNanos(nowMicros))
        .executor(Runnable::run)
        .evictionListener((@Nullable IpAddress address, @Nullable HostState state, RemovalCause cause) -> {
          evicted++;
          if (state != null && !state.isNew()) { // of sessions that are still open the next time tells
            onHost.accept(state.ended());
          }
        })
        .build();
  }

  /** Adds a session that is over to its miner's account. */
  public void add(Finding finding) {
    HostState state = stateOf(finding);
    found += state.isNew() ? 1 : 0;
    state.add(finding);
    keep(finding.connection().miner(), state);
  }

  /** Takes note of a session that is open, or of how far it has come; does nothing unless updates are asked for. */
  public void open(Finding finding) {
    if (updateMicros > 0) {
      HostState state = stateOf(finding);
      state.open(finding);
      keep(finding.connection().miner(), state);
    }
  }

  /** Forgets a session that was open, and does not count after all. */
  public void forget(Finding finding) {
    HostState state = hosts.getIfPresent(finding.connection().miner());
    if (state != null) {
      state.forget(finding);
    }
  }

  private HostState stateOf(Finding finding) {
    nowMicros = Math.max(nowMicros, finding.connection().lastSeenMicros());
    IpAddress miner = finding.connection().miner();
    HostState state = hosts.getIfPresent(miner);
    return state == null ? new HostState(miner, surroundings) : state;
  }

  private void keep(IpAddress miner, HostState state) {
    hosts.put(miner, state);
    if (updateMicros == 0) {
      return;
    }
    if (state.isRaised()) {
      changed.remove(miner);
      onUpdate.accept(state.snapshot());
    } else {
      changed.putIfAbsent(miner, nowMicros);
    }
  }

  /** The sensor saw a packet; cheap. */
  public void onPacket(long timestampMicros) {
    surroundings.seenHours.add(timestampMicros);
  }

  /** From now on other owners and tariffs count; sessions that are over keep theirs. */
  public void use(Ownership ownership) {
    surroundings.use(ownership);
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
    HostState state = new HostState(in.address(), surroundings);
    state.restore(in);
    resumed.putIfAbsent(state.address(), state);
    return true;
  }

  /**
   * Goes on with the hosts from before a restart; each is idle since then.
   *
   * @param told receives what each that had sessions which are over adds up to
   */
  public void resume(Consumer<Host> told) {
    resumed.values().stream().sorted(Comparator.comparingLong(HostState::lastSeenMicros)).forEach(state -> {
      nowMicros = Math.max(nowMicros, state.lastSeenMicros());
      found++;
      hosts.put(state.address(), state);
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
    Iterator<Map.Entry<IpAddress, Long>> waiting = changed.entrySet().iterator();
    for (int i = 0; i < MAX_UPDATES && waiting.hasNext(); i++) {
      Map.Entry<IpAddress, Long> eldest = waiting.next();
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

  /** The hosts still held, in the order of their addresses, each put together when its turn comes; the ledger is of no more use. */
  public Iterator<Host> close() {
    Stream<HostState> left = isClosed ? Stream.empty() : hosts.asMap().values().stream();
    isClosed = true;
    return left.filter(state -> !state.isNew()).sorted(Comparator.comparing(HostState::address)).map(HostState::ended).iterator();
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
