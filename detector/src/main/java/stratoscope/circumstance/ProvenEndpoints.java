package stratoscope.circumstance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * Where sessions were confirmed as mining, by whom, and until when that says something of others. One thread; time is the packets'.
 * Bounded: the endpoints that were neither proven nor visited for the longest time go first, and of those who were confirmed at one the
 * two are kept that count longest.
 */
final class ProvenEndpoints {
  private static final int MAX_ENDPOINTS = 65_536;
  private static final int MAX_PORT = 65_535;
  /** One who mines tells others of the other. */
  private static final int MAX_MINERS = 2;

  /** Equality is written out, as that of {@link IpAddress} is. */
  private record Endpoint(IpAddress address, int port) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Endpoint that && port == that.port && address.equals(that.address);
    }

    @Override
    public int hashCode() {
      return 31 * address.hashCode() + port;
    }
  }

  private final AddressSieve told;
  /** By endpoint who was confirmed there, and until when it counts. */
  private final Map<Endpoint, Map<IpAddress, Long>> proofs = Recent.byUse(MAX_ENDPOINTS);

  /** @param told takes the addresses */
  ProvenEndpoints(AddressSieve told) {
    this.told = told;
  }

  /** Takes note of a miner, and says whether that is news. */
  boolean add(IpAddress miner, IpAddress pool, int port, long untilMicros) {
    told.add(pool.high(), pool.low());
    Map<IpAddress, Long> miners = proofs.computeIfAbsent(new Endpoint(pool, port), endpoint -> new HashMap<>(2));
    Long before = miners.get(miner);
    if (before != null && untilMicros - before < LastSeen.LEAST_GAIN_MICROS) {
      return false;
    }
    miners.put(miner, untilMicros);
    if (miners.size() > MAX_MINERS) {
      IpAddress eldest = miners.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
      miners.remove(eldest);
      return !eldest.equals(miner);
    }
    return true;
  }

  /** Adds all addresses to those that are told, which were cleared. */
  void tell() {
    proofs.keySet().forEach(endpoint -> told.add(endpoint.address.high(), endpoint.address.low()));
  }

  boolean holds(IpAddress pool, int port) {
    return proofs.containsKey(new Endpoint(pool, port));
  }

  /** True if another than this miner was confirmed there, not too long ago. */
  boolean isOfOthers(IpAddress miner, IpAddress pool, int port, long timestampMicros) {
    for (Map.Entry<IpAddress, Long> proof : proofs.getOrDefault(new Endpoint(pool, port), Map.of()).entrySet()) {
      if (proof.getValue() >= timestampMicros && !proof.getKey().equals(miner)) {
        return true;
      }
    }
    return false;
  }

  /** Adds what still counts, piece by piece. */
  void saveTo(List<Stateful> parts, long nowMicros) {
    proofs.forEach((endpoint, miners) -> miners.forEach((miner, untilMicros) -> {
      if (untilMicros >= nowMicros) {
        parts.add(out -> out.begin(StateKind.PROVEN).address(miner).address(endpoint.address).number(endpoint.port).number(untilMicros)
            .end());
      }
    }));
  }

  void restore(StateReader in) throws StateException {
    IpAddress miner = in.address();
    add(miner, in.address(), in.number(0, MAX_PORT), in.number());
  }
}
