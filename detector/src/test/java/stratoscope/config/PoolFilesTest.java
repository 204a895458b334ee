package stratoscope.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.names.Confidence;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.names.PoolSource;
import stratoscope.names.WebLabels;
import stratoscope.testing.MakePcaps;

/** CSV files of pools as they are read, and what is said of broken ones; the shipped ones as they are meant. */
class PoolFilesTest {
  private static final PoolSource SOURCE = new PoolSource("made-up", "Made up", null, null, null, 0.5);
  private static final Path SHIPPED = MakePcaps.root().resolveSibling("rules");

  @TempDir
  private Path folder;

  private PoolDirectory read(RuleProblems problems, String csv) throws IOException, RuleFileException {
    Files.createDirectories(folder.resolve("pools"));
    Files.writeString(folder.resolve("pools/a.csv"), csv);
    return new PoolFiles(WebLabels.NONE, Map.of("made-up", SOURCE), problems, (entry, file, line) -> {}).read(PoolFiles.in(folder));
  }

  private List<String> errors(String csv) throws IOException, RuleFileException {
    RuleProblems problems = new RuleProblems();
    read(problems, csv);
    return problems.errors();
  }

  @Test
  void read_ofAllColumns_understandsThem() throws Exception {
    RuleProblems problems = new RuleProblems();
    PoolEntry entry = read(problems, "\uFEFF# by hand\nsource,expires,last_seen,first_seen,confidence,coins,pool,kind,ports,indicator\r\n"
        + "made-up,1970-01-11,1970-01-06,1970-01-02,candidate,btc; bch,\"A, \"\"B\"\"\",pool;pool-website,3333;10-20,=Bücher.Example.\r\n")
        .entry(0);
    assertThat(problems.errors()).isEmpty();
    assertThat(entry).isEqualTo(new PoolEntry("=xn--bcher-kva.example", entry.ports(), Set.of(PoolKind.POOL, PoolKind.POOL_WEBSITE),
        "A, \"B\"", List.of("BTC", "BCH"), Confidence.CANDIDATE, 1, 5, 10, SOURCE));
    assertThat(entry.ports()).hasToString("3333;10-20");
  }

  @Test
  void read_ofTwoColumns_isEnough() throws Exception {
    PoolEntry entry = read(new RuleProblems(), "kind,indicator\npool,pool.example\n").entry(0);
    assertThat(entry.pool()).isNull();
    assertThat(entry.source()).isNull();
    assertThat(entry.expires()).isEqualTo(PoolEntry.NO_DAY);
    assertThat(entry.strengthAt(Long.MAX_VALUE)).isEqualTo(0.8);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      com,pool,,                  | 'com' is a single word: everything below it would match
      a b.c,pool,,                | 'a b.c' is no host name
      1.2.3.4/33,pool,,           | '1.2.3.4/33' is no address, prefix or range of addresses
      pool.example,poool,,        | unknown kind 'poool' (known: pool, pool-website, browser-miner, proxy, donation, marketplace)
      pool.example,,,             | unknown kind ''
      pool.example,pool,0,        | '0' are no ports
      pool.example,pool,9-8,      | '9-8' are no ports
      pool.example,pool,1;99999,  | '1;99999' are no ports
      pool.example,pool,,tomorrow | 'tomorrow' is no date
      pool.example,pool,,+5900000-01-01 | '+5900000-01-01' is no date
      """)
  void read_ofBrokenRow_namesFileLineAndReason(String row, String what) throws Exception {
    RuleProblems problems = new RuleProblems();
    PoolDirectory pools = read(problems, "indicator,kind,ports,expires\nok.example,pool,,\n" + row + "\nfine.example,pool,,\n");
    assertThat(problems.errors()).singleElement().asString().startsWith(folder.resolve("pools/a.csv") + ":3: " + what);
    assertThat(pools.size()).as("the others are read").isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      indicator,kind,port        | :1: unknown column 'port' (did you mean 'ports'?); known: indicator, ports, kind,
      indicator,kind,kind        | :1: column 'kind' is here twice
      indicator,ports            | :1: column 'kind' is missing
      """)
  void read_ofBrokenHeader_saysSo(String header, String what) throws Exception {
    assertThat(errors(header + "\nx.y,pool,1\n")).singleElement().asString().contains(what);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n", "indicator,kind\n"})
  void read_ofNothing_isEmpty(String csv) throws Exception {
    assertThat(read(new RuleProblems(), csv).size()).isZero();
  }

  @Test
  void read_ofManyBrokenRows_keepsTheFirst() throws Exception {
    RuleProblems problems = new RuleProblems();
    read(problems, "indicator,kind\n" + "com,pool\n".repeat(100_000));
    assertThat(problems.errorCount()).isEqualTo(RuleProblems.MAX_KEPT);
  }

  @Test
  void read_ofAQuoteWithoutEnd_saysSo() throws Exception {
    assertThat(errors("indicator,kind\nok.example,pool\n\"pool.example,pool\n")).singleElement().asString()
        .startsWith(folder.resolve("pools/a.csv").toString()).contains("line 3");
  }

  @Test
  void read_ofFilesThatCannotBe_namesThemAndReadsTheOthers() throws Exception {
    Files.createDirectories(folder.resolve("pools/0.csv"));
    Files.createSymbolicLink(folder.resolve("pools/1.csv"), folder.resolve("no"));
    Files.writeString(folder.resolve("pools/2.csv"), "indicator,kin\n");
    assertThat(errors("indicator,kind\ncom,pool\n")).satisfiesExactly(
        error -> assertThat(error).endsWith("0.csv: Is a directory"),
        error -> assertThat(error).isEqualTo(folder.resolve("pools/1.csv") + ": no such file"),
        error -> assertThat(error).contains("2.csv:1: unknown column 'kin'"),
        error -> assertThat(error).contains("a.csv:2: 'com' is a single word"));
  }

  @Test
  void read_leavesOutLocksOfEditorsAndWhatElseIsHidden() throws Exception {
    Files.createDirectories(folder.resolve("pools"));
    Files.createSymbolicLink(folder.resolve("pools/.#a.csv"), folder.resolve("me@host.12:34"));
    Files.writeString(folder.resolve("pools/._a.csv"), "\0\5\26\7");
    assertThat(errors("indicator,kind\npool.example,pool\n")).isEmpty();
  }

  @Test
  void shippedPools_fromFolderAndClassPath_areEqual() throws Exception {
    PoolDirectory fromFolder = RuleFiles.load(SHIPPED).pools();
    PoolDirectory fromClassPath = RuleFiles.load(null).pools();
    assertThat(fromClassPath.size()).isEqualTo(fromFolder.size()).isGreaterThan(2_500);
    for (int i = 0; i < fromFolder.size(); i++) {
      assertThat(fromClassPath.entry(i)).isEqualTo(fromFolder.entry(i));
    }
  }

  @ParameterizedTest
  @CsvSource({"xmr-eu1.nanopool.org, pool", "new-region.nanopool.org, pool", "nanopool.org, pool-website", "www.2miners.com, pool-website",
      "api-etc.nanopool.org, pool-website", "ns1.nanopool.org, ''", "mynanopool.org, ''", "pool.ntp.org, ''", "0.pool.ntp.org, ''",
      "donate.v2.xmrig.com, donation", "xmrig.com, ''", "www.nicehash.com, pool-website", "kawpow.auto.nicehash.com, marketplace",
      "coinhive.com, browser-miner", "binance.com, ''", "www.binance.com, ''", "btc.com, ''", "kucoin.com, ''", "github.io, ''",
      "dns.google, ''", "one.one.one.one, ''", "cloudflare.com, ''", "google.com, ''", "ddns.net, ''", "x.ddns.net, ''"})
  void shippedPools_knowWhatIsOne(String name, String kind) throws Exception {
    PoolDirectory pools = RuleFiles.load(null).pools();
    int index = pools.byName(name, 0);
    assertThat(index < 0 ? "" : pools.entry(index).kinds().iterator().next().label()).isEqualTo(kind);
  }

  @Test
  void shippedPools_haveSourcesAndExpire() throws Exception {
    PoolDirectory pools = RuleFiles.load(null).pools();
    for (int i = 0; i < pools.size(); i++) {
      PoolEntry entry = pools.entry(i);
      assertThat(entry.source()).as(entry.indicator()).isNotNull();
      assertThat(entry.expires()).as(entry.indicator()).isGreaterThan(entry.lastSeen()).isNotEqualTo(PoolEntry.NO_DAY);
    }
  }
}
