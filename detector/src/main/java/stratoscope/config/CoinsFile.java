package stratoscope.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import stratoscope.profile.Coin;
import stratoscope.profile.Coins;

/** Reads {@code coins.yaml}. */
final class CoinsFile {
  private static final Set<String> KEYS = Set.of("id", "algorithm", "names", "wallets", "algorithms", "personalizations", "dialects",
      "login_dialects", "from", "until", "min_network_difficulty");

  private final Set<String> dialectIds;

  private CoinsFile(Set<String> dialectIds) {
    this.dialectIds = dialectIds;
  }

  /** @param dialectIds the dialects that coins may name */
  static Coins read(YamlNode file, Set<String> dialectIds) throws RuleFileException {
    CoinsFile reader = new CoinsFile(dialectIds);
    List<Coin> coins = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    file.member(file.members(Set.of("coins")), "coins").forEach(node -> {
      Coin coin = reader.coin(node);
      if (!ids.add(coin.id())) {
        throw node.error("coin '" + coin.id() + "' is defined twice");
      }
      coins.add(coin);
    });
    return new Coins(coins);
  }

  private Coin coin(YamlNode node) throws RuleFileException {
    Map<String, YamlNode> coin = node.members(KEYS);
    List<Coin.WalletForm> wallets = new ArrayList<>();
    for (YamlNode wallet : node.member(coin, "wallets").elements()) {
      wallets.add(walletForm(wallet));
    }
    return new Coin(node.member(coin, "id").text(), node.member(coin, "algorithm").textOrNull(), names(node, coin), wallets,
        algorithms(node, coin), texts(node, coin, "personalizations"),
        dialects(node, coin, "dialects"), dialects(node, coin, "login_dialects"),
        coin.containsKey("from") ? node.member(coin, "from").dayMicros() : Long.MIN_VALUE,
        coin.containsKey("until") ? node.member(coin, "until").dayMicros() : Long.MAX_VALUE,
        coin.containsKey("min_network_difficulty") ? node.member(coin, "min_network_difficulty").number() : Double.POSITIVE_INFINITY);
  }

  private static Set<String> names(YamlNode node, Map<String, YamlNode> coin) throws RuleFileException {
    Set<String> names = new HashSet<>(texts(node, coin, "names"));
    names.add(node.member(coin, "id").text().toLowerCase(Locale.ROOT));
    return names;
  }

  private static Map<String, String> algorithms(YamlNode node, Map<String, YamlNode> coin) throws RuleFileException {
    Map<String, String> algorithms = new HashMap<>();
    if (coin.containsKey("algorithms")) {
      for (Map.Entry<String, YamlNode> algorithm : node.member(coin, "algorithms").members().entrySet()) {
        algorithms.put(algorithm.getKey().toLowerCase(Locale.ROOT), algorithm.getValue().text());
      }
    }
    return algorithms;
  }

  private static Set<String> texts(YamlNode node, Map<String, YamlNode> coin, String key) throws RuleFileException {
    Set<String> texts = new LinkedHashSet<>();
    if (coin.containsKey(key)) {
      for (YamlNode text : node.member(coin, key).elements()) {
        texts.add(text.text());
      }
    }
    return texts;
  }

  private Set<String> dialects(YamlNode node, Map<String, YamlNode> coin, String key) throws RuleFileException {
    Set<String> dialects = texts(node, coin, key);
    for (String id : dialects) {
      if (!dialectIds.contains(id)) {
        throw node.member(coin, key).error("unknown dialect '" + id + "'");
      }
    }
    return dialects;
  }

  private static Coin.WalletForm walletForm(YamlNode node) throws RuleFileException {
    Map<String, YamlNode> wallet = node.members(Set.of("prefix", "alphabet", "length"));
    List<YamlNode> length = node.member(wallet, "length").elements();
    if (length.size() != 2 || length.get(0).integer() > length.get(1).integer()) {
      throw node.error("length must be [least, most]");
    }
    return new Coin.WalletForm(node.member(wallet, "prefix").text(), alphabet(node.member(wallet, "alphabet")),
        length.get(0).integer(), length.get(1).integer());
  }

  private static Coin.Alphabet alphabet(YamlNode node) throws RuleFileException {
    try {
      return Coin.Alphabet.valueOf(node.text().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String known = String.join(", ", Arrays.stream(Coin.Alphabet.values()).map(a -> a.name().toLowerCase(Locale.ROOT)).toList());
      throw node.error("unknown alphabet '" + node.text() + "' (known: " + known + ")");
    }
  }
}
