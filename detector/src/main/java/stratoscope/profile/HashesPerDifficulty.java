package stratoscope.profile;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How many hashes a share of difficulty 1 takes on average; the rule of each dialect and algorithm. */
final class HashesPerDifficulty {
  private static final double BITCOIN_DIFFICULTY_1 = Math.scalb(1.0, 32);

  /**
   * Dialects with a unit of their own, whatever the algorithm.
   *
   * <p>[1] Their sessions turn targets into hashes.
   * <p>[2] Target of difficulty 1 is {@code 00000000ffff0000…} (NiceHash EthereumStratum/1.0.0), 2^224-1 (kaspa-stratum-bridge).
   * <p>[3] Target of difficulty 1 is 2^226-1, and only one hash in 16 belongs to the job's own chain (alephium/mining-pool).
   * <p>[4] In graphs found, weighted by their size: no count of hashes.
   * <p>[5] The nonce lies anywhere from 0 to 100 times the difficulty (duino-coin PC_Miner.py): half of it on average.
   */
  private static final Map<String, Double> BY_DIALECT = Map.ofEntries(
      Map.entry("cryptonote", 1.0), // [1]
      Map.entry("eth-proxy", 1.0),
      Map.entry("eth-getwork", 1.0),
      Map.entry("ethereum-stratum-2", 1.0),
      Map.entry("equihash", 1.0),
      Map.entry("kawpow", 1.0),
      Map.entry("conflux", 1.0),
      Map.entry("ironfish", 1.0),
      Map.entry("beam", 1.0),
      Map.entry("getwork", 1.0),
      Map.entry("getblocktemplate", 1.0),
      Map.entry("coinhive", 1.0),
      Map.entry("webminerpool", 1.0),
      Map.entry("stratum-v2", 1.0),
      Map.entry("ethereum-stratum-1", BITCOIN_DIFFICULTY_1), // [2]
      Map.entry("kaspa", BITCOIN_DIFFICULTY_1),
      Map.entry("alephium", 16 * Math.scalb(1.0, 30)), // [3]
      Map.entry("grin", Double.NaN), // [4]
      Map.entry("duino-coin", 50.0)); // [5]

  /**
   * Algorithms on the skeleton of Bitcoin's Stratum. Where the target of difficulty 1 is not Bitcoin's, it is larger by the factor that
   * miners and pools divide by: 2^16 for scrypt and its kind, 2^8 for those after it (cpuminer-opt, miningcore).
   */
  private static final Map<String, Double> BY_ALGORITHM = Map.ofEntries(
      Map.entry("sha256d", BITCOIN_DIFFICULTY_1),
      Map.entry("x11", BITCOIN_DIFFICULTY_1),
      Map.entry("blake256r14", BITCOIN_DIFFICULTY_1), // decred/gominer, as blake3
      Map.entry("blake3", BITCOIN_DIFFICULTY_1),
      Map.entry("scrypt", Math.scalb(1.0, 16)),
      Map.entry("neoscrypt", Math.scalb(1.0, 16)),
      Map.entry("ghostrider", Math.scalb(1.0, 16)),
      Map.entry("yescrypt", Math.scalb(1.0, 16)),
      Map.entry("yespower", Math.scalb(1.0, 16)),
      Map.entry("lyra2rev2", Math.scalb(1.0, 24)),
      Map.entry("lyra2rev3", Math.scalb(1.0, 24)),
      Map.entry("verthash", Math.scalb(1.0, 24)),
      Map.entry("x16r", Math.scalb(1.0, 24)));

  /** Dialects that leave the unit to the algorithm. DATUM's shares are Bitcoin's. */
  private static final Set<String> BY_ALGORITHM_DIALECTS = Set.of("stratum-v1", "datum");
  /** Spectre is mined in Kaspa's dialect with so slow an algorithm that its difficulty 1 is 2^24 times easier (miningcore). */
  private static final double SPECTRE_DIFFICULTY_1 = Math.scalb(1.0, 8);

  private HashesPerDifficulty() {}

  /** The dialects it knows. */
  static Set<String> dialects() {
    Set<String> dialects = new TreeSet<>(BY_DIALECT.keySet());
    dialects.addAll(BY_ALGORITHM_DIALECTS);
    return dialects;
  }

  /** NaN where the algorithm would have to be known and is not. */
  static double of(String dialectId, @Nullable String algorithm) {
    if (dialectId.equals("kaspa") && "spectrex".equals(algorithm)) {
      return SPECTRE_DIFFICULTY_1;
    }
    Double own = BY_DIALECT.get(dialectId);
    if (own == null && BY_ALGORITHM_DIALECTS.contains(dialectId) && algorithm != null) {
      own = BY_ALGORITHM.get(algorithm);
    }
    return own == null ? Double.NaN : own;
  }
}
