package stratoscope.profile;

import java.util.List;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;
import stratoscope.stratum.StratumEvent;

/** Findings for tests, without packets: a Bitcoin miner at an address of one's choice. */
public final class Findings {
  private static final IpAddress POOL = address(0xCB00_7109);

  private Findings() {}

  /** An IPv4 address. */
  public static IpAddress address(int bits) {
    return new IpAddress(0, 0x0000_FFFF_0000_0000L | (bits & 0xFFFF_FFFFL));
  }

  /** A connection of an address in a span of time. */
  public static Finding.Connection connection(IpAddress miner, long fromMicros, long toMicros) {
    return new Finding.Connection(miner, 41_000, POOL, 3333, false, 1, 1, false, "both", fromMicros, toMicros, 10L, 20L, "test", 1);
  }

  /** A session in which the address did so many hashes a second; NaN for an unknown rate. */
  public static Finding finding(IpAddress miner, long fromMicros, long toMicros, double hashesPerSecond) {
    Hashrate rate = Double.isNaN(hashesPerSecond) ? null
        : new Hashrate(hashesPerSecond, hashesPerSecond / 2, hashesPerSecond * 2, "shares");
    Finding.Dialogue dialogue = new Finding.Dialogue("stratum-v1", "miner", new Identity("w.1", "w", "1", null), List.of("w.1"), List.of(),
        "cgminer/4", "asic", null, null, null, List.of(), List.of(), new Finding.Pool(null, null, null));
    Finding.Work work = new Finding.Work("BTC", "sha256d", null, List.of(), 1L, 1L, 1L, 0L, 1, rate, null, Finding.Machine.UNKNOWN);
    return new Finding(Verdict.CONFIRMED, 90, connection(miner, fromMicros, toMicros), SPEECH, dialogue, work, List.of());
  }

  private static final Finding.Speech SPEECH = new Finding.Speech("stratum", List.of("tcp"), null, List.of(), Double.NaN);

  static SessionProfile profile(Agents agents, Coins coins, StratumEvent... events) {
    SessionProfile profile = new SessionProfile(agents, coins, new CoinbaseTags(List.of()), DialectFacts.BUILT_IN, Hardware.NONE);
    List.of(events).forEach(profile::onEvent);
    return profile;
  }
}
