package stratoscope.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
   * @param declaredCoin ticker by which the miner asks for a coin
   * @param wallet paid for the work
   * @param algorithm as the pool calls it
   * @param personalization of the Equihash family
   * @param formCoins coins whose jobs have the form of those seen; empty for any
   * @param dialectAlgorithm what the dialect is mined with, where it says so by itself; the last resort
   * @param networkDifficulty NaN if unknown
   * @param poolHost that the miner asked for; its words decide between coins that all else leaves open
   */
  public record Question(String dialectId, long micros, @Nullable String declaredCoin, @Nullable String wallet,
      @Nullable String algorithm, @Nullable String personalization, Set<String> formCoins, @Nullable String dialectAlgorithm,
      double networkDifficulty, @Nullable String poolHost) {

    /** Of a session of which nothing else is known. */
    public static Question ofWallet(String dialectId, long micros, @Nullable String wallet) {
      return new Question(dialectId, micros, null, wallet, null, null, Set.of(), null, Double.NaN, null);
    }
  }

  private final List<Coin> coins;
  /** By dialect that any coin names: those that its logins may be for, and those that its work may be. */
  private final Map<String, List<Coin>> byLogin = new HashMap<>();
  private final Map<String, List<Coin>> byWork = new HashMap<>();
  /** Of all other dialects. */
  private final List<Coin> ofAnyDialect;

  public Coins(List<Coin> coins) {
    this.coins = List.copyOf(coins);
    ofAnyDialect = allowed(coins, coin -> coin.dialects().isEmpty());
    coins.stream().flatMap(coin -> Stream.concat(coin.dialects().stream(), coin.loginDialects().stream())).distinct().forEach(dialect -> {
      byLogin.put(dialect, allowed(coins, coin -> coin.isMinedIn(dialect, false)));
      byWork.put(dialect, allowed(coins, coin -> coin.isMinedIn(dialect, true)));
    });
  }

  /** True if the text is written like a wallet of any coin. */
  public boolean isWallet(String text, @Nullable String dialectId) {
    for (Coin coin : coins) {
      if (coin.hasWallet(text, dialectId)) {
        return true;
      }
    }
    return false;
  }

  /** How many there are. */
  public int size() {
    return coins.size();
  }

  /** True if a coin is mined with that algorithm, by our name for it. */
  public boolean isAlgorithm(String name) {
    return coins.stream().anyMatch(coin -> name.equals(coin.algorithm()) || coin.algorithms().containsValue(name));
  }

  /** True if a coin has that ticker. */
  public boolean isTicker(String text) {
    return coins.stream().anyMatch(coin -> coin.id().equals(text));
  }

  /**
   * First counts what only one coin can show, its network difficulty. Then each kind of evidence names the coins it allows: the coin
   * the miner asks for, the algorithm and personalization the pool names, the form of the jobs, the form of the wallet. What they all
   * allow is the answer if it is one coin. Where they contradict each other (pools that pay in another coin), or allow several, the
   * coin stays open. Where none says anything, a dialect of one coin names it.
   *
   * <p>Coins that are not mined in this dialect at this time are left out before: a wallet of one says only what is paid.
   */
  public Answer answer(Question q) {
    List<Coin> inDialect = (Double.isNaN(q.networkDifficulty) ? byLogin : byWork).getOrDefault(q.dialectId, ofAnyDialect);
    List<Coin> mined = allowed(inDialect, coin -> coin.isMinedAt(q.micros));
    List<Coin> proven =
        Double.isNaN(q.networkDifficulty) ? List.of() : allowed(mined, coin -> q.networkDifficulty >= coin.minNetworkDifficulty());
    if (proven.size() == 1) {
      return answerOf(proven.get(0), q);
    }
    List<List<Coin>> said = evidence(mined, q);
    if (said.isEmpty()) {
      List<Coin> own = allowed(mined, coin -> coin.isNamedDialect(q.dialectId));
      return own.size() == 1 ? answerOf(own.get(0), q) : new Answer(null, q.dialectAlgorithm, List.of());
    }
    List<Coin> agreed = said.size() == 1 ? said.get(0) : allowed(said.get(0), coin -> said.stream().allMatch(kind -> kind.contains(coin)));
    List<Coin> inHost = agreed.size() > 1 ? inHost(agreed, q.poolHost) : List.of();
    if (agreed.size() == 1 || inHost.size() == 1) {
      return answerOf(agreed.size() == 1 ? agreed.get(0) : inHost.get(0), q);
    }
    return open(agreed.isEmpty() ? union(said) : agreed, q);
  }

  /** The coins that a word of a host name calls by name: {@code eu1-zcash.pool.example}. */
  private static List<Coin> inHost(List<Coin> coins, @Nullable String host) {
    List<String> words = host == null ? List.of() : List.of(host.toLowerCase(Locale.ROOT).split("[^a-z0-9]+|\\d+$", -1));
    return allowed(coins, coin -> words.stream().anyMatch(coin.names()::contains));
  }

  /** The coins that each kind of evidence allows, without those that say nothing of any coin. */
  private static List<List<Coin>> evidence(List<Coin> mined, Question q) {
    List<List<Coin>> said = new ArrayList<>();
    add(said, mined, q.declaredCoin, (coin, ticker) -> coin.id().equals(ticker));
    add(said, mined, q.algorithm, (coin, name) -> coin.algorithmCalled(name) != null);
    add(said, mined, q.personalization, (coin, name) -> coin.personalizations().contains(name));
    add(said, mined, q.formCoins.isEmpty() ? null : q.formCoins, (coin, forms) -> forms.contains(coin.id()));
    add(said, mined, q.wallet, (coin, wallet) -> coin.hasWallet(wallet, q.dialectId));
    return said;
  }

  private static <T> void add(List<List<Coin>> said, List<Coin> mined, @Nullable T word, BiPredicate<Coin, T> condition) {
    List<Coin> kind = word == null ? List.of() : allowed(mined, coin -> condition.test(coin, word));
    if (!kind.isEmpty()) {
      said.add(kind);
    }
  }

  private static List<Coin> allowed(List<Coin> coins, Predicate<Coin> condition) {
    List<Coin> allowed = new ArrayList<>();
    for (Coin coin : coins) { // a stream takes several times as long, and every session asks
      if (condition.test(coin)) {
        allowed.add(coin);
      }
    }
    return allowed;
  }

  private static List<Coin> union(List<List<Coin>> kinds) {
    return List.copyOf(kinds.stream().flatMap(List::stream).collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private static Answer answerOf(Coin coin, Question q) {
    String named = q.algorithm == null ? null : coin.algorithmCalled(q.algorithm);
    String algorithm = named == null ? coin.algorithm() : named;
    return new Answer(coin.id(), algorithm == null ? q.dialectAlgorithm : algorithm, List.of());
  }

  private static Answer open(List<Coin> open, Question q) {
    String algorithm = q.algorithm == null ? null : common(open.stream().map(coin -> coin.algorithmCalled(q.algorithm)));
    if (algorithm == null && open.stream().allMatch(coin -> coin.algorithm() != null)) {
      algorithm = common(open.stream().map(Coin::algorithm));
    }
    return new Answer(null, algorithm == null ? q.dialectAlgorithm : algorithm, open.stream().map(Coin::id).sorted().toList());
  }

  /** What all that is known of them is equal to; null if nothing is. */
  private static @Nullable String common(Stream<@Nullable String> texts) {
    List<String> known = texts.filter(Objects::nonNull).distinct().toList();
    return known.size() == 1 ? known.get(0) : null;
  }
}
