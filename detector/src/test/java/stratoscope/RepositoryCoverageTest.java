package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import stratoscope.cli.GoldenScan;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Rule;
import stratoscope.stratum.Dialects;
import stratoscope.testing.MakePcaps;

/** Nothing is there by half: dialects, rules, captures, scripts, goldens and the index belong together. */
class RepositoryCoverageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PCAPS = MakePcaps.root();
  private static final Path ROOT = PCAPS.resolveSibling("");
  private static final Path SOURCES = ROOT.resolve("detector/src/main/java/stratoscope");
  private static final long MOST_BYTES = 6 << 20;
  private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9-]+/[^`]+)` \\| [^|]+ \\| ([^|]+) \\|");
  private static final Pattern SIGN_CALL = Pattern.compile("\\b(?:sign|miner|pool|signOfConversation)\\([^;]*");
  private static final Pattern SIGN = Pattern.compile("\"([a-z]+(?:-[a-z]+)*)\"");

  /** Rules that no golden shows, each with the reason why none can. */
  private static final Map<String, String> NEVER_IN_A_RECORD = Map.of(
      "conversation-foreign-text", "takes 200 points away: no verdict is left, so no record shows it; near-miss/ is full of it",
      "conversation-foreign-text-both", "takes 200 points away once more: no verdict is left, so no record shows it; near-miss/ has it",
      "conversation-foreign-start", "takes 200 points away: no verdict is left, so no record shows it; near-miss/ is full of it",
      "circumstance-endpoint", "needs an address that is listed, and captures have none that is somebody's; EndpointScanTest shows it",
      "circumstance-address", "needs an address that is listed, and captures have none that is somebody's; EndpointScanTest shows it",
      "circumstance-shared-hosting", "needs an address that is listed; EndpointScanTest shows it",
      "circumstance-web-site", "takes 20 points away: no verdict is left unless shares are heard, and then it is not counted");

  /** Dialects whose messages are enciphered, or whose speakers need not mine. */
  private static final Set<String> NEVER_CONFIRMED = Set.of("datum", "p2pool");

  private static List<Path> captures = List.of();
  /** Mining records by capture. */
  private static final Map<Path, List<JsonNode>> MINING = new TreeMap<>();

  @BeforeAll
  static void readGoldens() throws IOException {
    captures = MakePcaps.captures(PCAPS);
    for (Path capture : captures) {
      List<JsonNode> mining = new ArrayList<>();
      for (String line : Files.readAllLines(GoldenScan.goldenOf(capture))) {
        JsonNode record = JSON.readTree(line);
        if (record.has("mining")) {
          mining.add(record.get("mining"));
        }
      }
      MINING.put(capture, mining);
    }
  }

  @Test
  void dialects_haveRulesFolderAndPositiveCapture() {
    for (String id : Dialects.ids()) {
      assertThat(ROOT.resolve("rules/dialects/" + id + ".yaml")).exists();
      assertThat(PCAPS.resolve(id)).isDirectory();
      assertThat(MINING).as("a capture in pcaps/%s that is found to be %s", id, id).anySatisfy((capture, mining) -> {
        assertThat(capture.getParent().getFileName()).hasToString(id);
        assertThat(mining).anyMatch(m -> m.path("dialect").asText().equals(id) && isSureEnough(id, m.path("verdict").asText()));
      });
    }
    assertThat(Dialects.ids()).doesNotHaveDuplicates();
  }

  /** Of some dialects too little can be read to confirm anything. */
  private static boolean isSureEnough(String dialectId, String verdict) {
    return verdict.equals("confirmed") || (NEVER_CONFIRMED.contains(dialectId) && verdict.equals("probable"));
  }

  @Test
  void ruleFiles_haveADialectEach() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("rules/dialects"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Dialects.ids().stream().map(id -> id + ".yaml").toList());
    }
  }

  @Test
  void dialectFolders_holdTheirDialectAlone() {
    Set<String> ids = Set.copyOf(Dialects.ids());
    MINING.forEach((capture, mining) -> {
      String folder = capture.getParent().getFileName().toString();
      if (ids.contains(folder)) {
        assertThat(mining).as("%s", capture).isNotEmpty().allMatch(m -> m.path("dialect").asText().equals(folder));
      }
    });
  }

  @Test
  void rules_areShownByAGoldenOrExcused() throws RuleFileException {
    Set<String> shown = new TreeSet<>();
    MINING.values().stream().flatMap(List::stream)
        .forEach(mining -> mining.path("evidence").forEach(sign -> shown.add(sign.path("rule").asText())));
    Set<String> expected = ruleIds();
    expected.removeAll(NEVER_IN_A_RECORD.keySet());
    assertThat(shown).as("rules seen in goldens: make a capture, or give a reason in NEVER_IN_A_RECORD").isEqualTo(expected);
    assertThat(ruleIds()).containsAll(NEVER_IN_A_RECORD.keySet());
  }

  /** Rules that say themselves what their messages look like. */
  private static Set<String> describedRules() throws IOException {
    Set<String> described = new TreeSet<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("rules/dialects"))) {
      for (Path file : files.toList()) {
        Map<?, ?> dialect = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        for (Object rule : (List<?>) dialect.get("rules")) {
          if (((Map<?, ?>) rule).containsKey("form")) {
            described.add(String.valueOf(((Map<?, ?>) rule).get("id")));
          }
        }
      }
    }
    return described;
  }

  /** {@link RuleFiles} refuses an id that is there twice; so that the sums below mean something, it is said here too. */
  private static Set<String> ruleIds() throws RuleFileException {
    List<String> ids = RuleFiles.load(ROOT.resolve("rules")).rules().all().stream().map(Rule::id).toList();
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    return new TreeSet<>(ids);
  }

  @Test
  void rules_areNamedInTheCodeOrDescribed() throws IOException, RuleFileException {
    String code = codeOf(SOURCES.resolve("stratum")) + codeOf(SOURCES.resolve("circumstance"))
        + Files.readString(SOURCES.resolve("Session.java"));
    Set<String> described = describedRules();
    for (String id : ruleIds()) {
      assertThat(described.contains(id) ? '"' + withoutOwner(id) + '"' : code).as("rule %s", id).contains('"' + withoutOwner(id) + '"');
    }
  }

  @Test
  void signsInTheCode_haveARule() throws IOException, RuleFileException {
    Set<String> signs = ruleIds().stream().map(RepositoryCoverageTest::withoutOwner).collect(Collectors.toSet());
    Set<String> named = SIGN_CALL.matcher(codeOf(SOURCES.resolve("stratum"))).results()
        .flatMap(call -> SIGN.matcher(call.group()).results())
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named).hasSizeGreaterThan(30).isSubsetOf(signs);
  }

  /** {@code submit} of {@code stratum-v1-submit}. */
  private static String withoutOwner(String ruleId) {
    return Stream.concat(Stream.of(Rule.CONVERSATION, Rule.RHYTHM, Rule.CIRCUMSTANCE), Dialects.ids().stream())
        .filter(owner -> ruleId.startsWith(owner + "-"))
        .map(owner -> ruleId.substring(owner.length() + 1))
        .findFirst().orElseThrow(() -> new AssertionError("whose rule is " + ruleId + "?"));
  }

  private static String codeOf(Path folder) throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
        code.append(Files.readString(file));
      }
    }
    return code.toString();
  }

  @Test
  void captures_haveScriptAndGolden_andNoneIsLeftOver() throws IOException {
    List<String> bases = captures.stream().map(capture -> withoutExtension(GoldenScan.goldenOf(capture))).toList();
    assertThat(bases).as("captures of one folder have different names").doesNotHaveDuplicates();
    for (String extension : List.of(".script", ".json")) {
      assertThat(filesEndingWith(extension)).as("%s files beside captures", extension).containsExactlyInAnyOrderElementsOf(bases);
    }
  }

  private static String withoutExtension(Path file) {
    String name = PCAPS.relativize(file).toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static List<String> filesEndingWith(String extension) throws IOException {
    try (Stream<Path> files = Files.walk(PCAPS)) {
      return files.filter(file -> file.toString().endsWith(extension)).map(RepositoryCoverageTest::withoutExtension).toList();
    }
  }

  @Test
  void index_hasOneRowPerCapture() throws IOException {
    assertThat(rows(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(captures.stream().map(capture -> PCAPS.relativize(capture).toString()).toList());
  }

  @Test
  void index_saysTheVerdictsThatGoldensHold() throws IOException {
    List<String> names = rows(row -> row.group(1));
    List<String> verdicts = rows(row -> row.group(2));
    for (int i = 0; i < names.size(); i++) {
      List<JsonNode> mining = MINING.getOrDefault(PCAPS.resolve(names.get(i)), List.of());
      String said = verdicts.get(i).replaceAll("never \\w+", "");
      if (said.startsWith("nothing")) {
        assertThat(mining).as(names.get(i)).isEmpty();
      } else {
        assertThat(mining).as(names.get(i)).isNotEmpty().allMatch(m -> said.contains(m.path("verdict").asText()));
        assertThat(mining).as("sessions of %s", names.get(i)).hasSizeGreaterThanOrEqualTo(said.contains("two sessions") ? 2 : 1);
      }
    }
  }

  private static List<String> rows(Function<MatchResult, String> cell) throws IOException {
    return ROW.matcher(Files.readString(PCAPS.resolve("README.md"))).results().map(cell).toList();
  }

  @Test
  void negatives_areAsManyAsPositives() {
    long positives = MINING.values().stream().filter(mining -> !mining.isEmpty()).count();
    assertThat(positives).isPositive();
    assertThat(MINING.size() - positives).as("captures that show nothing").isGreaterThanOrEqualTo(positives);
  }

  @Test
  void folder_isSmall() throws IOException {
    try (Stream<Path> files = Files.walk(PCAPS)) {
      long bytes = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).as("bytes in pcaps/").isLessThan(MOST_BYTES);
    }
  }
}
