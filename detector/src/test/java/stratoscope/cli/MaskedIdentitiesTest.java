package stratoscope.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.record.store.AccessStore;
import stratoscope.testing.MakePcaps;

/** With {@code --mask-identities} no output holds a wallet, an e-mail or an account; marks of one key are the same everywhere. */
class MaskedIdentitiesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path INVENTORY = MakePcaps.root().resolve("inventory");
  private static final List<String> NAMES = List.of("user", "users", "wallet", "wallets", "email", "account", "contact");
  /** Of a text of that many characters the beginning is enough to find it. */
  private static final int TELLING_CHARS = 12;
  /** Users of captures that are words of their messages, too. */
  private static final Set<String> WORDS = Set.of("bitaxe", "cfxmine", "example");

  private static String plain = "";

  @TempDir
  private Path folder;

  @BeforeAll
  static void scan() {
    plain = scan("json", CommandLineRun.ALL);
  }

  private static String scan(String format, String... more) {
    List<String> arguments = new ArrayList<>(List.of("scan", "-q", "-f", format, "--inventory", INVENTORY.toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new)).out();
  }

  private static void collect(JsonNode node, String name, Set<String> texts) {
    if (node.isTextual() && NAMES.contains(name) && node.asText().length() >= 5) {
      texts.add(node.asText());
    }
    node.properties().forEach(member -> collect(member.getValue(), member.getKey(), texts));
    if (node.isArray()) {
      node.forEach(element -> collect(element, name, texts));
    }
  }

  private static Set<String> identities(String records) throws Exception {
    Set<String> texts = new TreeSet<>();
    for (String line : records.lines().toList()) {
      collect(JSON.readTree(line), "", texts);
    }
    texts.removeAll(WORDS);
    assertThat(texts).hasSizeGreaterThan(80);
    return texts;
  }

  private static void assertNoneIn(String masked) throws Exception {
    Set<String> identities = identities(plain);
    assertThat(masked).contains("wallet-").doesNotContain(identities);
    for (String identity : identities) {
      if (identity.length() > TELLING_CHARS) {
        String beginning = identity.substring(0, TELLING_CHARS);
        assertThat(masked).doesNotContain(beginning).doesNotContain(HexFormat.of().formatHex(beginning.getBytes(UTF_8)));
      }
    }
  }

  @Test
  void scanOfAllCaptures_tellsNoIdentity_alsoNotCutOffOrInHex() throws Exception {
    String masked = scan("json", CommandLineRun.ALL, "--mask-identities");
    assertNoneIn(masked);
    for (String line : masked.lines().toList()) {
      RecordSchema.check(line);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "table"})
  void otherFormats_tellNoneEither(String format) throws Exception {
    assertNoneIn(scan(format, MakePcaps.root().resolve("eth-proxy").toString(), "--mask-identities"));
  }

  @Test
  void marks_areTheSameUnderOneKey_inScanReportAndRecords_andOtherwiseDiffer() throws Exception {
    Path key = folder.resolve("mask.key");
    Path all = Files.writeString(folder.resolve("plain.json"), plain);
    Path masked = Files.writeString(folder.resolve("masked.json"), scan("json", CommandLineRun.ALL, "--mask-key", key.toString()));
    String[] report = {"report", "-f", "json", "--mask-key", key.toString(), all.toString()};
    List<String> hosts = CommandLineRun.of(report).lines();
    assertThat(CommandLineRun.of("report", "-f", "json", masked.toString()).lines()).as("of what a scan masked").isEqualTo(hosts);
    report[report.length - 1] = masked.toString();
    assertThat(CommandLineRun.of(report).lines()).as("masked twice").isEqualTo(hosts);
    Path store = folder.resolve("access.db");
    try (AccessStore opened = AccessStore.open(store)) {
      opened.append(Files.readAllLines(all));
    }
    String wallet = JSON.readTree(hosts.get(0)).at("/wallets/0").asText();
    assertThat(wallet).matches("wallet-[0-9a-f]{12}");
    CommandLineRun exported = CommandLineRun.of("records", "export", "--store", store.toString(), "--mask-key", key.toString());
    assertThat(exported.out()).contains(wallet).doesNotContain(identities(plain));
    CommandLineRun other = CommandLineRun.of("report", "-f", "json", "--mask-identities", all.toString());
    assertThat(other.out()).as("a key of its own").contains("wallet-").doesNotContain(wallet);
  }

  @Test
  void keyFile_isMadeForItsOwnerAlone_andAWrongOneIsRefused() throws Exception {
    Path key = folder.resolve("mask.key");
    assertThat(CommandLineRun.of("scan", "-q", "--mask-key", key.toString(), CommandLineRun.MINERS).code()).isZero();
    assertThat(Files.readString(key)).matches("[0-9a-f]{64}\n");
    assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
    Path weak = Files.writeString(folder.resolve("weak"), "secret");
    CommandLineRun run = CommandLineRun.of("scan", "-q", "--mask-key", weak.toString(), CommandLineRun.MINERS);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).containsExactly(
        "stratoscope: " + weak + ": is no key: it has 16 characters at least, and 4096 bytes at most");
    assertThat(CommandLineRun.of("report", "--mask-key", folder.resolve("no/key").toString(), "x.json").errors()).singleElement().asString()
        .contains("the key can't be written");
  }

  @Test
  void evidence_isRefused_sincePacketsHoldIdentities() {
    CommandLineRun run = CommandLineRun.of("scan", "--mask-identities", "--evidence", folder.toString(), CommandLineRun.MINERS);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors())
        .containsExactly("stratoscope: --evidence and --mask-identities exclude each other: packets hold the identities");
  }

  @Test
  void screening_showsNoAddressesOfMail() throws Exception {
    Path owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.1.0/24,jo@example.org\n");
    String[] screen = {"screen", "-f", "csv", "--by", "owner", "--inventory", owners.toString(), CommandLineRun.MINERS, "-q"};
    assertThat(CommandLineRun.of(screen).out()).contains("jo@example.org");
    screen[screen.length - 1] = "--mask-identities";
    assertThat(CommandLineRun.of(screen).out()).doesNotContain("jo@example.org").contains("email-");
  }
}
