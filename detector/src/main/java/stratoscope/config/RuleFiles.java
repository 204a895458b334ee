package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;
import stratoscope.profile.Agents;
import stratoscope.profile.Coin;
import stratoscope.profile.Coins;
import stratoscope.stratum.Dialects;
import stratoscope.stratum.MessageForm;
import stratoscope.stratum.Skeleton;

/** Reads the folder {@code rules/}, or the copy of it inside the jar. The schema is in its README. */
public final class RuleFiles {
  static final String DIALECTS = "dialects/";
  private static final String EXTENSION = ".yaml";
  private static final Set<String> COIN_KEYS =
      Set.of("id", "algorithm", "wallets", "algorithms", "dialects", "from", "until", "min_network_difficulty");

  private final @Nullable Path folder;
  private final @Nullable Path dialectFile;
  private final RuleProblems problems = new RuleProblems();
  private final Set<String> opened = new HashSet<>();

  private RuleFiles(@Nullable Path folder, @Nullable Path dialectFile) {
    this.folder = folder;
    this.dialectFile = dialectFile;
  }

  /**
   * Reads all rules.
   *
   * @param folder null for the rules inside the jar
   * @throws RuleFileException with file, line and reason, at the first thing that is wrong
   */
  public static Knowledge load(@Nullable Path folder) throws RuleFileException {
    return load(folder, null);
  }

  /**
   * Reads all rules, and those of one dialect from another file.
   *
   * @param folder null for the rules inside the jar
   * @param dialectFile called after its dialect; read in the place of the one in the folder, or besides all others
   * @throws RuleFileException with file, line and reason, at the first thing that is wrong
   */
  public static Knowledge load(@Nullable Path folder, @Nullable Path dialectFile) throws RuleFileException {
    RuleFiles files = new RuleFiles(folder, dialectFile);
    Knowledge knowledge = files.problems.attempt(files::read);
    Optional<RuleFileException> error = files.problems.firstError();
    if (knowledge == null || error.isPresent()) {
      throw error.orElseThrow();
    }
    return knowledge;
  }

  /**
   * Reads all rules and tells all that is wrong with them.
   *
   * @param folder null for the rules inside the jar
   */
  public static RuleCheck check(@Nullable Path folder) {
    RuleFiles files = new RuleFiles(folder, null);
    Knowledge knowledge = files.problems.attempt(files::read);
    if (folder != null && Files.isDirectory(folder)) {
      UnreadFiles.warn(folder, files.opened, files.problems);
    }
    List<String> errors = files.problems.errors();
    return new RuleCheck(errors, files.problems.warnings(), errors.isEmpty() ? knowledge : null);
  }

  /** Null where something that all need can't be used; that is noted. */
  private @Nullable Knowledge read() throws RuleFileException {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new RuleFileException(folder + ": no such folder; --rules needs one with the files of rules/");
    }
    DialectFile conversation = problems.attempt(() -> dialectFile("conversation.yaml", "conversation", coin -> true));
    Set<String> ids = dialectIds();
    int errors = problems.errorCount();
    Coins coins = problems.attempt(() -> coins(ids));
    boolean areCoinsKnown = coins != null && problems.errorCount() == errors;
    Set<String> coinIds = coins == null ? Set.of() : coins.ids();
    List<DialectFile> dialects = dialectFiles(ids, coin -> !areCoinsKnown || coinIds.contains(coin));
    RuleSet rules = problems.attempt(() -> ruleSet(conversation, dialects));
    Agents agents = problems.attempt(this::agents);
    for (Skeleton skeleton : Skeleton.values()) {
      UnreachedForms.warn(forms(dialects, skeleton), dialects);
    }
    return rules == null || agents == null || coins == null ? null
        : new Knowledge(rules, Dialects.with(forms(dialects, Skeleton.MINING), forms(dialects, Skeleton.LOGIN)), agents, coins);
  }

  private YamlNode open(String name) throws RuleFileException {
    opened.add(name);
    if (folder == null && !name.equals(nameOf(dialectFile))) {
      InputStream in = RuleFiles.class.getResourceAsStream("/rules/" + name);
      if (in == null) {
        throw new RuleFileException("rules/" + name + ": missing in the jar");
      }
      return YamlNode.read("rules/" + name, in, problems);
    }
    Path file = dialectFile != null && name.equals(nameOf(dialectFile)) ? dialectFile : Objects.requireNonNull(folder).resolve(name);
    try {
      return YamlNode.read(file.toString(), Files.newInputStream(file), problems);
    } catch (IOException e) {
      throw new RuleFileException(file + ": " + (Files.exists(file) ? "can't be read" : "no such file"));
    }
  }

  /** What a dialect's file is called within a folder of rules. */
  private static String nameOf(@Nullable Path dialectFile) {
    return dialectFile == null ? "" : DIALECTS + dialectFile.getFileName();
  }

  /** All dialects, most specific first: those we ship, then those that a folder has besides. */
  private Set<String> dialectIds() throws RuleFileException {
    Set<String> ids = new LinkedHashSet<>(Dialects.ownIds());
    ids.addAll(Dialects.DESCRIBED);
    if (folder != null) {
      List<String> inFolder = idsInFolder(folder.resolve(DIALECTS));
      ids.removeIf(id -> !RulesOfCode.isNeeded(id) && !inFolder.contains(id));
      ids.addAll(inFolder);
    }
    if (dialectFile != null) {
      ids.add(dialectFile.getFileName().toString().replace(EXTENSION, ""));
    }
    return ids;
  }

  private List<DialectFile> dialectFiles(Set<String> ids, Predicate<String> isCoin) {
    List<DialectFile> files = new ArrayList<>();
    for (String id : ids) {
      DialectFile file = problems.attempt(() -> dialectFile(DIALECTS + id + EXTENSION, id, isCoin));
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private DialectFile dialectFile(String name, String id, Predicate<String> isCoin) throws RuleFileException {
    YamlNode node = open(name);
    int errors = problems.errorCount();
    DialectFile file = DialectFile.read(node, id, isCoin);
    if (file.skeleton() == null && !RulesOfCode.isNeeded(id)) {
      throw node.error("nothing reads the dialect '" + id + "': it needs a 'skeleton', and rules with a 'message'");
    }
    if (problems.errorCount() == errors && !(folder == null && dialectFile == null)) {
      RulesOfCode.demand(node, file, new RuleFiles(null, null).open(name));
    }
    return file;
  }

  private static List<String> idsInFolder(Path dialects) throws RuleFileException {
    try (Stream<Path> files = Files.list(dialects)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(EXTENSION))
          .map(name -> name.substring(0, name.length() - EXTENSION.length())).sorted().toList();
    } catch (IOException e) {
      throw new RuleFileException(dialects + ": no such folder, or it can't be read");
    }
  }

  /** The forms of one skeleton: its home's own behind all others, since those are the more specific. */
  private static List<MessageForm> forms(List<DialectFile> files, Skeleton skeleton) {
    return files.stream().filter(file -> file.skeleton() == skeleton)
        .sorted(Comparator.comparing(file -> file.id().equals(skeleton.home())))
        .flatMap(file -> file.forms().stream()).toList();
  }

  private RuleSet ruleSet(@Nullable DialectFile conversation, List<DialectFile> dialects) throws RuleFileException {
    List<Rule> rules = new ArrayList<>(conversation == null ? List.of() : conversation.rules());
    dialects.forEach(dialect -> rules.addAll(dialect.rules()));
    Thresholds thresholds = thresholds(open("scoring.yaml"));
    try {
      return new RuleSet(rules, thresholds);
    } catch (IllegalArgumentException e) {
      throw new RuleFileException(DIALECTS + ": " + e.getMessage());
    }
  }

  private static Thresholds thresholds(YamlNode file) throws RuleFileException {
    Map<String, YamlNode> scores = file.members(Set.of("suspected", "probable", "confirmed"));
    try {
      return new Thresholds(file.member(scores, "suspected").integer(), file.member(scores, "probable").integer(),
          file.member(scores, "confirmed").integer());
    } catch (IllegalArgumentException e) {
      throw file.error(String.valueOf(e.getMessage()));
    }
  }

  private Agents agents() throws RuleFileException {
    YamlNode file = open("agents.yaml");
    List<Agents.Agent> agents = new ArrayList<>();
    List<YamlNode> nodes = new ArrayList<>();
    file.member(file.members(Set.of("agents")), "agents").forEach(node -> {
      Map<String, YamlNode> agent = node.members(Set.of("name", "device_class"));
      String name = node.member(agent, "name").text().toLowerCase(Locale.ROOT);
      agents.add(new Agents.Agent(name, node.member(agent, "device_class").textOrNull()));
      nodes.add(node);
    });
    Agents all = new Agents(agents);
    refuseUnreached(all, nodes);
    return all;
  }

  /** An agent whose name stands there twice is an error; one that an earlier name takes is odd. */
  private void refuseUnreached(Agents agents, List<YamlNode> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      String name = agents.all().get(i).name();
      Agents.Agent first = Objects.requireNonNull(agents.match(name));
      if (agents.all().indexOf(first) < i && first.name().equals(name)) {
        problems.error(nodes.get(i).error("agent '" + name + "' is here twice"));
      } else if (!first.name().equals(name)) {
        nodes.get(i).warn("agent '" + name + "' is never reached: '" + first.name() + "' stands before it");
      }
    }
  }

  private Coins coins(Set<String> dialectIds) throws RuleFileException {
    YamlNode file = open("coins.yaml");
    List<Coin> coins = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    file.member(file.members(Set.of("coins")), "coins").forEach(node -> {
      Coin coin = coin(node, dialectIds);
      if (!ids.add(coin.id())) {
        throw node.error("coin '" + coin.id() + "' is defined twice");
      }
      coins.add(coin);
    });
    return new Coins(coins);
  }

  private static Coin coin(YamlNode node, Set<String> dialectIds) throws RuleFileException {
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
        dialects.add(knownDialect(dialect, dialectIds));
      }
    }
    return new Coin(node.member(coin, "id").text(), node.member(coin, "algorithm").text(), wallets, algorithms, dialects,
        coin.containsKey("from") ? node.member(coin, "from").dayMicros() : Long.MIN_VALUE,
        coin.containsKey("until") ? node.member(coin, "until").dayMicros() : Long.MAX_VALUE,
        coin.containsKey("min_network_difficulty") ? node.member(coin, "min_network_difficulty").number() : Double.POSITIVE_INFINITY);
  }

  private static String knownDialect(YamlNode node, Set<String> known) throws RuleFileException {
    String id = node.text();
    if (!known.contains(id)) {
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
