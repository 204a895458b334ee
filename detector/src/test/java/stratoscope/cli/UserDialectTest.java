package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.CaptureScript;
import stratoscope.testing.MakePcaps;

/** The dialects that the READMEs teach to add without Java are found as they say. */
class UserDialectTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = MakePcaps.root().resolveSibling("");
  private static final Path SHIPPED = ROOT.resolve("rules");
  /** A fenced block of YAML that begins with the name of its file. */
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n# ([a-z/]+[.]yaml)\n(.*?)```");
  private static final String MARBLE_WALLET = "mrbl1" + "qpzry9x8gf2tvdw0s3jn54khce6mua7lqpzry9x";
  private static final String PEBBLE_WALLET = "pb_" + "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmn";
  private static final int SHARES = 8;
  private static final int SECONDS_APART = 10;

  private static final String MARBLE = """
      flow 192.0.2.10:41000 > 198.51.100.20:3333
      C> {"id":1,"method":"mining.subscribe","params":["marbler/1.0"]}
      S> {"id":1,"result":[[["mining.notify","5e55"]],"0a0b0c0d",4],"error":null}
      C> {"id":2,"method":"mining.authorize","params":["WALLET.rig1","x"]}
      S> {"id":2,"result":true,"error":null}
      S> {"id":null,"method":"mining.set_difficulty","params":[2]}
      S> {"id":null,"method":"mining.notify","params":["7","${hex 192 header}",1234]}
      repeat 8 from 3
      wait 10s
      C> {"id":${i},"method":"mining.submit","params":["WALLET.rig1","7","${hex 24 i}"]}
      S> {"id":${i},"result":true,"error":null}
      end
      """.replace("WALLET", MARBLE_WALLET);

  private static final String PEBBLE = """
      flow 192.0.2.11:41000 > 198.51.100.21:5555
      let target = 00ffffff${fill 56 f}
      C> {"id":1,"method":"login","params":{"account":"WALLET","rig":"rig2","software":"pebble-miner/0.1"}}
      S> {"id":1,"result":{"session":"s1","job":{"id":"a","header":"${hex 160 header}","target":"${target}"}}}
      S> {"method":"job","params":{"id":"b","header":"${hex 160 next}","target":"${target}"}}
      repeat 8 from 3
      wait 10s
      C> {"id":${i},"method":"submit","params":{"job":"b","nonce":"${hex 16 i}"}}
      S> {"id":${i},"result":true}
      end
      """.replace("WALLET", PEBBLE_WALLET);

  @TempDir
  private Path temporary;

  private Path rules;

  @BeforeEach
  void copyShippedRules() throws IOException {
    rules = temporary.resolve("rules");
    try (Stream<Path> files = Files.walk(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = rules.resolve(SHIPPED.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /** Returns the names of the files that the blocks went to; a block of {@code coins.yaml} goes to its end. */
  private List<String> addBlocks(String readme) throws IOException {
    List<String> names = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(Files.readString(ROOT.resolve(readme))).results().toList()) {
      Path file = rules.resolve(block.group(1));
      Files.writeString(file, (Files.exists(file) ? Files.readString(file) : "") + block.group(2));
      names.add(block.group(1));
    }
    return names;
  }

  private Path capture(String name, String script) throws IOException {
    return Files.write(temporary.resolve(name + ".pcap"), CaptureScript.of(script).toBytes());
  }

  private JsonNode found(String name, String script) throws IOException {
    CommandLineRun run = CommandLineRun.of("scan", "--rules", rules.toString(), capture(name, script).toString());
    assertThat(run.err()).isEmpty();
    JsonNode record = JSON.readTree(run.lines().get(0));
    assertThat(record.path("event_type").asText()).isEqualTo("mining");
    assertThat(record.path("mining").path("dialect").asText()).isEqualTo(name);
    assertThat(record.path("mining").path("verdict").asText()).isEqualTo("confirmed");
    return record.path("mining");
  }

  private static void assertShares(JsonNode mining, double hashesPerShare) {
    assertThat(mining.path("shares").path("submitted").asInt()).isEqualTo(SHARES);
    assertThat(mining.path("shares").path("accepted").asInt()).isEqualTo(SHARES);
    double rate = hashesPerShare / SECONDS_APART;
    assertThat(mining.path("hashrate").path("hashes_per_second").asDouble()).isCloseTo(rate, within(rate * 0.05));
  }

  private static void assertIdentity(JsonNode mining, String wallet, String worker, String coin) {
    assertThat(mining.path("wallet").asText()).isEqualTo(wallet);
    assertThat(mining.path("worker").asText()).isEqualTo(worker);
    assertThat(mining.path("coin").asText()).isEqualTo(coin);
  }

  @Test
  void exampleOfTheRules_hasNoErrors() throws IOException {
    assertThat(addBlocks("rules/README.md")).containsExactly("dialects/marble.yaml", "dialects/pebble.yaml", "coins.yaml");
    CommandLineRun check = CommandLineRun.of("rules", "check", "--rules", rules.toString());
    assertThat(check.err()).isEmpty();
    assertThat(check.code()).isZero();
  }

  @Test
  void exampleOnTheMiningSkeleton_isFound() throws IOException {
    addBlocks("rules/README.md");
    JsonNode mining = found("marble", MARBLE);
    assertIdentity(mining, MARBLE_WALLET, "rig1", "MRBL");
    assertThat(mining.path("algorithm").asText()).isEqualTo("marblehash");
    assertThat(mining.path("difficulty").asDouble()).isEqualTo(2);
    assertShares(mining, 2 * 65536);
  }

  @Test
  void exampleOnTheLoginSkeleton_isFound() throws IOException {
    addBlocks("rules/README.md");
    JsonNode mining = found("pebble", PEBBLE);
    assertIdentity(mining, PEBBLE_WALLET, "rig2", "PBBL");
    assertThat(mining.path("agent").asText()).isEqualTo("pebble-miner/0.1");
    assertShares(mining, 256);
  }

  @Test
  void exampleInShort_isFound() throws IOException {
    assertThat(addBlocks("README.md")).containsExactly("dialects/marble.yaml");
    assertShares(found("marble", MARBLE), 2 * 65536);
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "rules/README.md"})
  void example_asAFileBesidesTheBuiltInRules_isShown(String readme) throws IOException {
    addBlocks(readme);
    CommandLineRun run = CommandLineRun.of("rules", "test", rules.resolve("dialects/marble.yaml").toString(),
        capture("marble", MARBLE).toString());
    assertThat(run.code()).isZero();
    assertThat(run.err()).as("rules not shown").isEmpty();
    assertThat(run.lines()).hasSize(2);
  }

  @Test
  void captures_withoutTheExamples_areOfTheHome() throws IOException {
    JsonNode record = JSON.readTree(CommandLineRun.of("scan", capture("marble", MARBLE).toString()).lines().get(0));
    assertThat(record.path("mining").path("dialect").asText()).isEqualTo("stratum-v1");
  }
}
