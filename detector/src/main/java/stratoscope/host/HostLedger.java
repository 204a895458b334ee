package stratoscope.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;

/**
 * The addresses that mine, each with what its sessions add up to. One thread; its time is the packets'. Bounded in number and idle
 * time: a host that has to go is reported first, so that nothing found is lost, and counted.
 */
public final class HostLedger {
  private final Cache<IpAddress, HostState> hosts;
  private final Consumer<Host> onHost;
  private final Surroundings surroundings;
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
