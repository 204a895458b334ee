package stratoscope.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private final Cache<IpAddress, HostState> hosts;
  private final Consumer<Host> onHost;
  private final Surroundings surroundings;
  private final Map<IpAddress, HostState> resumed = new HashMap<>();
  private long nowMicros;
  private long evicted;
  private long found;

  /**
   * An empty ledger.
   *
   * @param onHost receives each host once it leaves the ledger, by eviction or at {@link #close()}
   */
  public HostLedger(HostOptions options, Consumer<Host> onHost) {
    this(options, Ownership.UNKNOWN, onHost);
  }

  /** The same with whose hosts are. */
  public HostLedger(HostOptions options, Ownership ownership, Consumer<Host> onHost) {
    surroundings = new Surroundings(ownership);
    this.onHost = onHost;
    hosts = Caffeine.newBuilder()
        .maximumSize(options.maxHosts())
        .expireAfterAccess(Duration.ofSeconds(options.idleTimeoutSeconds()))
        .ticker(() -> TimeUnit.MICROSECONDS.toNanos(nowMicros))
        .executor(Runnable::run)
        .evictionListener((@Nullable IpAddress address, @Nullable HostState state, RemovalCause cause) -> {
          evicted++;
          if (state != null) {
            onHost.accept(state.snapshot());
          }
        })
        .build();
  }

  /** Adds a session to its miner's account. */
  public void add(Finding finding) {
    nowMicros = Math.max(nowMicros, finding.connection().lastSeenMicros());
    IpAddress miner = finding.connection().miner();
    HostState state = hosts.getIfPresent(miner);
    if (state == null) {
      found++;
      state = new HostState(miner, surroundings);
    }
    state.add(finding);
    hosts.put(miner, state);
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

  /** Takes a host, or what hosts have in common, from before a restart; false if it is something else. Before {@link #resume()}. */
  public boolean restore(StateReader in) throws StateException {
    if (in.kind() != StateKind.HOST) {
      return surroundings.restore(in);
    }
    HostState state = new HostState(in.address(), surroundings);
    state.restore(in);
    resumed.putIfAbsent(state.address(), state);
    return true;
  }

  /** Goes on with the hosts from before a restart; each is idle since then. */
  public void resume() {
    resumed.values().stream().sorted(Comparator.comparingLong(HostState::lastSeenMicros)).forEach(state -> {
      nowMicros = Math.max(nowMicros, state.lastSeenMicros());
      found++;
      hosts.put(state.address(), state);
    });
    resumed.clear();
  }

  /** Reports the hosts that have been idle for too long by now. */
  public void onTime(long timestampMicros) {
    nowMicros = Math.max(nowMicros, timestampMicros);
    hosts.cleanUp();
  }

  /** Reports the hosts still held, in the order of their addresses, and empties the ledger. */
  public void close() {
    List<Host> left = hosts.asMap().values().stream().map(HostState::snapshot).sorted(Comparator.comparing(Host::address)).toList();
    hosts.invalidateAll();
    left.forEach(onHost);
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
