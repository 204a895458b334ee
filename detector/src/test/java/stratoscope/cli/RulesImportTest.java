package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.config.RuleFiles;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolKind;
import stratoscope.testing.MakePcaps;

/** {@code rules import}: each form of list, and what it refuses. */
class RulesImportTest {
  private static final String HEADER = "indicator,ports,kind,pool,confidence,last_seen,expires,source";

  @TempDir
  private Path folder;

  private CommandLineRun run(String list, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("list"), list);
    String[] arguments = new String[3 + options.length];
    System.arraycopy(new String[] {"rules", "import", file.toString()}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandLineRun.of(arguments);
  }

  /** Indicator and port of each row. */
  private List<String> hosts(String list) throws IOException {
    return hosts(run(list));
  }

  private static List<String> hosts(CommandLineRun run) {
    assertThat(run.lines()).first().isEqualTo(HEADER);
    return run.lines().stream().skip(1).map(row -> row.split(",")[0] + " " + row.split(",")[1]).map(String::strip).toList();
  }

  @Test
  void import_ofStandardInput_readsItToItsEnd() throws Exception {
    Path list = Files.writeString(folder.resolve("list"), "pool.example\n");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(java.toString(), "-cp", System.getProperty("java.class.path"), "stratoscope.cli.Main", "rules",
        "import", "-").redirectInput(list.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String rows = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(rows.lines()).first().isEqualTo(HEADER);
    assertThat(rows.lines()).element(1).asString().startsWith("pool.example,");
  }

  private String refusal(int line, String what) {
    return folder.resolve("list") + ":" + line + ": " + what;
  }

  @Test
  void import_ofPlainList_understandsAllThatPeopleWrite() throws IOException {
    assertThat(hosts("""
        # pools
        ; more
        Pool.Example.
        pool.example       # twice
        *.deep.example
        ||ad.example^
        198.51.100.1
        198.51.100.0/24
        198.51.100.1:3333
        [2001:db8::1]:4444
        2001:db8::2
        host.example:5555
        stratum+tcp://user@eu.example:3333/path
        https://site.example/x?y
        unsafe[.]deep[.]example
        hxxps[:]//click[.]example[:]8080/a
        198[.]51[.]100[.]7:3333
        many.example:3333,4444
        ssl://more.example:3333, 5555-5560;7777
        [2001:db8::3]:3333;4444
        2001:db8::4,3333
        """)).containsExactly("pool.example", "deep.example", "ad.example", "198.51.100.1", "198.51.100.0/24", "198.51.100.1 3333",
            "2001:db8::1 4444", "2001:db8::2", "=host.example 5555", "=eu.example 3333", "=site.example", "unsafe.deep.example",
            "=click.example 8080", "198.51.100.7 3333", "=many.example 3333;4444", "=more.example 3333;5555-5560;7777",
            "2001:db8::3 3333;4444", "2001:db8::4 3333");
  }

  @Test
  void import_ofBadLines_namesThem() throws IOException {
    CommandLineRun run = run("ok.example\ncom\nco.uk\ngithub.io\n10.0.0.1\n0.0.0.0:3333\nbad name here\nhost.example:99999\n"
        + "ok.example\n300.1.2.3\n");
    assertThat(run.code()).isZero();
    assertThat(run.errors()).containsExactly(
        refusal(2, "'com' is a single word: everything below it would match"),
        refusal(3, "'co.uk' is shared by many: only names below it can be listed"),
        refusal(4, "'github.io' is shared by many: only names below it can be listed"),
        refusal(5, "'10.0.0.1' is no address of the Internet (--allow-private takes it)"),
        refusal(6, "'0.0.0.0' is no address of the Internet (--allow-private takes it)"),
        refusal(7, "'bad name here' is more than one host"),
        refusal(8, "'99999' is no port"),
        refusal(10, "'300.1.2.3' is no address, prefix or range of addresses"),
        "stratoscope: 1 accepted, 1 duplicate, 8 refused");
  }

  @Test
  void import_ofPortsWithoutEnd_isNoDeepStack() throws IOException {
    CommandLineRun run = run("host.example:1" + ",1".repeat(200_000) + ",99999\nok.example\n");
    assertThat(run.code()).isZero();
    assertThat(hosts(run)).containsExactly("ok.example");
    assertThat(run.errors()).hasSize(2).first().asString().startsWith(refusal(1, "'1,1,1,"));
  }

  @Test
  void import_ofHostsFile_takesWhatItBlocks() throws IOException {
    assertThat(hosts("127.0.0.1 localhost\n0.0.0.0 pool.example other.example\n::1 ip6-localhost\n127.0.0.1 third.example # x\n"))
        .containsExactly("pool.example", "other.example", "third.example");
  }

  @Test
  void import_ofCsv_findsItsColumns() throws IOException {
    assertThat(hosts("first_seen,Domain,Port\n2026-01-02,pool.example,3333\n2026-03-04,\"other.example\",\n"))
        .containsExactly("=pool.example 3333", "other.example");
    assertThat(run("date,ip\n2026-01-02,198.51.100.1\n2026-03-04T05:06:07Z,198.51.100.2\n").lines()).containsExactly(HEADER,
        "198.51.100.1,,pool,,likely,2026-01-02,2027-03-04,imported", "198.51.100.2,,pool,,likely,2026-03-04,2027-03-04,imported");
  }

  @Test
  void import_ofMispCsv_takesWhatIsForDetection() throws IOException {
    assertThat(hosts("uuid,event_id,category,type,value,comment,to_ids,date\n"
        + "1,1,Network,domain,pool.example,x,1,20260102\n1,1,Network,domain,benign.example,x,0,20260102\n"
        + "1,1,Network,ip-dst|port,198.51.100.1|3333,x,1,20260102\n")).containsExactly("pool.example", "198.51.100.1 3333");
  }

  @Test
  void import_ofMispJson_takesWhatIsForDetection() throws IOException {
    String json = """
        {"Event": {"info": "x", "Attribute": [
          {"type": "domain", "value": "pool.example", "to_ids": true, "timestamp": "1767312000"},
          {"type": "hostname", "value": "h.example", "to_ids": true},
          {"type": "url", "value": "stratum+ssl://u.example:443", "to_ids": true},
          {"type": "domain|ip", "value": "d.example|198.51.100.7", "to_ids": true},
          {"type": "md5", "value": "00", "to_ids": true},
          {"type": "ip-dst", "value": "198.51.100.9", "to_ids": false}],
         "Object": [{"name": "o", "Attribute": [{"type": "ip-dst", "value": "198.51.100.8", "to_ids": true}]}]}}
        """;
    assertThat(hosts(json)).containsExactly("pool.example", "=h.example", "=u.example 443", "d.example", "198.51.100.7", "198.51.100.8");
    assertThat(hosts(json.replace("true", "false"))).as("none is for detection").contains("198.51.100.9");
    assertThat(run(json).err()).contains("attributes of type 'md5' name no host");
  }

  @Test
  void import_ofBrokenJson_saysWhere() throws IOException {
    CommandLineRun run = run("{\"Event\": {\"Attribute\": [}");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).singleElement().asString().isEqualTo(
        "stratoscope: " + folder.resolve("list") + ": can't be read: broken JSON in line 1");
    assertThat(run("{\"a\":".repeat(100_000)).code()).isEqualTo(2);
  }

  @Test
  void import_ofSuricataDataset_readsBase64() throws IOException {
    String line = Base64.getEncoder().encodeToString("pool.example".getBytes(StandardCharsets.US_ASCII));
    assertThat(hosts(line + "\nplain.example\n")).containsExactly("pool.example", "plain.example");
    String german = Base64.getEncoder().encodeToString("m\u00FCnze.example".getBytes(StandardCharsets.UTF_8));
    assertThat(hosts(german + "\n")).containsExactly("xn--mnze-0ra.example");
  }

  @Test
  void import_ofSuricataRules_readsNamesOfDnsAndTls() throws IOException {
    CommandLineRun run = run("""
        # alert dns any any -> any any (msg:"off"; dns.query; content:"off.example"; bsize:11; sid:1;)
        alert dns any any -> any any (msg:"a; b"; dns.query; dotprefix; content:".pool.example"; nocase; endswith; sid:1;)
        alert tls any any -> any any (msg:"x"; tls.sni; content:"one|2e|example"; startswith; endswith; sid:2;)
        alert dns any any -> any any (dns_query; content:"two.example"; bsize:11; metadata:updated_at 2026_02_03; sid:3;)
        alert http any any -> any any (http.host; content:"web.example"; endswith; sid:4;)
        alert dns any any -> any any (dns.query; content:"xmr"; sid:5;)
        alert dns any any -> any any (dns.query; content:!"not.example"; endswith; sid:6;)
        """);
    assertThat(hosts(run)).containsExactly("pool.example", "=one.example", "=two.example");
    assertThat(run.lines().get(3)).contains("2026-02-03,2027-02-03");
    assertThat(run.errors()).containsExactly(refusal(5, "the rule looks for no name in dns.query or tls.sni"),
        refusal(6, "'xmr' may stand anywhere in a name"), refusal(7, "looks for names that are not \"not.example\""),
        "stratoscope: 3 accepted, 0 duplicate, 3 refused");
  }

  @Test
  void import_ofSuricataRules_takesOnlyWhatTheyLookForAlone() throws IOException {
    CommandLineRun run = run("""
        pass dns any any -> any any (dns.query; content:"pool.ntp.example"; endswith; sid:1;)
        alert dns any any -> any any (dns.query; content:"xmr"; content:".dyn.example"; endswith; sid:2;)
        alert dns any any -> any any (dns.query; content:".gen.example"; endswith; pcre:"/^[a-z]{8}/"; sid:3;)
        alert dns any any -> any any (dns_query; content:"old.example"; depth:11; isdataat:!1,relative; nocase; sid:4;)
        alert tls any any -> any any (tls_sni; content:".old2.example"; isdataat:!1,relative; sid:5;)
        alert dns any any -> any any (dns.queries.rrname; bsize:11; content:"new.example"; sid:6;)
        alert dns any any -> any any (dns.query; content:!"a.example"; endswith; content:"b.example"; sid:7;)
        alert dns any any -> any any (dns.query; content:".c.example"; endswith; content:!"www.c.example"; sid:8;)
        """);
    assertThat(hosts(run)).containsExactly("=old.example", "old2.example", "=new.example");
    assertThat(run.errors()).containsExactly(refusal(1, "the rule lets pass what it finds"),
        refusal(2, "the rule looks for more than one thing in the name: 'xmr', 'dyn.example'"),
        refusal(3, "the rule looks for more than one thing in the name: the pattern \"/^[a-z]{8}/\", 'gen.example'"),
        refusal(7, "looks for names that are not \"a.example\""), refusal(8, "looks for names that are not \"www.c.example\""),
        "stratoscope: 3 accepted, 0 duplicate, 5 refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#l\r\na.example:3333\r\n", "domain,port\na.example,3333\n", "domain;port\n\"a.example\";3333/tcp\n",
      "Pool Domain\tPool Port\na.example\t3333\n", "id|src_ip|dst_host|dst_port\n1|192.0.2.7|a.example|3333\n",
      "# list\n# id,url\n#\n1,stratum+tcp://a.example:3333\n", "a.example 3333\n", "a.example,3333\n", "[\"a.example:3333\"]",
      "[ {\"type\": \"hostname|port\", \"value\": \"a.example|3333\"} ]"})
  void import_ofListsWithAndWithoutMark_findsHostAndPort(String list) throws IOException {
    assertThat(hosts(list)).containsExactly("=a.example 3333");
    assertThat(hosts("\uFEFF" + list)).containsExactly("=a.example 3333");
  }

  @Test
  void import_ofCsvWithPorts_saysThemInOneRow() throws IOException {
    assertThat(hosts("domain,ip,ports\na.example,,\"3333;4444\"\n,198.51.100.7,\"3333, 5555-5560\"\n*.b.example,,1\n"
        + "http://c.example/x,,80\n"))
        .containsExactly("=a.example 3333;4444", "198.51.100.7 3333;5555-5560", "b.example 1", "=c.example 80");
    assertThat(run("domain,port\na.example,http\n").errors()).first().isEqualTo(refusal(2, "'http' is no port"));
  }

  @Test
  void import_ofHostsFilesOfAnySink_takesWhatTheyBlock() throws IOException {
    assertThat(hosts("0 a.example\n127.0.1.1 b.example\n0.0.0.0 0.0.0.0\n198.51.100.7 c.example *.d.example\n"))
        .containsExactly("a.example", "b.example", "c.example", "d.example");
    assertThat(hosts("::ffff:198.51.100.7\n||e.example^$third-party\n")).containsExactly("198.51.100.7", "e.example");
  }

  @Test
  void import_ofSuricataDatasetWithReputations_readsBase64() throws IOException {
    assertThat(hosts(Base64.getEncoder().encodeToString("pool.example".getBytes(StandardCharsets.US_ASCII)) + ",100\n"))
        .containsExactly("pool.example");
  }

  @Test
  void import_ofMispJson_leavesOutWhatWasDeleted() throws IOException {
    assertThat(hosts("""
        {"Event": {"Attribute": [
          {"type": "domain", "value": "kept.example", "to_ids": true, "deleted": false},
          {"type": "domain", "value": "gone.example", "to_ids": true, "deleted": true}],
         "Object": [{"Attribute": [{"type": "domain", "value": "too.example", "to_ids": true}], "deleted": true}]}}
        """)).containsExactly("kept.example");
  }

  @Test
  void import_ofMispJsonWithAnAttachedSample_passesOverIt() throws IOException {
    assertThat(hosts("{\"Attribute\": [{\"type\": \"malware-sample\", \"value\": \"x.exe|00\", \"data\": \"" + "A".repeat(21_000_000)
        + "\"}, {\"type\": \"domain\", \"value\": \"a.example\", \"to_ids\": true}]}")).containsExactly("a.example");
  }

  @Test
  void import_ofMispJson_leavesOutProposals() throws IOException {
    assertThat(hosts("""
        {"Attribute": [{"type": "domain", "value": "kept.example", "to_ids": true, "ShadowAttribute": [
          {"type": "domain", "value": "proposed.example", "to_ids": true}]}], "ShadowAttribute": [
          {"type": "domain", "value": "new.example", "to_ids": true}]}
        """)).containsExactly("kept.example");
  }

  @Test
  void import_ofAdBlockRules_takesOnlyDomainsThatAreBlockedWhole() throws IOException {
    CommandLineRun run = run("||a.example^\n@@||shop.example^\n@@https://b.example/\n||cdn.example^*/miner.js\n"
        + "||news.example^$script,domain=c.example\n||d.example^$third-party\n||e.example/miner.js\n");
    assertThat(hosts(run)).containsExactly("a.example", "d.example");
    assertThat(run.errors()).startsWith(refusal(2, "'@@||shop.example^' says what is let pass")).hasSize(6);
  }

  @Test
  void import_ofCsvWithItsHeaderInAComment_readsQuotedCells() throws IOException {
    assertThat(hosts("""
        # "first_seen_utc","ioc_id","ioc_value","ioc_type","tags"
        "2026-01-17 07:44:46", "1", "pool.example", "domain", "a,b"
        "2026-01-17 07:44:47", "2", "198.51.100.7:3333", "ip:port", "c"
        """)).containsExactly("pool.example", "198.51.100.7 3333");
    assertThat(hosts("# id,dateadded,url,tags\n\"1\",\"2026-01-17 07:44:46\",\"http://a.example:81/x\",\"a,b\"\n"))
        .containsExactly("=a.example 81");
  }

  @Test
  void import_ofSuricataRulesOverSeveralLines_readsThemWhole() throws IOException {
    CommandLineRun run = run("alert dns any any -> any any (msg:\"x\"; \\\n  dns.query; content:\"a.example\"; \\\n endswith; sid:1;)\n"
        + "what\nalert tls any any -> any any (tls.sni; content:\"b.example\"; endswith; sid:2;)\n");
    assertThat(hosts(run)).containsExactly("a.example", "b.example");
    assertThat(run.errors()).startsWith(refusal(4, "is no rule")).hasSize(2);
  }

  @Test
  void import_ofAdBlockRules_takesNoSitesOfWhichSomeRequestsAreBlocked() throws IOException {
    CommandLineRun run = run("! Title: a list\n!-----\n// more\n||a.example$third-party\n||b.example^$important,all\n"
        + "||site.example^$websocket\n||site.example^$csp=x\n||site.example^$badfilter\n");
    assertThat(hosts(run)).containsExactly("a.example", "b.example");
    assertThat(run.errors()).as("comments are not refused").hasSize(4)
        .startsWith(refusal(6, "'||site.example^$websocket' is no host name"));
  }

  @Test
  void import_ofMailAddresses_takesNoProvider() throws IOException {
    CommandLineRun run = run("indicator,note\npool.example,\njoe@mail.example,\nhttp://joe:x@site.example/,\n");
    assertThat(hosts(run)).containsExactly("pool.example", "=site.example");
    assertThat(run.errors()).startsWith(refusal(3, "'joe@mail.example' is an address of mail")).hasSize(2);
  }

  /** Whoever looks at a pool's site does not mine. */
  @Test
  void import_ofWebSites_saysThatTheyAre() throws IOException {
    CommandLineRun run = run("0.0.0.0 pool.example\n0.0.0.0 www.pool.example\n", "--expires", "9999-01-01");
    assertThat(run.lines()).element(1).asString().startsWith("pool.example,,pool,");
    assertThat(run.lines()).element(2).asString().startsWith("www.pool.example,,pool-website,");
    assertThat(run("https://www.pool.example/\n").out()).contains("=www.pool.example,,pool-website,");
    assertThat(run("www.pool.example:3333\n").out()).contains("=www.pool.example,3333,pool,");
    assertThat(run("www.miner.example\n", "--kind", "browser-miner").out()).contains("www.miner.example,,browser-miner,");
  }

  @Test
  void import_ofRowsOfThePoolDirectory_isRefused() throws IOException {
    CommandLineRun run = run("indicator,kind\n=pool.example,pool\n=www.pool.example,pool-website\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).startsWith(refusal(2, "is of the form of rules/pools/*.csv already: copy it there")).hasSize(2);
    assertThat(hosts("indicator,kind\npool.example,domain\n")).containsExactly("pool.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "ipAddress,abuseConfidenceScore,domain,hostname\n1.2.3.4,100,provider.example,a.provider.example\n",
      "IP,Port,Hostname,ISP\n1.2.3.4,,a.provider.example,Provider\n",
      "Report URL,IP\nhttps://blog.example/x,1.2.3.4\n"})
  void import_ofCsvThatNamesOthersBesideAnAddress_takesTheAddress(String list) throws IOException {
    assertThat(hosts(list)).containsExactly("1.2.3.4");
  }

  @Test
  void import_ofCsvWithTypesOfIndicators_takesOnlyHosts() throws IOException {
    CommandLineRun run = run("\uFEFFIndicator_type,Data,Note\nDescription,https://blog.example/,\nnote,See https://blog.example/,\n"
        + "domain,pool.example,panel\nip_port,198.51.100.7:3333,\nfilename,xmrig.exe,\nfile_path_name,a.b,\nurl,http://u.example/x,\n");
    assertThat(hosts(run)).containsExactly("pool.example", "198.51.100.7 3333", "=u.example");
    assertThat(run.errors()).hasSize(5).contains(
        refusal(3, "'See https://blog.example/' is more than one URL"), refusal(6, "what is of type 'filename' names no host"));
  }

  @Test
  void import_ofUrlsOnHostsOfEverybody_takesNone() throws IOException {
    CommandLineRun run = run("https://raw.githubusercontent.com/x/y/xmrig\nhttps://miner.github.io/\npool.ntp.org\n");
    assertThat(hosts(run)).containsExactly("=miner.github.io");
    assertThat(run.errors()).startsWith(
        refusal(1, "'=raw.githubusercontent.com' is shared by many: only names below it can be listed"),
        refusal(3, "'pool.ntp.org' is shared by many: only names below it can be listed"));
  }

  @Test
  void import_ofHostsSeenOnManyDays_saysTheLast() throws IOException {
    assertThat(run("domain,date\na.example,2026-10-01\na.example,2026-11-01\na.example,\n").lines()).element(1).asString()
        .isEqualTo("a.example,,pool,,likely,2026-11-01,2027-11-01,imported");
    assertThat(run("alert dns any any -> any any (dns.query; content:\"a.example\"; endswith; metadata:updated_at 2020_01_01, "
        + "reviewed_at 2026_11_01;)\n").out()).contains("2026-11-01");
  }

  @Test
  void import_ofStix_takesNothingOfIt() throws IOException {
    CommandLineRun run = run("""
        {"type": "bundle", "id": "bundle--1", "objects": [
          {"type": "url", "id": "url--1", "value": "https://blog.example/"},
          {"type": "observed-data", "id": "observed-data--1", "objects": {"0": {"type": "url", "value": "https://blog.example/"}}}]}
        """);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).startsWith(refusal(3, "objects of STIX are not read")).hasSize(2);
  }

  @Test
  void import_ofMispEventWithoutDetection_takesNoReports() throws IOException {
    assertThat(hosts("""
        [{"type": "domain", "category": "Network activity", "value": "pool.example", "to_ids": false},
         {"type": "url", "category": "External analysis", "value": "https://blog.example/", "to_ids": false}]
        """)).containsExactly("pool.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "{\"list\": [\"a.example\"]}",
      "{\"data\": [{\"ioc\": \"pool.example\", \"ioc_type\": \"domain\"}]}", "domain,port\n"})
  void import_ofWhatNamesNoHost_saysWhichFile(String list) throws IOException {
    assertThat(run(list).errors()).startsWith(folder.resolve("list") + ": nothing in it names a host");
  }

  @Test
  void import_ofLongLines_saysTheirBeginning() throws IOException {
    assertThat(run("a".repeat(1_000_000) + "\npool.example\n").errors()).hasSize(2).allMatch(line -> line.length() < 1100);
  }

  @Test
  void import_ofQuoteWithoutEnd_losesNoRowsSilently() throws IOException {
    CommandLineRun run = run("domain,port\na.example,1\n\"b.example,2\nc.example,3\n");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).singleElement().asString().contains("list: can't be read: ").contains("3");
  }

  @Test
  void import_withOptions_saysThemOfEachRow() throws IOException {
    assertThat(run("10.0.0.1\n", "--kind", "proxy", "--expires", "2027-01-01", "--source", "own", "--pool", "A, B", "--confidence",
        "confirmed", "--allow-private").lines()).last().isEqualTo("10.0.0.1,,proxy,\"A, B\",confirmed," + LocalDate.now(ZoneOffset.UTC)
            + ",2027-01-01,own");
    assertThat(run("1.2.3.4\n", "--expires", "10").out()).contains("," + LocalDate.now(ZoneOffset.UTC).plusDays(10) + ",imported");
  }

  private static void copyShippedRules(Path to) throws IOException {
    Path shipped = MakePcaps.root().resolveSibling("rules");
    try (Stream<Path> files = Files.walk(shipped)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(shipped.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void import_intoAFolder_isReadFromThere() throws Exception {
    Path rules = folder.resolve("rules");
    copyShippedRules(rules);
    assertThat(run("new-pool.example\n", "-w", "-").out()).contains("new-pool.example");
    assertThat(Path.of("-")).doesNotExist();
    CommandLineRun run = run("new-pool.example\n", "--into", rules.toString(), "--source", "own");
    assertThat(run.code()).isZero();
    assertThat(run.out()).isEmpty();
    PoolDirectory pools = RuleFiles.load(rules).pools();
    assertThat(pools.entry(pools.byName("eu.new-pool.example", 0)).kinds()).containsExactly(PoolKind.POOL);
    assertThat(CommandLineRun.of("rules", "check", "--rules", rules.toString()).code()).isZero();
    assertThat(run("x.example\n", "--into", rules.toString(), "--source", "own").err()).contains("own.csv: is there already");
    try (Stream<Path> files = Files.list(rules.resolve("pools"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("."))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      --kind pond        | --kind can't be 'pond', but one of: pool,
      --confidence maybe | --confidence can't be 'maybe', but one of: confirmed,
      --expires soon     | --expires can't be 'soon'
      --into /no         | /no: no such folder
      --into . --source .x | --source '.x' can't be the name of a file
      --into . -w x.csv  | --write and --into each say where to write: give one of them
      """)
  void import_withWrongOptions_isOneLine(String options, String message) throws IOException {
    CommandLineRun run = run("x.example\n", options.split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errors()).singleElement().asString().startsWith("stratoscope: " + message);
  }

  @Test
  void import_ofWhatHasExpired_saysSo() throws IOException {
    assertThat(run("a.example\n", "--expires", "2020-01-01").errors())
        .containsExactly("stratoscope: the rows have expired already: they say nothing", "stratoscope: 1 accepted, 0 duplicate, 0 refused");
    assertThat(run("domain,date\na.example,2020-01-01\n").errors()).hasSize(2);
    assertThat(run("a.example\n", "--expires", "1").errors()).hasSize(1);
  }

  @Test
  void import_ofNothing_isAnError() throws IOException {
    assertThat(run("# nothing\n").code()).isEqualTo(2);
    assertThat(CommandLineRun.of("rules", "import", "/no").errors()).containsExactly("stratoscope: /no: no such file");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
    assertThat(CommandLineRun.of("rules", "import", binary.toString()).errors())
        .containsExactly("stratoscope: " + binary + ": is no text in UTF-8");
    byte[] late = ("domain,port\n" + "pool.example,1\n".repeat(10_000) + "?").getBytes(StandardCharsets.US_ASCII);
    late[late.length - 1] = (byte) 0xFF;
    assertThat(CommandLineRun.of("rules", "import", Files.write(binary, late).toString()).errors())
        .containsExactly("stratoscope: " + binary + ": is no text in UTF-8");
  }
}
