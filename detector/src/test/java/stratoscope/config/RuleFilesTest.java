package stratoscope.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.evidence.Rule;
import stratoscope.profile.Coins;

/** Rule files as shipped, and what is said of broken ones: always the file, the line where there is one, and what is wrong. */
class RuleFilesTest {
  private static final Path SHIPPED = Files.isDirectory(Path.of("../rules")) ? Path.of("../rules") : Path.of("rules");

  @TempDir
  private Path folder;

  @BeforeEach
  void copyShippedRules() throws IOException {
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(SHIPPED.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** Returns the line of the first change. */
  private int edit(String name, String from, String to) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertThat(text).contains(from);
    int at = text.indexOf(from);
    Files.writeString(folder.resolve(name), text.substring(0, at) + to + text.substring(at + from.length()));
    return (int) text.substring(0, at).lines().count() + (at > 0 && text.charAt(at - 1) != '\n' ? 0 : 1);
  }

  private void assertComplaint(String start, String... words) {
    assertThatExceptionOfType(RuleFileException.class).isThrownBy(() -> RuleFiles.load(folder)).satisfies(e ->
        assertThat(e.getMessage()).startsWith(folder.resolve(start).toString()).contains(words).doesNotContain("\n"));
  }

  @Test
  void shippedRules_fromFolderAndClassPath_areEqual() throws Exception {
    Knowledge fromFolder = RuleFiles.load(SHIPPED);
    Knowledge fromClassPath = RuleFiles.load(null);
    assertThat(fromFolder.rules().all()).containsExactlyElementsOf(fromClassPath.rules().all()).isNotEmpty();
    assertThat(fromFolder.rules().thresholds()).isEqualTo(fromClassPath.rules().thresholds());
    assertThat(fromFolder.agents()).usingRecursiveComparison().isEqualTo(fromClassPath.agents());
    assertThat(fromFolder.coins()).usingRecursiveComparison().isEqualTo(fromClassPath.coins());
    assertThat(fromFolder.coinbaseTags()).usingRecursiveComparison().isEqualTo(fromClassPath.coinbaseTags());
  }

  @Test
  void shippedRules_sayWhatTheyMean() throws Exception {
    assertThat(RuleFiles.load(SHIPPED).rules().all()).allSatisfy(rule -> {
      assertThat(rule.id()).matches("[a-z0-9]+(-[a-z0-9]+)+");
      assertThat(rule.meaning()).isNotBlank();
      assertThat(rule.weight() != 0 || rule.id().equals("conversation-destination")).as(rule.id()).isTrue();
    }).extracting(Rule::isAgreement).contains(true, false);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      suspected: 15 | suspekted: 15          | unknown key 'suspekted'
      suspected: 15 | suspected: many        | 'many' is no whole number
      suspected: 15 | suspected: 15.5        | '15.5' is no whole number
      suspected: 15 | suspected: 99999999999 | no whole number
      suspected: 15 | suspected: [15]        | single value
      suspected: 15 | suspected: 50          | thresholds must rise
      suspected: 15 | # none                 | 'suspected' is missing
      confirmed: 80 | confirmed: 180         | thresholds must rise
      """)
  void brokenScoring_isNamed(String from, String to, String what) throws IOException {
    edit("scoring.yaml", from, to);
    assertComplaint("scoring.yaml:", what);
  }

  @Test
  void duplicateKey_isNamedWithItsLine() throws IOException {
    int line = edit("scoring.yaml", "suspected: 15", "suspected: 15\nsuspected: 16");
    assertComplaint("scoring.yaml:" + (line + 1) + ":", "'suspected'", "twice");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      id: eth-proxy                      | id: ethproxy                               | the id must be 'eth-proxy'
      id: eth-proxy-get-work, weight: 10 | id: eth-proxy-get-work, weight: ten        | 'ten' is no whole number
      id: eth-proxy-get-work, weight: 10 | id: eth-proxy-get-work                     | 'weight' is missing
      id: eth-proxy-get-work, weight: 10 | id: get-work, weight: 10                   | must start with 'eth-proxy-'
      id: eth-proxy-get-work, weight: 10 | id: eth-proxy-get-work, weight: 2000000000 | within -1000 and 1000
      id: eth-proxy-work,                | id: eth-proxy-get-work,                    | is defined twice
      agreement: true                    | agreement: yes                             | 'yes' is neither true nor false
      status: stable                     | state: stable                              | unknown key 'state'
      """)
  void brokenDialect_isNamed(String from, String to, String what) throws IOException {
    int line = edit("dialects/eth-proxy.yaml", from, to);
    assertComplaint("dialects/eth-proxy.yaml:" + line + ":", what);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      until: 2022-09-15      | until: 2022-13-15     | '2022-13-15' is no date
      until: 2022-09-15      | until: tomorrow       | 'tomorrow' is no date
      until: 2022-09-15      | until: {}             | single value
      dialects: [kawpow]     | dialects: [kawpou]    | unknown dialect 'kawpou'
      dialects: [kawpow]     | dialects: kawpow      | a list is expected
      login_dialects: [str   | login_dialects: [ztr  | unknown dialect 'ztratum-v1'
      [ZcashPoW]             | ZcashPoW              | a list is expected
      {"gr": ghostrider,     | {"gr": [x],           | single value
      alphabet: bech32       | alphabet: base32      | unknown alphabet 'base32'
      length: [42, 62]       | length: [42]          | length must be [least, most]
      length: [42, 62]       | length: [62, 42]      | length must be [least, most]
      2.0e+12                | lots                  | 'lots' is no number
      2.0e+12                | NaN                   | is no number
      id: BCH                | id: BTC               | coin 'BTC' is defined twice
      """)
  void brokenCoins_areNamed(String from, String to, String what) throws IOException {
    int line = edit("coins.yaml", from, to);
    assertComplaint("coins.yaml:" + line + ":", what);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      {name: xmrigcc, device_class: cpu} | {name: xmrigcc}                                | 'device_class' is missing
      {name: xmrigcc, device_class: cpu} | {name: xmrigcc, device_class: toaster}         | unknown device class 'toaster'
      {name: xmrigcc, device_class: cpu} | {name: xmrigcc, device_class: cpu, model: yes} | 'yes' is neither true nor false
      {name: xmrigcc, device_class: cpu} | {name: xmrigcc, device_class: cpu, modell: 1}  | unknown key 'modell'
      """)
  void brokenAgents_areNamed(String from, String to, String what) throws IOException {
    int line = edit("agents.yaml", from, to);
    assertComplaint("agents.yaml:" + line + ":", what);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      tags: ["/ultimus/"] | tags: ["/u/"]                     | tag '/u/' must be at least 4 bytes
      tags: ["/ultimus/"] | tags: ["/BlockfillsPool/"]        | tag '/BlockfillsPool/' is here twice
      tags: ["/ultimus/"] | tags: "/ultimus/"                 | a list is expected
      tags: ["/ultimus/"] | tags: [{}]                        | single value
      tags: ["/ultimus/"] | tag: ["/ultimus/"]                | unknown key 'tag'
      , tags: ["/ultimus/"] | ""                              | 'tags' is missing
      """)
  void brokenCoinbaseTags_areNamed(String from, String to, String what) throws IOException {
    int line = edit("pools/coinbase-tags.yaml", from, to);
    assertComplaint("pools/coinbase-tags.yaml:" + line + ":", what);
  }

  @Test
  void missingOrEmptyOrUnreadableFile_isNamed() throws IOException {
    Files.writeString(folder.resolve("coins.yaml"), "# nothing\n");
    assertComplaint("coins.yaml:", "empty");
    Files.delete(folder.resolve("coins.yaml"));
    assertComplaint("coins.yaml:", "no such file");
    Files.createDirectory(folder.resolve("coins.yaml"));
    assertComplaint("coins.yaml:", "directory");
  }

  @Test
  void noYaml_isNamedWithItsLine() throws IOException {
    Files.writeString(folder.resolve("scoring.yaml"), "suspected: 15\nprobable: [40\n");
    assertComplaint("scoring.yaml:3:", "expected");
    Files.writeString(folder.resolve("scoring.yaml"), "just text");
    assertComplaint("scoring.yaml:1:", "a mapping is expected");
  }

  @Test
  void binaryFile_isNamed() throws IOException {
    for (byte[] bytes : List.of(new byte[] {0, 1, 2, 3}, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1}, new byte[] {(byte) 0xC3, 0x28, 10},
        "\u007fELF\u0002".getBytes(StandardCharsets.ISO_8859_1), new byte[4096])) {
      Files.write(folder.resolve("scoring.yaml"), bytes);
      assertComplaint("scoring.yaml", ": ");
    }
  }

  @Test
  void valueThatHoldsItself_isNamed() throws IOException {
    Files.writeString(folder.resolve("scoring.yaml"), "suspected: &a [*a]\nprobable: 1\nconfirmed: 2\n");
    assertComplaint("scoring.yaml:1:", "single value");
  }

  @Test
  void changedRule_isUsed() throws Exception {
    edit("dialects/eth-proxy.yaml", "eth-proxy-get-work, weight: 10", "eth-proxy-get-work, weight: 11");
    edit("coins.yaml", "until: 2022-09-15", "until: 2020-01-01");
    Knowledge knowledge = RuleFiles.load(folder);
    assertThat(knowledge.rules().rule("eth-proxy-get-work").weight()).isEqualTo(11);
    assertThat(knowledge.coins().answer(
        Coins.Question.ofWallet("eth-proxy", 1_610_000_000_000_000L, "0x" + "a1".repeat(20))).coin()).isEqualTo("ETC");
  }

  @Test
  void check_ofBrokenSources_looksAtTheRowsAllTheSame() throws Exception {
    Files.writeString(folder.resolve("pools/sources.yaml"), "sources: [\n");
    Files.writeString(folder.resolve("pools/own.csv"), "indicator,kind\ncom,pool\n");
    assertThat(RuleFiles.check(folder, 0).errors()).hasSize(2).first().asString().contains("sources.yaml:");
  }

  @Test
  void load_leavesOutDialectsThatAreHidden() throws Exception {
    Files.createSymbolicLink(folder.resolve("dialects/.#kaspa.yaml"), folder.resolve("me@host.12:34"));
    assertThat(RuleFiles.check(folder, 0).errors()).isEmpty();
  }
}
