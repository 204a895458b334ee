package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;
import stratoscope.profile.Agents;
import stratoscope.profile.Coin;
import stratoscope.profile.Coins;
import stratoscope.stratum.Dialects;
import stratoscope.stratum.StratumDialect;

/** Reads the folder {@code rules/}, or the copy of it inside the jar. The schema is in its README. */
public final class RuleFiles {
  private static final Set<String> FILE_KEYS = Set.of("id", "title", "status", "references", "false_positives", "rules");
  private static final Set<String> RULE_KEYS = Set.of("id", "weight", "agreement", "meaning");
  /** No weight needs more to decide alone, and sums of them cannot overflow. */
  private static final int MAX_WEIGHT = 1000;
  private static final Set<String> COIN_KEYS =
      Set.of("id", "algorithm", "wallets", "algorithms", "dialects", "from", "until", "min_network_difficulty");

  private final @Nullable Path folder;

  private RuleFiles(@Nullable Path folder) {
    this.folder = folder;
  }

  /**
   * Reads all rules.
   *
   * @param folder null for the rules inside the jar
   * @throws RuleFileException with file, line and reason, at the first thing that is wrong
   */
  public static Knowledge load(@Nullable Path folder) throws RuleFileException {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new RuleFileException(folder + ": no such folder; --rules needs one with the files of rules/");
    }
    RuleFiles files = new RuleFiles(folder);
    return new Knowledge(files.ruleSet(), files.agents(), files.coins());
  }

  private YamlNode open(String name) throws RuleFileException {
    if (folder == null) {
      InputStream in = RuleFiles.class.getResourceAsStream("/rules/" + name);
      if (in == null) {
        throw new RuleFileException("rules/" + name + ": missing in the jar");
      }
      return YamlNode.read("rules/" + name, in);
    }
    Path file = folder.resolve(name);
    try {
      return YamlNode.read(file.toString(), Files.newInputStream(file));
    } catch (IOException e) {
      throw new RuleFileException(file + ": " + (Files.exists(file) ? "can't be read" : "no such file"));
    }
  }

  private RuleSet ruleSet() throws RuleFileException {
    List<Rule> rules = new ArrayList<>(rulesOf("conversation.yaml", "conversation"));
    for (StratumDialect dialect : Dialects.ALL) {
      rules.addAll(rulesOf("dialects/" + dialect.id() + ".yaml", dialect.id()));
    }
    YamlNode file = open("scoring.yaml");
    Map<String, YamlNode> scores = file.members(Set.of("suspected", "probable", "confirmed"));
    try {
      return new RuleSet(rules, new Thresholds(file.member(scores, "suspected").integer(), file.member(scores, "probable").integer(),
          file.member(scores, "confirmed").integer()));
    } catch (IllegalArgumentException e) {
      throw file.error(String.valueOf(e.getMessage()));
    }
  }

  private List<Rule> rulesOf(String name, String expectedId) throws RuleFileException {
    YamlNode file = open(name);
    Map<String, YamlNode> members = file.members(FILE_KEYS);
    if (!file.member(members, "id").text().equals(expectedId)) {
      throw file.member(members, "id").error("the id must be '" + expectedId + "'");
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlNode node : file.member(members, "rules").elements()) {
      Rule rule = rule(node);
      if (!rule.id().startsWith(expectedId + "-")) {
        throw node.error("rule id '" + rule.id() + "' must start with '" + expectedId + "-'");
      }
      if (!ids.add(rule.id())) {
        throw node.error("rule id '" + rule.id() + "' is defined twice");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static Rule rule(YamlNode node) throws RuleFileException {
    Map<String, YamlNode> rule = node.members(RULE_KEYS);
    boolean isAgreement = rule.containsKey("agreement") && node.member(rule, "agreement").bool();
    int weight = node.member(rule, "weight").integer();
    if (Math.abs((long) weight) > MAX_WEIGHT) {
      throw node.error("the weight must be within -" + MAX_WEIGHT + " and " + MAX_WEIGHT);
    }
    return new Rule(node.member(rule, "id").text(), weight, isAgreement, node.member(rule, "meaning").text());
  }

  private Agents agents() throws RuleFileException {
    YamlNode file = open("agents.yaml");
    List<Agents.Agent> agents = new ArrayList<>();
    for (YamlNode node : file.member(file.members(Set.of("agents")), "agents").elements()) {
      Map<String, YamlNode> agent = node.members(Set.of("name", "device_class"));
      String name = node.member(agent, "name").text().toLowerCase(Locale.ROOT);
      agents.add(new Agents.Agent(name, node.member(agent, "device_class").textOrNull()));
    }
    return new Agents(agents);
  }

  private Coins coins() throws RuleFileException {
    YamlNode file = open("coins.yaml");
    List<Coin> coins = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (YamlNode node : file.member(file.members(Set.of("coins")), "coins").elements()) {
      Coin coin = coin(node);
      if (!ids.add(coin.id())) {
        throw node.error("coin '" + coin.id() + "' is defined twice");
      }
      coins.add(coin);
    }
    return new Coins(coins);
  }

  private static Coin coin(YamlNode node) throws RuleFileException {
    Map<String, YamlNode> coin = node.members(COIN_KEYS);
    List<Coin.WalletForm> wallets = new ArrayList<>();
    for (YamlNode wallet : node.member(coin, "wallets").elements()) {
      wallets.add(walletForm(wallet));
    }
    Map<String, String> algorithms = new HashMap<>();
    if (coin.containsKey("algorithms")) {
      for (Map.Entry<String, YamlNode> algorithm : node.member(coin, "algorithms").members().entrySet()) {
        algorithms.put(algorithm.getKey(), algorithm.getValue().text());
      }
    }
    Set<String> dialects = new HashSet<>();
    if (coin.containsKey("dialects")) {
      for (YamlNode dialect : node.member(coin, "dialects").elements()) {
        dialects.add(knownDialect(dialect));
      }
    }
    return new Coin(node.member(coin, "id").text(), node.member(coin, "algorithm").text(), wallets, algorithms, dialects,
        coin.containsKey("from") ? node.member(coin, "from").dayMicros() : Long.MIN_VALUE,
        coin.containsKey("until") ? node.member(coin, "until").dayMicros() : Long.MAX_VALUE,
        coin.containsKey("min_network_difficulty") ? node.member(coin, "min_network_difficulty").number() : Double.POSITIVE_INFINITY);
  }

  private static String knownDialect(YamlNode node) throws RuleFileException {
    String id = node.text();
    if (Dialects.ALL.stream().noneMatch(dialect -> dialect.id().equals(id))) {
      throw node.error("unknown dialect '" + id + "'");
    }
    return id;
  }

  private static Coin.WalletForm walletForm(YamlNode node) throws RuleFileException {
    Map<String, YamlNode> wallet = node.members(Set.of("prefix", "alphabet", "length"));
    List<YamlNode> length = node.member(wallet, "length").elements();
    if (length.size() != 2 || length.get(0).integer() > length.get(1).integer()) {
      throw node.error("length must be [least, most]");
    }
    String alphabet = node.member(wallet, "alphabet").text();
    try {
      return new Coin.WalletForm(node.member(wallet, "prefix").text(), Coin.Alphabet.valueOf(alphabet.toUpperCase(Locale.ROOT)),
          length.get(0).integer(), length.get(1).integer());
    } catch (IllegalArgumentException e) {
      throw node.error("unknown alphabet '" + alphabet + "' (known: base58, bech32, hex)");
    }
  }
}
