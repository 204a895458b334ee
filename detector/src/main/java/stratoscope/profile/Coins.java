package stratoscope.profile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All coins known, and what a session's words say of the one it mines. Immutable. */
public final class Coins {

  /**
   * What is mined.
   *
   * @param coin null unless the evidence agrees on one
   * @param algorithm null if unknown
   * @param candidates the coins it may be, where it is open; else empty
   */
  public record Answer(@Nullable String coin, @Nullable String algorithm, List<String> candidates) {}

  /**
   * What a session says that bears on the coin.
   *
   * @param algorithm as the pool's jobs call it
   * @param networkDifficulty NaN if unknown
   */
  public record Question(String dialectId, long micros, @Nullable String wallet, @Nullable String algorithm, double networkDifficulty) {}

  private final List<Coin> coins;

  public Coins(List<Coin> coins) {
    this.coins = List.copyOf(coins);
  }

  /** The coins' tickers, in the order of the file. */
  public Set<String> ids() {
    return coins.stream().map(Coin::id).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** True if the text is written like a wallet of any coin. */
  public boolean isWallet(String text) {
    return coins.stream().anyMatch(coin -> coin.hasWallet(text));
  }

  /**
   * In the order of how directly they speak: the network's difficulty, the algorithm the pool names, the wallet's form. Where wallet and
   * algorithm point to different coins (pools that pay in another coin), the coin stays open.
   */
  public Answer answer(Question q) {
    TreeSet<String> byWallet = new TreeSet<>();
    TreeSet<String> byAlgorithm = new TreeSet<>();
    String algorithm = null;
    for (Coin coin : coins) {
      if (!coin.isMined(q.dialectId, q.micros)) {
        continue;
      }
      if (q.networkDifficulty >= coin.minNetworkDifficulty()) {
        return new Answer(coin.id(), coin.algorithm(), List.of());
      }
      if (q.wallet != null && coin.hasWallet(q.wallet)) {
        byWallet.add(coin.id());
      }
      if (q.algorithm != null && coin.algorithms().containsKey(q.algorithm)) {
        byAlgorithm.add(coin.id());
        algorithm = coin.algorithms().get(q.algorithm);
      }
    }
    return agreed(byWallet, byAlgorithm, algorithm);
  }

  private Answer agreed(SortedSet<String> byWallet, SortedSet<String> byAlgorithm, @Nullable String algorithm) {
    TreeSet<String> both = new TreeSet<>(byWallet);
    if (!byAlgorithm.isEmpty()) {
      both.retainAll(byAlgorithm);
    }
    if (both.size() == 1) {
      return new Answer(both.first(), algorithm == null ? algorithmOf(both.first()) : algorithm, List.of());
    }
    TreeSet<String> open = new TreeSet<>(byWallet);
    open.addAll(byAlgorithm);
    return new Answer(null, algorithm == null ? commonAlgorithm(open) : algorithm, List.copyOf(open));
  }

  private @Nullable String commonAlgorithm(SortedSet<String> ids) {
    List<String> algorithms = ids.stream().map(this::algorithmOf).distinct().toList();
    return algorithms.size() == 1 ? algorithms.get(0) : null;
  }

  private String algorithmOf(String id) {
    return coins.stream().filter(coin -> coin.id().equals(id)).findFirst().orElseThrow().algorithm();
  }
}
