package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.DnsScript;
import stratoscope.testing.MoneroTalk;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;
import stratoscope.testing.TlsScript;

/** Whole scans of look-ups of pools' names, and of what the answers teach about connections that name nobody. */
class PoolNamesScanTest {
  /** Listed as sure, with ports. */
  private static final String POOL = "asia-erg.2miners.com";
  private static final String DOUBTFUL = "xmr-asia1.nanopool.org";
  private static final String ADDRESS = "198.51.100.20";
  private static final String ODD = ADDRESS + ":14433";
  private static final String CLIENT = "192.0.2.10";
  private static final String OTHER_CLIENT = "192.0.2.11";
  private static final DnsScript DNS = new DnsScript(CLIENT + ":40001", "192.0.2.53:53");
  private static final double GRACE_SECONDS = 86_400;

  /** Twenty seconds, which are too few for a rhythm, and a quarter of an hour. */
  private static String brief = "";
  private static String lasting = "";
  /** As the first, to a server that is no pool. */
  private static String named = "";

  @BeforeAll
  static void record() {
    TlsPeers peers = new TlsPeers(TlsKeys.selfSigned("backend.example"));
    brief = new TlsScript(RecordedTls.session(peers, TlsOptions.tls13(), MoneroTalk.ofSeconds(20, 1))).lines() + "fin client\n";
    TlsOptions toShop = TlsOptions.tls13().withServerName("shop.example");
    named = new TlsScript(RecordedTls.session(peers, toShop, MoneroTalk.ofSeconds(20, 1))).lines() + "fin client\n";
    lasting = new TlsScript(RecordedTls.session(peers, TlsOptions.tls13(), MoneroTalk.ofSeconds(900, 2))).lines() + "fin client\n";
  }

  private static String nameless(String client) {
    return TlsScript.flow(client + ":41000", ODD) + brief;
  }

  @Test
  void lookUp_overUdp_isSuspected() {
    Scan scan = Scan.of(DNS.udp(POOL, ADDRESS));
    scan.shows("suspected", null, "circumstance-name-looked-up");
    JsonNode found = scan.only();
    assertThat(found.path("app_proto").asText()).isEqualTo("dns");
    assertThat(found.path("proto").asText()).isEqualTo("UDP");
    assertThat(found.at("/mining/pool").asText()).isEqualTo("2Miners");
    assertThat(found.at("/mining/pool_host").asText()).isEqualTo(POOL);
    assertThat(found.at("/mining/coin").asText()).isEqualTo("ERG");
    assertThat(found.at("/mining/evidence/0/excerpt").asText()).isEqualTo("dns " + POOL);
    assertThat(scan.hosts).singleElement().satisfies(host -> assertThat(host.at("/host/verdict").asText()).isEqualTo("suspected"));
  }

  @Test
  void lookUp_thatIsNotAnswered_isSuspected() {
    Scan.of(DNS.question(POOL)).shows("suspected", null, "circumstance-name-looked-up");
  }

  @Test
  void lookUp_ofWhichTheAnswerAloneIsSeen_isSuspected() {
    Scan scan = Scan.of("only server\n" + DNS.udp(POOL, ADDRESS));
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().path("src_ip").asText()).isEqualTo(CLIENT);
  }

  @Test
  void lookUp_overTcp_isSuspected() {
    Scan scan = Scan.of(DNS.tcp(DnsScript.query(POOL), DnsScript.answer(POOL, 60, ADDRESS)));
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().path("proto").asText()).isEqualTo("TCP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool.ntp.org", "0.pool.ntp.org", "mynanopool.org.example", "nanopool.org.example", "xnanopool.org", "org",
      "carpool.example", "swimming-pool.example", "pool.example", "play.minecraft-pool.example", "mining.example", "2miners.community"})
  void namesLikeThoseOfPools_areNothing(String name) {
    Scan.of(DNS.udp(name, ADDRESS), nameless(CLIENT)).showsNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nanopool.org", "www.2miners.com", "api.nanopool.org", "stats.supportxmr.com", "mail.nanopool.org"})
  void webAndMailHostsOfPools_areNothing(String name) {
    Scan.of(DNS.udp(name, ADDRESS)).showsNothing();
  }

  @Test
  void doubtfulRow_isSuspectedNoMoreThanThat() {
    Scan doubtful = Scan.of(DNS.udp(DOUBTFUL, ADDRESS));
    doubtful.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(doubtful.only().at("/mining/score").asInt()).isEqualTo(15);
    Scan.of(DNS.udp(DOUBTFUL, ADDRESS) + nameless(CLIENT))
        .shows("suspected", "encrypted", "circumstance-name-looked-up", "circumstance-no-server-name");
  }

  @ParameterizedTest
  @ValueSource(ints = {5353, 5355})
  void multicastDnsAndLlmnr_areLeftAlone(int port) {
    DnsScript local = new DnsScript("192.0.2.10:" + port, "192.0.2.53:" + port);
    Scan scan = Scan.of(local.udp(POOL, ADDRESS));
    scan.showsNothing();
    assertThat(scan.ignored("udp")).isEqualTo(2);
  }

  @Test
  void lookUps_overAndOver_areOneFinding() {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      script.append(new DnsScript(CLIENT + ":" + (40_000 + i), "192.0.2.53:53").udp(POOL, ADDRESS)).append(DnsScript.pass(60));
    }
    Scan scan = Scan.of(script.toString());
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().at("/mining/connections").asInt()).isEqualTo(50);
  }

  /** The first is listed without its operator, who is known by the domain. */
  @Test
  void lookUps_ofHostsOfOnePool_areOneFinding() {
    Scan scan = Scan.of(DNS.udp("chicago01.hashvault.pro", ADDRESS) + DNS.udp("tari.hashvault.pro", "198.51.100.21"));
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().at("/mining/pool").asText()).isEqualTo("HashVault");
    assertThat(scan.only().at("/mining/connections").asInt()).isEqualTo(2);
  }

  @Test
  void lookUps_ofTwoPools_areTwoFindings() {
    Scan scan = Scan.of(DNS.udp(POOL, ADDRESS) + DNS.udp("alph-asia.f2pool.com", "198.51.100.21"));
    assertThat(scan.mining).extracting(found -> found.at("/mining/pool").asText()).containsExactlyInAnyOrder("2Miners", "F2Pool");
    for (JsonNode found : scan.mining) {
      Scan.shows(found, "suspected", null, "circumstance-name-looked-up");
    }
    assertThat(scan.hosts).hasSize(1);
  }

  @Test
  void resolver_thatAsksForItsClient_isNotAccused() {
    String own = new DnsScript("192.0.2.53:40100", "203.0.113.53:53").udp(POOL, ADDRESS);
    Scan scan = Scan.of(DNS.question(POOL) + own);
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().path("src_ip").asText()).isEqualTo(CLIENT);
  }

  /** That an alias leads to a pool is known from the answer, which a resolver has before its client. */
  @Test
  void resolver_thatIsAnsweredWithAnAlias_isNotAccused() {
    byte[] asked = DnsScript.query("own.name.example");
    byte[] answer = DnsScript.aliases(ADDRESS, "own.name.example", "lb.cdn.example", POOL);
    String upstream = new DnsScript("192.0.2.53:40100", "203.0.113.53:53").udp(asked, answer);
    Scan scan = Scan.of(upstream + DNS.udp(asked, answer));
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().path("src_ip").asText()).isEqualTo(CLIENT);
    Scan.of(upstream).shows("suspected", null, "circumstance-name-looked-up");
  }

  /** A question alone makes no server of whom it is sent to. */
  @Test
  void hostThatSomebodyAsks_isNotExcused() {
    String asked = new DnsScript(OTHER_CLIENT + ":50000", CLIENT + ":53").question(POOL);
    Scan scan = Scan.of(asked + DnsScript.pass(60) + DNS.udp(POOL, ADDRESS));
    assertThat(scan.mining).extracting(found -> found.path("src_ip").asText()).containsExactlyInAnyOrder(CLIENT, OTHER_CLIENT);
  }

  @Test
  void namelessTls_toAddressThatDnsGave_isSuspected() {
    Scan scan = Scan.of(DNS.udp(POOL, ADDRESS) + nameless(CLIENT));
    scan.shows("suspected", "encrypted", "circumstance-name-looked-up", "circumstance-no-server-name");
    assertThat(scan.only().at("/mining/connections").isMissingNode()).as("one connection").isTrue();
    assertThat(scan.only().path("dest_ip").asText()).as("not the server of DNS").isEqualTo(ADDRESS);
    assertThat(scan.only().at("/mining/pool_host").asText()).isEqualTo(POOL);
    assertThat(scan.only().at("/mining/first_seen").asText()).as("of the look-up").isLessThan(scan.only().path("timestamp").asText());
    assertThat(scan.hosts.get(0).at("/host/pools/0").asText()).isEqualTo(ADDRESS + ":14433");
  }

  @Test
  void namelessTls_toAddressThatDnsGave_withTheRhythmOfMining_isProbable() {
    Scan scan = Scan.of(DNS.udp(POOL, ADDRESS) + TlsScript.flow(CLIENT + ":41000", ODD) + lasting);
    scan.shows("probable", "encrypted", "rhythm-shares", "rhythm-login", "circumstance-name-looked-up", "circumstance-no-server-name");
    JsonNode found = scan.only();
    assertThat(found.at("/mining/pool").asText()).isEqualTo("2Miners");
    assertThat(found.at("/mining/pool_host").asText()).isEqualTo(POOL);
    assertThat(found.at("/mining/coin").asText()).isEqualTo("ERG");
    assertThat(found.path("dest_ip").asText()).isEqualTo(ADDRESS);
    assertThat(found.at("/mining/evidence/2/excerpt").asText()).isEqualTo("dns " + POOL + " = " + ADDRESS);
    assertThat(found.at("/mining/evidence/2/packet").asInt()).as("where the answer was seen").isEqualTo(2);
  }

  @Test
  void answerOverTcp_teachesToo() {
    Scan.of(DNS.tcp(DnsScript.query(POOL), DnsScript.answer(POOL, 60, ADDRESS)) + TlsScript.flow(CLIENT + ":41000", ODD) + lasting)
        .shows("probable", "encrypted", "rhythm-shares", "rhythm-login", "circumstance-name-looked-up", "circumstance-no-server-name");
  }

  @Test
  void aliases_leadFromAndToPools() {
    for (byte[] answer : List.of(DnsScript.aliases(ADDRESS, POOL, "lb.cdn.example", "node7.cdn.example"),
        DnsScript.aliases(ADDRESS, "own.name.example", "lb.cdn.example", POOL))) {
      Scan scan = Scan.of(DNS.udp(DnsScript.query("whatever.example"), answer) + nameless(CLIENT));
      scan.shows("suspected", "encrypted", "circumstance-name-looked-up", "circumstance-no-server-name");
      assertThat(scan.only().at("/mining/pool").asText()).isEqualTo("2Miners");
    }
  }

  @Test
  void serviceHintsAndIpv6_teachToo() {
    Scan.of(DNS.udp(DnsScript.query(POOL), DnsScript.service(POOL, ADDRESS)) + nameless(CLIENT))
        .shows("suspected", "encrypted", "circumstance-name-looked-up", "circumstance-no-server-name");
    Scan scan = Scan.of(DNS.udp(POOL, "2001:db8::20") + TlsScript.flow("[2001:db8::10]:41000", "[2001:db8::20]:14433") + brief);
    Scan.shows(scan.by("2001:db8::10"), "suspected", "encrypted", "circumstance-name-resolved", "circumstance-no-server-name");
  }

  @Test
  void answer_countsForItsClient_andLessForOthers() {
    Scan scan = Scan.of(DNS.udp(POOL, ADDRESS) + nameless(OTHER_CLIENT));
    Scan.shows(scan.by(CLIENT), "suspected", null, "circumstance-name-looked-up");
    Scan.shows(scan.by(OTHER_CLIENT), "suspected", "encrypted", "circumstance-name-resolved", "circumstance-no-server-name");
    assertThat(scan.by(OTHER_CLIENT).path("dest_ip").asText()).isEqualTo(ADDRESS);
    assertThat(scan.by(OTHER_CLIENT).path("pcap_cnt").asInt()).as("its own hello").isEqualTo(6);
    assertThat(scan.by(OTHER_CLIENT).at("/mining/evidence").findValuesAsText("packet")).doesNotContain("1", "2");
  }

  @Test
  void answer_countsForItsTtlAndADay_andNoLonger() {
    Scan in = Scan.of(DNS.udp(POOL, ADDRESS) + DnsScript.pass(GRACE_SECONDS + 200) + nameless(OTHER_CLIENT));
    assertThat(in.mining).hasSize(2);
    Scan out = Scan.of(DNS.udp(POOL, ADDRESS) + DnsScript.pass(GRACE_SECONDS + 400) + nameless(OTHER_CLIENT));
    Scan.shows(out.only(), "suspected", null, "circumstance-name-looked-up");
    assertThat(out.only().path("src_ip").asText()).isEqualTo(CLIENT);
  }

  @Test
  void address_atWhichManyOtherNamesLie_accusesNobody() {
    StringBuilder others = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      others.append(new DnsScript("192.0.2.77:5000" + i, "192.0.2.53:53").udp("site" + i + ".example", ADDRESS));
    }
    Scan scan = Scan.of(DNS.udp(POOL, ADDRESS) + others + nameless(OTHER_CLIENT));
    Scan.shows(scan.only(), "suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().path("src_ip").asText()).isEqualTo(CLIENT);
  }

  @Test
  void otherName_atThePoolsAddress_isNoContact() {
    String other = TlsScript.flow(CLIENT + ":41000", ADDRESS + ":443") + named;
    Scan scan = Scan.of(DNS.udp(POOL, ADDRESS) + other);
    scan.shows("suspected", null, "circumstance-name-looked-up");
    assertThat(scan.only().path("proto").asText()).as("of the look-up alone").isEqualTo("UDP");
    assertThat(scan.only().at("/mining/bytes_up").asInt()).isEqualTo(DnsScript.query(POOL).length);
  }

  @Test
  void blockedName_teachesNothing() {
    for (String sink : List.of("0.0.0.0", "127.0.0.1", "10.0.0.1")) {
      Scan scan = Scan.of(DNS.udp(POOL, sink) + TlsScript.flow(OTHER_CLIENT + ":41000", "10.0.0.1:14433") + brief);
      Scan.shows(scan.only(), "suspected", null, "circumstance-name-looked-up");
    }
  }
}
