package stratoscope.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.evidence.Rule;
import stratoscope.evidence.RuleSet;
import stratoscope.evidence.Thresholds;
import stratoscope.profile.DialectFacts;
import stratoscope.stratum.Dialects;
import stratoscope.stratum.MessageForm;
import stratoscope.stratum.Skeleton;

/** Reads the folder {@code rules/}, or the copy of it inside the jar. The schema is in its README. */
public final class RuleFiles {
  private static final String DIALECTS = "dialects/";
  private static final String EXTENSION = ".yaml";

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
    List<DialectFile> dialects = files.dialectFiles();
    return new Knowledge(files.ruleSet(dialects), Dialects.with(forms(dialects, Skeleton.MINING), forms(dialects, Skeleton.LOGIN)),
        facts(dialects), AgentsFile.read(files.open("agents.yaml")),
        CoinsFile.read(files.open("coins.yaml"),
            Stream.concat(DialectFacts.dialects().stream(), dialects.stream().map(DialectFile::id)).collect(Collectors.toSet())),
        CoinbaseTagsFile.read(files.open("pools/coinbase-tags.yaml")));
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

  /** The files of all dialects, most specific first: those we ship, then those that a folder has besides. */
  private List<DialectFile> dialectFiles() throws RuleFileException {
    Set<String> ids = new LinkedHashSet<>(Dialects.ownIds());
    ids.addAll(Dialects.DESCRIBED);
    if (folder != null) {
      List<String> inFolder = idsInFolder(folder.resolve(DIALECTS));
      ids.removeIf(id -> Dialects.DESCRIBED.contains(id) && !inFolder.contains(id));
      ids.addAll(inFolder);
    }
    List<DialectFile> files = new ArrayList<>();
    for (String id : ids) {
      YamlNode node = open(DIALECTS + id + ".yaml");
      DialectFile file = DialectFile.read(node, id);
      if (file.skeleton() == null && !Dialects.ownIds().contains(id)) {
        throw node.error("nothing reads the dialect '" + id + "': it needs a 'skeleton', and rules with a 'message'");
      }
      files.add(file);
    }
    return files;
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

  private static DialectFacts facts(List<DialectFile> files) {
    Map<String, Double> hashes = new HashMap<>();
    Map<String, String> algorithms = new HashMap<>();
    for (DialectFile file : files) {
      if (!Double.isNaN(file.hashesPerDifficulty())) {
        hashes.put(file.id(), file.hashesPerDifficulty());
      }
      if (file.algorithm() != null) {
        algorithms.put(file.id(), file.algorithm());
      }
    }
    return new DialectFacts(hashes, algorithms);
  }

  private RuleSet ruleSet(List<DialectFile> dialects) throws RuleFileException {
    List<Rule> rules = new ArrayList<>(DialectFile.read(open("conversation.yaml"), "conversation").rules());
    dialects.forEach(dialect -> rules.addAll(dialect.rules()));
    YamlNode file = open("scoring.yaml");
    Map<String, YamlNode> scores = file.members(Set.of("suspected", "probable", "confirmed"));
    try {
      return new RuleSet(rules, new Thresholds(file.member(scores, "suspected").integer(), file.member(scores, "probable").integer(),
          file.member(scores, "confirmed").integer()));
    } catch (IllegalArgumentException e) {
      throw file.error(String.valueOf(e.getMessage()));
    }
  }
}
