package stratoscope.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import stratoscope.circumstance.CircumstanceOptions;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;
import stratoscope.inventory.Tariffs;
import stratoscope.names.AllowEntry;
import stratoscope.names.AllowList;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolSource;
import stratoscope.names.WebLabels;
import stratoscope.profile.Agents;
import stratoscope.profile.CoinbaseTags;
import stratoscope.profile.Coins;
import stratoscope.profile.DialectFacts;
import stratoscope.profile.Hardware;
import stratoscope.record.Timestamps;
import stratoscope.rhythm.RhythmOptions;
import stratoscope.stratum.Dialects;
import stratoscope.stratum.MessageForm;
import stratoscope.stratum.Skeleton;

/** Reads the folder {@code rules/}, or the copy of it inside the jar. The schema is in its README. */
public final class RuleFiles {
  static final String DIALECTS = "dialects/";
  private static final String EXTENSION = ".yaml";
  /** Ids and names of the files of rules that say what is seen in any dialect. */
  private static final List<String> OF_NO_DIALECT = List.of(Rule.CONVERSATION, Rule.RHYTHM, Rule.CIRCUMSTANCE);

  private final @Nullable Path folder;
  private final @Nullable Path dialectFile;
  private final RuleProblems problems = new RuleProblems();
  private final Set<String> opened = new HashSet<>();
  private final List<DialectFile> dialects = new ArrayList<>();
  private PoolFiles.RowListener rowListener = (entry, file, line) -> {};

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
   * @param nowMicros since 1970; entries of the allow list that have expired by then are warned of
   */
  public static RuleCheck check(@Nullable Path folder, long nowMicros) {
    RuleFiles files = new RuleFiles(folder, null);
    files.rowListener = new DoubtfulPoolRows(files.problems);
    Knowledge knowledge = files.problems.attempt(files::read);
    for (Skeleton skeleton : Skeleton.values()) {
      files.problems.attempt(() -> {
        UnreachedForms.warn(files.forms(skeleton), files.dialects);
        return null;
      });
    }
    if (knowledge != null) {
      warnOfExpired(knowledge.allow(), nowMicros, files.problems);
    }
    if (folder != null && Files.isDirectory(folder)) {
      UnreadFiles.warn(folder, files.opened, files.problems);
    }
    List<String> errors = files.problems.errors();
    return new RuleCheck(errors, files.problems.warnings(), errors.isEmpty() ? knowledge : null);
  }

  private static void warnOfExpired(AllowList allow, long nowMicros, RuleProblems problems) {
    for (AllowEntry entry : allow.entries()) {
      if (entry.isOver(nowMicros)) {
        problems.warning(entry.where() + ": warning: expired on " + Timestamps.day(entry.expiresMicros()) + ": allows nothing any more");
      }
    }
  }

  /** Null where something that all need can't be used; that is noted. */
  private @Nullable Knowledge read() throws RuleFileException {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new RuleFileException(folder + ": no such folder; --rules needs one with the files of rules/");
    }
    List<Rule> ofNoDialect = new ArrayList<>();
    for (String id : OF_NO_DIALECT) {
      DialectFile read = problems.attempt(() -> dialectFile(id + EXTENSION, id, null));
      ofNoDialect.addAll(read == null ? List.of() : read.rules());
    }
    RhythmOptions rhythm = problems.attempt(() -> RhythmFile.read(parameters(Rule.RHYTHM)));
    CircumstanceOptions circumstance = problems.attempt(() -> CircumstanceFile.read(parameters(Rule.CIRCUMSTANCE)));
    Set<String> ids = dialectIds();
    int errors = problems.errorCount();
    Set<String> minedIn = new HashSet<>(DialectFacts.dialects());
    minedIn.addAll(ids);
    Coins coins = problems.attempt(() -> CoinsFile.read(open("coins.yaml"), minedIn));
    boolean areAllKnown = problems.errorCount() == errors;
    dialects.addAll(dialectFiles(ids, areAllKnown ? coins : null));
    RuleSet rules = problems.attempt(() -> ruleSet(ofNoDialect));
    Agents agents = problems.attempt(() -> AgentsFile.read(open("agents.yaml")));
    CoinbaseTags tags = problems.attempt(() -> CoinbaseTagsFile.read(open("pools/coinbase-tags.yaml")));
    PoolDirectory pools = problems.attempt(this::pools);
    AllowList allow = problems.attempt(() -> has(AllowFile.NAME) ? AllowFile.read(open(AllowFile.NAME)) : AllowList.EMPTY);
    Hardware hardware = problems.attempt(() -> has(HardwareFile.NAME) ? HardwareFile.read(open(HardwareFile.NAME)) : Hardware.NONE);
    Tariffs tariffs = problems.attempt(() -> has(TariffsFile.NAME) ? TariffsFile.read(open(TariffsFile.NAME)) : Tariffs.NONE);
    if (rules == null || agents == null || coins == null || tags == null || rhythm == null || circumstance == null
        || pools == null || allow == null || hardware == null || tariffs == null) {
      return null;
    }
    return new Knowledge(rules, Dialects.with(forms(Skeleton.MINING), forms(Skeleton.LOGIN)), facts(), agents, coins, tags,
        rhythm, circumstance, pools, allow, hardware, tariffs);
  }

  private PoolDirectory pools() throws RuleFileException {
    Map<String, PoolSource> sources = Objects.requireNonNullElse(
        problems.attempt(() -> has(PoolSourcesFile.NAME) ? PoolSourcesFile.read(open(PoolSourcesFile.NAME)) : Map.of()), Map.of());
    RuleFiles owner = has(WebLabelsFile.NAME) ? this : new RuleFiles(null, null);
    WebLabels labels = WebLabelsFile.read(owner.open(WebLabelsFile.NAME));
    if (folder == null) {
      return PackedPools.read(labels, sources);
    }
    List<Path> files = PoolFiles.in(folder);
    files.forEach(file -> opened.add(PoolFiles.FOLDER + file.getFileName()));
    return new PoolFiles(labels, sources, problems, rowListener).read(files);
  }

  /** True if there is that file, of those that a folder may do without. */
  private boolean has(String name) {
    return folder == null || Files.exists(folder.resolve(name));
  }

  private YamlNode open(String name) throws RuleFileException {
    opened.add(name);
    if (folder == null && !name.equals(nameOf(dialectFile))) {
      Node packed = PackedRules.of(name);
      if (packed == null) {
        throw new RuleFileException("rules/" + name + ": missing in the jar");
      }
      return YamlNode.packed("rules/" + name, packed, problems);
    }
    Path file = dialectFile != null && name.equals(nameOf(dialectFile)) ? dialectFile : Objects.requireNonNull(folder).resolve(name);
    refusePipe(file);
    return YamlNode.read(file, problems);
  }

  /** A pipe in the place of a file would have its reader wait. */
  static void refusePipe(Path file) throws RuleFileException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new RuleFileException(file + ": is not a regular file");
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

  private List<DialectFile> dialectFiles(Set<String> ids, @Nullable Coins coins) {
    List<DialectFile> files = new ArrayList<>();
    for (String id : ids) {
      DialectFile file = problems.attempt(() -> dialectFile(DIALECTS + id + EXTENSION, id, coins));
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private DialectFile dialectFile(String name, String id, @Nullable Coins coins) throws RuleFileException {
    YamlNode node = open(name);
    int errors = problems.errorCount();
    DialectFile file = DialectFile.read(node, id, coins);
    if (file.skeleton() == null && !RulesOfCode.isNeeded(id)) {
      throw node.error("nothing reads the dialect '" + id + "': it needs a 'skeleton', and rules with a 'message'");
    }
    if (problems.errorCount() == errors && !(folder == null && dialectFile == null)) {
      RulesOfCode.demand(node, file, RulesOfCode.isNeeded(id) ? new RuleFiles(null, null).open(name) : null);
    }
    return file;
  }

  private static List<String> idsInFolder(Path dialects) throws RuleFileException {
    try (Stream<Path> files = Files.list(dialects)) {
      return files.filter(file -> isCalled(file, EXTENSION)).map(file -> file.getFileName().toString())
          .map(name -> name.substring(0, name.length() - EXTENSION.length())).sorted().toList();
    } catch (IOException e) {
      throw new RuleFileException(dialects + ": no such folder, or it can't be read");
    }
  }

  /** True of a file with that ending, unless it is hidden, as are locks of editors. */
  static boolean isCalled(Path file, String extension) {
    String name = file.getFileName().toString();
    return name.endsWith(extension) && !name.startsWith(".");
  }

  /** The forms of one skeleton: those that a user added first, the home's own last, since all others are the more specific. */
  private List<MessageForm> forms(Skeleton skeleton) {
    return dialects.stream().filter(file -> file.skeleton() == skeleton)
        .sorted(Comparator.<DialectFile, Boolean>comparing(file -> file.id().equals(skeleton.home()))
            .thenComparing(file -> Dialects.ids().contains(file.id())))
        .flatMap(file -> file.forms().stream()).toList();
  }

  private DialectFacts facts() {
    Map<String, Double> hashes = new HashMap<>();
    Map<String, String> algorithms = new HashMap<>();
    for (DialectFile file : dialects) {
      if (!Double.isNaN(file.hashesPerDifficulty())) {
        hashes.put(file.id(), file.hashesPerDifficulty());
      }
      if (file.algorithm() != null) {
        algorithms.put(file.id(), file.algorithm());
      }
    }
    return new DialectFacts(hashes, algorithms);
  }

  private YamlNode parameters(String id) throws RuleFileException {
    YamlNode file = open(id + EXTENSION);
    return file.member(file.members(), DialectFile.PARAMETERS);
  }

  private RuleSet ruleSet(List<Rule> ofNoDialect) throws RuleFileException {
    List<Rule> rules = new ArrayList<>(ofNoDialect);
    dialects.forEach(dialect -> rules.addAll(dialect.rules()));
    Thresholds thresholds = thresholds(open("scoring.yaml"));
    try {
      return new RuleSet(rules, thresholds);
    } catch (IllegalArgumentException e) {
      throw new RuleFileException(DIALECTS + ": " + e.getMessage());
    }
  }

  private static Thresholds thresholds(YamlNode file) throws RuleFileException {
    Map<String, YamlNode> scores = file.members(Set.of("suspected", "probable", "confirmed", "circumstances"));
    try {
      return new Thresholds(file.member(scores, "suspected").integer(), file.member(scores, "probable").integer(),
          file.member(scores, "confirmed").integer(), file.member(scores, "circumstances").integer());
    } catch (IllegalArgumentException e) {
      throw file.error(String.valueOf(e.getMessage()));
    }
  }
}
