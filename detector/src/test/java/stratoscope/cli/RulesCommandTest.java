package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.cli.CommandLineRun.NO_MINER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.MakePcaps;

/** {@code rules check}, {@code rules list} and {@code rules test}: what they print, and how they exit. */
class RulesCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SHIPPED = MakePcaps.root().resolveSibling("rules");
  private static final String HANDSHAKE = MakePcaps.root().resolve("stratum-v1/handshake.pcap").toString();
  private static final String RULE = """
        - id: made-up-notify
          weight: 50
          meaning: "hands out a job"
          message: mining.notify
          form: FORM
          where: {job: PLACE}
      """;

  @TempDir
  private Path temporary;

  private Path folder;

  @BeforeEach
  void copyShippedRules() throws IOException {
    folder = temporary.resolve("rules");
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(SHIPPED.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private void edit(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(from);
    Files.writeString(folder.resolve(name), text.replace(from, to));
  }

  private Path makeDialect(String id, String rules) throws IOException {
    return Files.writeString(folder.resolve("dialects/" + id + ".yaml"), "id: " + id + "\nskeleton: mining\nrules:\n" + rules);
  }

  private static String rule(String form, String place) {
    return RULE.replace("FORM", form).replace("PLACE", place);
  }

  private CommandLineRun check() {
    return CommandLineRun.of("rules", "check", "--rules", folder.toString());
  }

  private String line(String file, String what) {
    return folder.resolve(file.substring(0, file.indexOf(':'))) + file.substring(file.indexOf(':')) + ": " + what;
  }

  @Test
  void rules_alone_printsItsHelp() {
    CommandLineRun run = CommandLineRun.of("rules");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: stratoscope rules").contains("check", "list", "test");
  }

  @Test
  void completion_knowsTheCommands() {
    assertThat(CommandLineRun.of("generate-completion").out())
        .contains("function _picocli_stratoscope_rules_check", "function _picocli_stratoscope_rules_list",
            "function _picocli_stratoscope_rules_test");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      rules chek             | unknown command 'chek' (did you mean 'check'?); see 'stratoscope rules --help'
      rules check -x         | unknown option '-x'; see 'stratoscope rules check --help'
      rules check --rules    | missing required parameter for option '--rules' (DIR); see 'stratoscope rules check --help'
      rules list -f csv      | --format can't be 'csv', but one of: table, json; see 'stratoscope rules list --help'
      rules list nothing-so  | no rule's id holds 'nothing-so': 'stratoscope rules list' shows all
      rules test             | what to try is missing: RULE; see 'stratoscope rules test --help'
      rules test kaspa       | "what to read is missing: FILE|DIR|-; see 'stratoscope rules test --help'"
      rules test kaspa /no   | /no: no such file
      rules list --rules /no | /no: no such folder; --rules needs one with the files of rules/
      """)
  void wrongUsage_isOneLine(String commandLine, String message) {
    assertThat(CommandLineRun.of(commandLine.split(" ")))
        .isEqualTo(new CommandLineRun(2, "", "stratoscope: " + message + System.lineSeparator()));
  }

  @Test
  void check_ofTheShippedRules_countsThem() {
    CommandLineRun run = CommandLineRun.of("rules", "check");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.lines()).singleElement().asString()
        .matches("\\d+ dialect rules, \\d+ dialects, \\d+ agents, \\d+ coins, \\d+ pools, [1-9],\\d+ listed hosts: no errors");
    assertThat(check()).as("from the folder").isEqualTo(run);
  }

  @Test
  void check_ofNoFolder_isAnError() {
    CommandLineRun run = CommandLineRun.of("rules", "check", "--rules", "/no");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).containsExactly("/no: no such folder; --rules needs one with the files of rules/");
  }

  @Test
  void check_ofManyErrors_namesThemAll() throws IOException {
    edit("dialects/eth-proxy.yaml", "id: eth-proxy-get-work, weight: 10", "id: eth-proxy-get-work, weight: ten");
    edit("dialects/eth-proxy.yaml", "id: eth-proxy-work, weight: 45", "id: eth-proxy-work, weihgt: 45");
    edit("dialects/kaspa.yaml", "form: [scalar, hex 80]", "form: [scalar, hax 80]");
    edit("coins.yaml", "id: BTC\n", "id: BTC\n    from: tomorrow\n");
    edit("coins.yaml", "id: ETC\n", "id: ETC\n    until: never\n");
    edit("agents.yaml", "{name: xmrigcc, device_class: cpu}", "{name: xmrigcc, device_class: toaster}");
    edit("scoring.yaml", "confirmed: 80", "confirmed: 8");
    CommandLineRun run = check();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).hasSize(7).allMatch(line -> line.matches("\\Q" + folder + "\\E/[a-z/-]+[.]yaml:\\d+: .+"));
    assertThat(run.err()).contains("'ten' is no whole number", "unknown key 'weihgt'", "unknown shape 'hax 80'", "'tomorrow' is no date",
        "'never' is no date", "unknown device class 'toaster'", "thresholds must rise");
  }

  @Test
  void check_ofManyFilesThatCanNotBeRead_namesThemAll() throws IOException {
    Files.delete(folder.resolve("conversation.yaml"));
    Files.writeString(folder.resolve("coins.yaml"), "");
    Files.writeString(folder.resolve("agents.yaml"), "agents: [\n");
    Files.delete(folder.resolve("dialects/stratum-v1.yaml"));
    assertThat(check().errors()).hasSize(4).satisfiesExactly(
        error -> assertThat(error).endsWith("conversation.yaml: no such file"),
        error -> assertThat(error).endsWith("coins.yaml: the file is empty"),
        error -> assertThat(error).endsWith("dialects/stratum-v1.yaml: no such file"),
        error -> assertThat(error).contains("agents.yaml:2: "));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      [name, hex 64]                   | 2     | no message of this form has anything at '2'
      [name, hex 64]                   | 0.x   | no message of this form has anything at '0.x'
      [name, hex 64]                   | jobId | no message of this form has anything at 'jobId'
      {size: 3-20}                     | 10    | no message of this form has anything at '10'
      {size: 1-2, each: [name, name]}  | *.2   | no message of this form has anything at '*.2'
      {size: 1-2, first: text}         | 0.0   | no message of this form has anything at '0.0'
      array 0-2                        | 2     | no message of this form has anything at '2'
      object                           | *     | no message of this form has anything at '*'
      {job: {id: text}}                | job.id.x | no message of this form has anything at 'job.id.x'
      {any_of: [[text], text]}         | 1     | no message of this form has anything at '1'
      [name, hex 64]                   | ""    | no message of this form has anything at ''
      """)
  void check_ofAPlaceOutsideTheForm_isAnError(String form, String place, String what) throws IOException {
    makeDialect("made-up", rule(form, '"' + place + '"'));
    assertThat(check().errors()).containsExactly(line("dialects/made-up.yaml:9", what));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      [name, hex 64]                                         | 1
      [name, any]                                            | 1.2.x
      {size: 1-64, each: {jobId: scalar}}                    | *.jobId
      {size: 3-20, first: [name]}                            | 0.0
      {size: 3-20}                                           | 9
      array                                                  | 9
      array 2?                                               | 1
      subscriptions                                          | 0.1
      "text | object"                                        | job
      {job: {id: text}}                                      | job.id
      {job: {id: text}}                                      | job.height
      {any_of: [[text], {job: text}]}                        | job
      """)
  void check_ofAPlaceInTheForm_isNone(String form, String place) throws IOException {
    makeDialect("made-up", rule(form, '"' + place + '"'));
    assertThat(check().err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      form: [name]                  | 'form' needs a message: 'message', 'answer_to', 'unasked' or 'error'
      act: notify                   | 'act' needs a message: 'message', 'answer_to', 'unasked' or 'error'
      message: mining.notify        | 'form' is missing
      """)
  void check_ofHalfARule_isAnError(String line, String what) throws IOException {
    makeDialect("made-up", "  - id: made-up-notify\n    weight: 50\n    meaning: x\n    " + line + "\n");
    assertThat(check().errors()).singleElement().asString().matches("\\Q" + folder + "\\E/dialects/made-up.yaml:\\d: \\Q" + what + "\\E");
  }

  @Test
  void check_ofUnknownCoinsAndAlgorithms_namesThem() throws IOException {
    edit("dialects/stratum-v1.yaml", "coins: [DCR]", "coins: [DRC]");
    edit("dialects/alephium.yaml", "algorithm: blake3", "algorithm: blaek3");
    CommandLineRun run = check();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("unknown coin 'DRC'", "alephium.yaml:6: warning: no coin in coins.yaml is mined with 'blaek3'");
    assertThat(run.errors()).hasSize(2);
  }

  @Test
  void check_ofAgentsThatAreTwiceOrNeverReached_namesThem() throws IOException {
    edit("agents.yaml", "agents:\n", "agents:\n  - {name: xmr, device_class: cpu}\n  - {name: XMRig-proxy, device_class: proxy}\n");
    edit("agents.yaml", "  - {name: cpuminer,", "  - {name: xmr-thing, device_class: cpu}\n  - {name: cpuminer,");
    CommandLineRun run = check();
    assertThat(run.err()).contains("agent 'xmrig-proxy' is here twice",
        "warning: agent 'xmr-thing' is never reached: 'xmr' stands before it");
  }

  @Test
  void check_ofFormsThatAreNeverReached_warns() throws IOException {
    makeDialect("a-coin", rule("[name,  hex 64, bool ]", "0").replace("made-up", "a-coin"));
    makeDialect("b-coin", rule("[ name, hex 64, bool]", "0").replace("made-up", "b-coin"));
    CommandLineRun run = check();
    assertThat(run.code()).as("a warning is no error").isZero();
    assertThat(run.errors()).satisfiesExactly(
        warning -> assertThat(warning).endsWith("b-coin.yaml:4: warning: 'b-coin-notify' is never reached: 'a-coin-notify' takes the "
            + "same messages before it"),
        warning -> assertThat(warning).contains("'stratum-v1-notify-aeternity' is never reached: 'a-coin-notify' takes"));
    assertThat(run.out()).contains(": no errors, 2 warnings");
    makeDialect("a-coin", rule("any", "0").replace("made-up", "a-coin"));
    assertThat(check().err()).contains("'b-coin-notify' is never reached", "'stratum-v1-notify' is never reached");
  }

  @Test
  void check_ofDoubtfulRowsOfPools_warns() throws IOException {
    Files.writeString(folder.resolve("pools/own.csv"), "indicator,kind,first_seen,last_seen,expires\n10.0.0.0/8,pool,,,\n"
        + "8.0.0.0/7,pool,,,\n::/0,pool,,,\n2001:db8::/32,pool,,,\na.example,pool,2026-01-01,2026-01-01,2026-01-01\n"
        + "b.example,pool,2026-01-02,2026-01-01,2027-01-01\n");
    assertThat(check().errors()).containsExactly(
        line("pools/own.csv:3", "warning: '8.0.0.0/7' holds so many addresses that it says nothing of a pool"),
        line("pools/own.csv:4", "warning: '::/0' holds so many addresses that it says nothing of a pool"),
        line("pools/own.csv:6", "warning: 'a.example' had expired by the day on which it was seen"),
        line("pools/own.csv:7", "warning: 'b.example' was last seen before it was first seen"));
  }

  @Test
  void check_ofEqualRowsOfPools_warns() throws IOException {
    Files.writeString(folder.resolve("pools/own.csv"), "indicator,kind,ports\nPool.Example.,pool,1;2\npool.example,pool,1\n"
        + "pool.example,proxy,1;2\npool.example,pool,1;2\n");
    assertThat(check().errors()).containsExactly(line("pools/own.csv:5",
        "warning: 'pool.example' is here twice: " + folder.resolve("pools/own.csv") + ":2 says the same"));
  }

  @Test
  void check_ofRulesThatNothingShows_warns() throws IOException {
    edit("dialects/eth-proxy.yaml", "rules:\n", "rules:\n  - {id: eth-proxy-get-wrok, weight: 1, meaning: x}\n");
    assertThat(check().errors()).singleElement().asString()
        .contains("eth-proxy.yaml:", "warning: 'eth-proxy-get-wrok' is never shown");
  }

  @Test
  void check_ofRulesThatTheProgramMisses_isAnError() throws IOException {
    edit("dialects/eth-proxy.yaml", "eth-proxy-get-work,", "eth-proxy-get-wrok,");
    CommandLineRun run = check();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("eth-proxy.yaml:2: the program needs the rule 'eth-proxy-get-work'");
    assertThat(CommandLineRun.of("scan", "--rules", folder.toString(), NO_MINER).err()).contains("the program needs the rule");
  }

  @Test
  void check_ofFilesThatNothingReads_warns() throws IOException {
    Files.copy(folder.resolve("agents.yaml"), folder.resolve("agent.yaml"));
    Files.copy(folder.resolve("dialects/kaspa.yaml"), folder.resolve("dialects/kaspa2.yml"));
    Files.createFile(folder.resolve(".swp"));
    CommandLineRun run = check();
    assertThat(run.code()).isZero();
    assertThat(run.errors()).containsExactlyInAnyOrder(
        folder.resolve("agent.yaml") + ": warning: is not read: rule files are called as in rules/README.md",
        folder.resolve("dialects/kaspa2.yml") + ": warning: is not read: rule files are called dialects/ID.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pools/own.csv", "dialects/own.yaml", "agents.yaml"})
  @Timeout(60)
  void check_ofAPipe_isAnErrorAndDoesNotWait(String name) throws Exception {
    Files.deleteIfExists(folder.resolve(name));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor()).isZero();
    CommandLineRun run = check();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).containsExactly(folder.resolve(name) + ": is not a regular file");
  }

  @Test
  void check_ofAllowEntriesThatHaveExpired_warns() throws IOException {
    Files.writeString(folder.resolve("allow.yaml"), """
        allow:
          - {address: 10.0.0.1, reason: "heating", expires: 2024-01-31}
          - {address: 10.0.0.2, reason: "heating", expires: 9999-01-31}
          - {address: 10.0.0.3, reason: "heating"}
        """);
    CommandLineRun run = check();
    assertThat(run.code()).isZero();
    assertThat(run.errors()).containsExactly(
        folder.resolve("allow.yaml") + ":2: warning: expired on 2024-01-31: allows nothing any more");
  }

  @Test
  void check_ofFilesThatNestWithoutEnd_isOneLine() throws IOException {
    Files.writeString(folder.resolve("scoring.yaml"), "suspected: " + "[".repeat(100_000));
    Files.writeString(folder.resolve("agents.yaml"), "agents: " + "{a: ".repeat(100_000));
    CommandLineRun run = check();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).containsExactlyInAnyOrder(
        folder.resolve("scoring.yaml") + ": values lie too deep in each other",
        folder.resolve("agents.yaml") + ": values lie too deep in each other");
  }

  @Test
  void check_ofFormsThatSayMillions_isOneLine() throws IOException {
    StringBuilder form = new StringBuilder("[&a0 [text, text, text]");
    IntStream.range(0, 14).forEach(i -> form.append(", &a").append(i + 1).append(" [*a").append(i).append(", *a").append(i)
        .append(", *a").append(i).append(']'));
    makeDialect("made-up", rule(form.append(']').toString(), "0"));
    assertThat(check().errors()).singleElement().asString().contains("made-up.yaml:", "more than 1000 shapes in one form");
    makeDialect("made-up", rule('"' + "?".repeat(100_000) + '"', "0"));
    assertThat(check().errors()).singleElement().asString().contains("made-up.yaml:8: unknown shape");
  }

  @Test
  void list_asTable_showsIdWeightAndMeaning() {
    CommandLineRun run = CommandLineRun.of("rules", "list", "-f", "table");
    assertThat(run.code()).isZero();
    assertThat(run.lines().get(0)).startsWith("RULE ").contains("WEIGHT", "AGREEMENT", "SHARED", "DIALECT", "MEANING");
    assertThat(run.lines()).anySatisfy(line -> assertThat(line)
        .matches("stratum-v1-authorize-accepted +30 +yes +yes +stratum-v1 +the pool accepted the worker"));
  }

  @Test
  void list_notOnATerminal_isJsonLines() throws IOException {
    CommandLineRun run = CommandLineRun.of("rules", "list");
    assertThat(run.code()).isZero();
    List<JsonNode> rules = json(run);
    assertThat(rules).hasSizeGreaterThan(60).allSatisfy(rule -> {
      assertThat(rule.get("id").asText()).startsWith(rule.get("dialect").asText() + "-");
      assertThat(rule.get("weight").isInt()).isTrue();
      assertThat(rule.get("agreement").isBoolean()).isTrue();
      assertThat(rule.get("shared").isBoolean()).isTrue();
      assertThat(rule.get("meaning").asText()).isNotEmpty();
    });
  }

  @Test
  void list_withWords_showsRulesWhoseIdHoldsOne() throws IOException {
    CommandLineRun run = CommandLineRun.of("rules", "list", "grin-", "get-work");
    assertThat(json(run).stream().map(rule -> rule.get("id").asText()))
        .contains("eth-proxy-get-work", "grin-job", "grin-submit").allMatch(id -> id.contains("grin-") || id.contains("get-work"));
  }

  @Test
  void list_ofAFolder_showsItsRules() throws IOException {
    makeDialect("made-up", rule("[name]", "0"));
    CommandLineRun run = CommandLineRun.of("rules", "list", "--rules", folder.toString(), "made-up");
    assertThat(json(run)).singleElement().satisfies(rule -> assertThat(rule.get("id").asText()).isEqualTo("made-up-notify"));
  }

  @Test
  void list_ofPools_showsHostsThatAWordFits() throws IOException {
    assertThat(json(CommandLineRun.of("rules", "list", "--pools", "donation"))).hasSizeGreaterThan(1).allSatisfy(host -> {
      assertThat(host.get("indicator").asText()).contains(".");
      assertThat(host.get("kind").asText()).isEqualTo("donation");
    });
    assertThat(json(CommandLineRun.of("rules", "list", "--pools", "KAS"))).isNotEmpty()
        .allMatch(host -> host.toString().toUpperCase(Locale.ROOT).contains("KAS"));
    CommandLineRun table = CommandLineRun.of("rules", "list", "--pools", "-f", "table", "nanopool.org");
    assertThat(table.lines()).first().asString().startsWith("HOST ").contains("PORTS", "KIND", "POOL", "COINS", "EXPIRES", "SOURCE");
    assertThat(json(CommandLineRun.of("rules", "list", "--pools", "no-such-host.eu.nanopool.org"))).as("the row it is below")
        .extracting(host -> host.path("indicator").asText()).containsExactly("nanopool.org");
    assertThat(json(CommandLineRun.of("rules", "list", "--pools", "b\u00FCcher.nanopool.org"))).as("in letters of its language").hasSize(1);
    assertThat(CommandLineRun.of("rules", "list", "--pools", "no-such").errors())
        .containsExactly("stratoscope: no listed host is 'no-such'");
  }

  private static List<JsonNode> json(CommandLineRun run) throws IOException {
    assertThat(run.err()).isEmpty();
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(run.out()).readAll();
  }

  @Test
  void test_ofARuleThatIsShown_saysWhere() throws IOException {
    CommandLineRun run = CommandLineRun.of("rules", "test", "stratum-v1-subscribe", HANDSHAKE);
    assertThat(run.code()).isZero();
    assertThat(json(run)).singleElement().satisfies(shown -> {
      assertThat(shown.get("pcap_filename").asText()).isEqualTo(HANDSHAKE);
      assertThat(shown.get("pcap_cnt").asInt()).isEqualTo(8);
      assertThat(shown.get("src_ip").asText()).isEqualTo("10.1.8.10");
      assertThat(shown.get("dest_port").asInt()).isEqualTo(3333);
      assertThat(shown.get("side").asText()).isEqualTo("miner");
      assertThat(shown.get("verdict").asText()).isEqualTo("confirmed");
      assertThat(shown.get("dialect").asText()).isEqualTo("stratum-v1");
      assertThat(shown.get("excerpt").asText()).contains("mining.subscribe");
    });
  }

  @Test
  void test_asTable_hasARowForEachRule() {
    CommandLineRun run = CommandLineRun.of("rules", "test", "-f", "table", "stratum-v1", HANDSHAKE);
    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSizeGreaterThan(5);
    assertThat(run.lines().get(0)).startsWith("RULE ").contains("CAPTURE", "PACKET", "MINER", "POOL", "VERDICT", "EXCERPT");
    assertThat(run.errors()).singleElement().asString().startsWith("stratoscope: not shown: stratum-v1-answer-not-mining, ");
  }

  @Test
  void test_ofARuleThatIsNotShown_exitsOne() {
    assertThat(CommandLineRun.of("rules", "test", "eth-proxy-work", HANDSHAKE))
        .isEqualTo(new CommandLineRun(1, "", "stratoscope: no session shows eth-proxy-work" + System.lineSeparator()));
  }

  @Test
  void test_ofASignThatSpeaksAgainstMining_showsTheSessionWithoutAVerdict() throws IOException {
    String page = MakePcaps.root().resolve("near-miss/redis-publishes-jobs.pcap").toString();
    assertThat(json(CommandLineRun.of("rules", "test", "conversation-foreign-text", page))).isNotEmpty()
        .allMatch(shown -> shown.get("verdict").asText().equals("none") && shown.get("score").asInt() == 0);
  }

  @Test
  void test_ofAFile_usesItBesidesTheOthers() throws IOException {
    Path file = Files.writeString(temporary.resolve("made-up.yaml"), "id: made-up\nskeleton: mining\nrules:\n"
        + rule("{size: 9, each: any}", "0"));
    CommandLineRun run = CommandLineRun.of("rules", "test", file.toString(), HANDSHAKE);
    assertThat(run.code()).isZero();
    assertThat(json(run)).singleElement().satisfies(shown -> {
      assertThat(shown.get("rule").asText()).isEqualTo("made-up-notify");
      assertThat(shown.get("side").asText()).isEqualTo("pool");
    });
  }

  @Test
  void test_ofAFileOfAKnownDialect_usesItInItsPlace() throws IOException {
    Path file = temporary.resolve("stratum-v1.yaml");
    Files.writeString(file, Files.readString(SHIPPED.resolve("dialects/stratum-v1.yaml"))
        .replaceFirst("weight: 40\n    shared: true\n    meaning: \"asks", "weight: 999\n    shared: true\n    meaning: \"asks"));
    CommandLineRun run = CommandLineRun.of("rules", "test", file.toString(), HANDSHAKE);
    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSizeGreaterThan(5).allMatch(line -> line.contains("\"rule\":\"stratum-v1-"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/made-up.yaml", "no-such-rule", "rules/scoring.yaml"})
  void test_ofNothing_isAnError(String rule) throws IOException {
    String name = rule.replaceFirst("^rules", folder.toString());
    CommandLineRun run = CommandLineRun.of("rules", "test", name, HANDSHAKE);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).singleElement().asString().startsWith("stratoscope: ").contains(name);
  }

  @Test
  void test_ofADamagedCapture_warns() {
    String damaged = MakePcaps.root().resolve("formats/damaged-length.pcap").toString();
    CommandLineRun run = CommandLineRun.of("rules", "test", "stratum-v1-subscribe", damaged);
    assertThat(run.code()).isZero();
    assertThat(run.errors()).singleElement().asString().startsWith("stratoscope: " + damaged + ": packet 10 at byte 944: ");
  }
}
