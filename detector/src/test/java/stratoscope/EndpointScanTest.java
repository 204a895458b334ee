package stratoscope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.names.Confidence;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.names.Ports;
import stratoscope.names.WebLabels;
import stratoscope.testing.DnsScript;
import stratoscope.testing.MoneroTalk;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.RecordedTls.Said;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;
import stratoscope.testing.TlsScript;

/** Whole scans of connections to addresses that are listed, and to those where others were found mining. */
class EndpointScanTest {
  private static final String ADDRESS = "198.51.100.20";
  private static final String ENDPOINT = ADDRESS + ":14433";
  private static final String FIRST = "192.0.2.10";
  private static final String SECOND = "192.0.2.11";
  private static final double PROVEN_SECONDS = 604_800;
  private static final int NO_DAY = PoolEntry.NO_DAY;

  private static final TlsPeers PEERS = new TlsPeers(TlsKeys.chain("backend.example"));
  private static String brief = "";
  private static String lasting = "";

  @BeforeAll
  static void record() {
    brief = tls("", 20);
    lasting = tls("", 600);
  }

  private static String tls(String serverName, int seconds) {
    TlsOptions options = TlsOptions.tls13().withServerName(serverName);
    return new TlsScript(RecordedTls.session(PEERS, options, MoneroTalk.ofSeconds(seconds, 5))).lines() + "fin client\n";
  }

  private static PoolDirectory listing(String indicator, String ports, int lastSeen, int expires) {
    PoolDirectory.Builder rows = new PoolDirectory.Builder(WebLabels.NONE);
    rows.add(new PoolEntry(indicator, Ports.parse(ports), Set.of(PoolKind.POOL), "Listed Pool", List.of("XMR"), Confidence.CONFIRMED,
        NO_DAY, lastSeen, expires, null));
    return rows.build();
  }

  private static PoolDirectory listing(String indicator, String ports) {
    return listing(indicator, ports, NO_DAY, NO_DAY);
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  private static String ownCipher(String client, int seconds) {
    return TlsScript.flow(client + ":41000", ENDPOINT) + OwnCipher.lines(seconds);
  }

  private static String plain(String client) {
    return TlsScript.flow(client + ":41000", ENDPOINT) + plainTalk();
  }

  private static String plainTalk() {
    StringBuilder script = new StringBuilder();
    for (Said said : MoneroTalk.ofSeconds(60, 7)) {
      script.append(said.isByClient() ? "C| " : "S| ").append(new String(said.bytes(), UTF_8).strip())
          .append("${lf}\n");
    }
    return script + "fin client\n";
  }

  private static String nameless(String client) {
    return TlsScript.flow(client + ":42000", ENDPOINT) + brief;
  }

  @Test
  void listedEndpoint_isSuspected_andProbableWithRhythm() {
    PoolDirectory pools = listing(ADDRESS, "14433");
    Scan scan = Scan.of(pools, nameless(FIRST));
    scan.shows("suspected", "encrypted", "circumstance-endpoint", "circumstance-no-server-name");
    assertThat(scan.only().at("/mining/pool").asText()).isEqualTo("Listed Pool");
    assertThat(scan.only().at("/mining/coin").asText()).isEqualTo("XMR");
    Scan.of(pools, TlsScript.flow(FIRST + ":41000", ENDPOINT) + lasting).shows("probable", "encrypted", "rhythm-shares", "rhythm-login",
        "circumstance-endpoint", "circumstance-no-server-name");
  }

  private static final String CONNECT_TO = "newline crlf\njoin\nC> CONNECT %1$s HTTP/1.1\nC> Host: %1$s\nC>\nend\n"
      + "join\nS> HTTP/1.1 200 Connection established\nS>\nend\n";

  private static String throughProxy(String opening, String inside) {
    return TlsScript.flow(FIRST + ":41000", "192.0.2.8:8118") + opening + inside;
  }

  /** HTTP CONNECT, SOCKS5 with an address of either kind, SOCKS4. */
  private static Stream<Arguments> askedOfAProxy() {
    String greeting = "C= 050100\nS= 0500\n";
    String granted = "S= 05000001000000000000\n";
    return Stream.of(Arguments.of(ADDRESS, String.format(Locale.ROOT, CONNECT_TO, ENDPOINT)),
        Arguments.of(ADDRESS, greeting + "C= 05010001c63364143861\n" + granted),
        Arguments.of(ADDRESS, "C= 04013861c633641400\nS= 005a000000000000\n"),
        Arguments.of("2001:db8::20", String.format(Locale.ROOT, CONNECT_TO, "[2001:db8::20]:14433")),
        Arguments.of("2001:db8::20", greeting + "C= 0501000420010db80000000000000000000000203861\n" + granted));
  }

  @ParameterizedTest
  @MethodSource("askedOfAProxy")
  void listedEndpoint_askedOfAProxy_countsLikeOneThatIsGoneTo(String address, String opening) {
    PoolDirectory pools = listing(address, "14433");
    Scan scan = Scan.of(pools, throughProxy(opening, brief));
    scan.shows("suspected", "encrypted", "conversation-destination", "circumstance-endpoint", "circumstance-no-server-name");
    assertThat(scan.only().at("/mining/pool").asText()).isEqualTo("Listed Pool");
    Scan.of(pools, throughProxy(opening, lasting)).shows("probable", "encrypted", "rhythm-shares", "rhythm-login",
        "conversation-destination", "circumstance-endpoint", "circumstance-no-server-name");
    Scan.of(listing(address, "14434"), throughProxy(opening, brief)).showsNothing();
  }

  @Test
  void addressLearnedFromDns_askedOfAProxy_countsLikeOneThatIsGoneTo() {
    String dns = new DnsScript(FIRST + ":50000", "192.0.2.53:53").udp("xmr.pool.example", ADDRESS).toString();
    String proxy = throughProxy(String.format(Locale.ROOT, CONNECT_TO, ENDPOINT), brief);
    assertThat(Scan.of(listing("pool.example", ""), dns + proxy).only().at("/mining/evidence").findValuesAsText("rule"))
        .containsExactlyInAnyOrder("conversation-destination", "circumstance-name-looked-up", "circumstance-no-server-name");
  }

  @Test
  void listedAddress_onAnyPort_isAWeakerSign() {
    Scan.of(listing("198.51.100.0/24", ""), nameless(FIRST))
        .shows("suspected", "encrypted", "circumstance-address", "circumstance-no-server-name");
    Scan.of(listing("198.51.100.0/24", ""), TlsScript.flow(FIRST + ":41000", ADDRESS + ":443") + brief).showsNothing();
  }

  @Test
  void listedEndpoint_onAnotherPort_isNothing() {
    Scan.of(listing(ADDRESS, "14434"), nameless(FIRST)).showsNothing();
  }

  @Test
  void listedEndpoint_inACipherThatIsNoTls_isSuspected_andProbableWithRhythm() {
    PoolDirectory pools = listing(ADDRESS, "14433");
    Scan scan = Scan.of(pools, ownCipher(FIRST, 20));
    scan.shows("suspected", "encrypted", "circumstance-endpoint");
    assertThat(scan.only().path("app_proto").isMissingNode() || scan.only().path("app_proto").isNull()).isTrue();
    assertThat(scan.only().at("/mining/carriers").toString()).isEqualTo("[\"tcp\"]");
    Scan.of(pools, ownCipher(FIRST, 600)).shows("probable", "encrypted", "rhythm-shares", "rhythm-login", "circumstance-endpoint");
  }

  @Test
  void unknownCipher_withTheRhythmAlone_isSuspected() {
    Scan scan = Scan.of(PoolDirectory.EMPTY, ownCipher(FIRST, 600));
    scan.shows("suspected", "encrypted", "rhythm-shares");
    assertThat(scan.only().at("/mining/carriers").toString()).isEqualTo("[\"tcp\"]");
  }

  /** Its bytes are no cipher's, so that its rhythm says nothing. */
  @Test
  void plainProtocol_toTheBeatOfMining_isNothing_andAtAListedEndpointNoMoreThanThat() {
    String plain = TlsScript.flow(FIRST + ":41000", ENDPOINT) + OwnCipher.plainLines(600);
    Scan.of(PoolDirectory.EMPTY, plain).showsNothing();
    Scan.of(listing(ADDRESS, "14433"), plain).shows("suspected", "encrypted", "circumstance-endpoint");
  }

  /** A dialect that nobody knows yet, in lines of text or of JSON, whichever side speaks first. */
  @ParameterizedTest
  @ValueSource(strings = {"C> HELLO worker7\nS> WELCOME, work is coming\n", "S> READY 1\nC> HELLO worker7\n",
    "C> {\"hello\":\"worker7\"}\nS> {\"welcome\":true}\n",
    "C> {\"id\":1,\"method\":\"rig.hello\",\"params\":[\"7\"]}\nS> {\"id\":1,\"result\":true}\n"})
  void listedEndpoint_inWordsThatNobodyKnows_isSuspected(String words) {
    String talk = TlsScript.flow(FIRST + ":41000", ENDPOINT) + words + "fin client\n";
    Scan scan = Scan.of(listing(ADDRESS, "14433"), talk);
    scan.shows("suspected", null, "circumstance-endpoint");
    assertThat(scan.only().path("src_ip").asText()).isEqualTo(FIRST);
    assertThat(scan.only().at("/mining/pool").asText()).isEqualTo("Listed Pool");
    Scan.of(listing(ADDRESS, "14434"), talk).showsNothing();
    Scan.of(listing("198.51.100.0/24", ""), talk).showsNothing();
  }

  /** Monitors, scanners and pages speak HTTP everywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "POST /api HTTP/1.1"})
  void listedEndpoint_inHttpThatAsksForNoPool_isNothing(String request) {
    String body = "{\"method\":\"list.all\",\"id\":1,\"params\":[],\"of\":\"all that there is in this shop\"}";
    String head = "Host: shop.example\nContent-Type: application/json\nContent-Length: " + body.length() + "\n";
    String talk = "newline crlf\njoin\nC> " + request + "\n" + lines("C", head) + (request.startsWith("POST") ? "C| " + body + "\n" : "")
        + "end\njoin\nS> HTTP/1.1 200 OK\n" + lines("S", head) + "S| " + body + "\nend\nfin client\n";
    Scan.of(listing(ADDRESS, "14433"), TlsScript.flow(FIRST + ":41000", ENDPOINT) + talk).showsNothing();
  }

  private static String lines(String side, String head) {
    return head.lines().map(line -> side + "> " + line + "\n").collect(Collectors.joining()) + side + ">\n";
  }

  @Test
  void listedEndpoint_weighsLessWithAge_andNothingOnceExpired() {
    Scan fresh = Scan.of(listing(ADDRESS, "14433", day("2023-10-01"), day("2024-10-01")), nameless(FIRST));
    Scan old = Scan.of(listing(ADDRESS, "14433", day("2023-01-01"), day("2024-01-01")), nameless(FIRST));
    assertThat(fresh.only().at("/mining/evidence/0/weight").asInt()).isEqualTo(34);
    assertThat(old.only().at("/mining/evidence/0/weight").asInt()).as("48 of 182 days are left of the half that fades").isEqualTo(9);
    Scan.of(listing(ADDRESS, "14433", day("2022-01-01"), day("2023-01-01")), nameless(FIRST)).showsNothing();
  }

  @Test
  void otherName_atListedEndpoint_isSharedHosting() {
    PoolDirectory pools = listing(ADDRESS, "14433");
    Scan.of(pools, TlsScript.flow(FIRST + ":41000", ENDPOINT) + tls("shop.example", 20)).showsNothing();
    Scan rhythmic = Scan.of(pools, TlsScript.flow(FIRST + ":41000", ENDPOINT) + tls("shop.example", 600));
    rhythmic.shows("probable", "encrypted", "rhythm-shares", "rhythm-login", "circumstance-endpoint", "circumstance-shared-hosting");
    assertThat(rhythmic.only().at("/mining/score").asInt()).isEqualTo(52);
    Scan onAnyPort = Scan.of(listing(ADDRESS, ""), TlsScript.flow(FIRST + ":41000", ENDPOINT) + tls("shop.example", 600));
    onAnyPort.shows("suspected", "encrypted", "rhythm-shares", "rhythm-login", "circumstance-address", "circumstance-shared-hosting");
    assertThat(onAnyPort.only().at("/mining/score").asInt()).as("as if the address were not listed").isEqualTo(38);
  }

  @Test
  void endpoint_whereAnotherWasConfirmed_isSuspected_andProbableWithRhythm() {
    Scan scan = Scan.of(plain(FIRST) + nameless(SECOND));
    assertThat(scan.by(FIRST).at("/mining/verdict").asText()).isEqualTo("confirmed");
    Scan.shows(scan.by(SECOND), "suspected", "encrypted", "circumstance-proven-endpoint", "circumstance-no-server-name");
    Scan rhythmic = Scan.of(plain(FIRST) + TlsScript.flow(SECOND + ":41000", ADDRESS + ":14433") + lasting);
    Scan.shows(rhythmic.by(SECOND), "probable", "encrypted", "rhythm-shares", "rhythm-login", "circumstance-proven-endpoint",
        "circumstance-no-server-name");
  }

  /** All of a company may go through it. */
  @ParameterizedTest
  @MethodSource("askedOfAProxy")
  void proxy_overWhichAnotherWasConfirmed_isNoPool_butWhereThatWentIs(String address, String opening) {
    String mined = TlsScript.flow(FIRST + ":41000", "192.0.2.8:8118") + opening + plainTalk();
    String other = TlsScript.flow(SECOND + ":42000", "192.0.2.8:8118") + String.format(Locale.ROOT, CONNECT_TO, "irc.example:6697") + brief;
    Scan scan = Scan.of(mined + other);
    assertThat(scan.only().path("src_ip").asText()).isEqualTo(FIRST);
    assertThat(scan.only().at("/mining/verdict").asText()).isEqualTo("confirmed");
    if (address.equals(ADDRESS)) {
      Scan.shows(Scan.of(mined + nameless(SECOND)).by(SECOND), "suspected", "encrypted", "circumstance-proven-endpoint",
          "circumstance-no-server-name");
    }
  }

  /** Miners that ask a proxy in plain HTTP do not say so. */
  @Test
  void endpointWhereAnotherWasConfirmed_thatIsAskedToGoElsewhere_isNoPool() {
    String other = TlsScript.flow(SECOND + ":42000", ENDPOINT) + String.format(Locale.ROOT, CONNECT_TO, "irc.example:6697") + brief;
    assertThat(Scan.of(plain(FIRST) + other).only().path("src_ip").asText()).isEqualTo(FIRST);
  }

  @Test
  void browser_atAnEndpointWhereAnotherWasConfirmed_isNothing() {
    String visit = new TlsScript(RecordedTls.session(PEERS, TlsOptions.tls13().withServerName("shop.example").withProtocols("h2"),
        MoneroTalk.ofSeconds(20, 5))).lines() + "fin client\n";
    assertThat(Scan.of(plain(FIRST) + TlsScript.flow(SECOND + ":42000", ENDPOINT) + visit).only().path("src_ip").asText()).isEqualTo(FIRST);
  }

  @Test
  void otherSite_onTheWebsPort_whereAnotherWasConfirmed_isNothing_unlessItBeatsLikeMining() {
    String mined = TlsScript.flow(FIRST + ":41000", ADDRESS + ":443") + plainTalk();
    String flow = TlsScript.flow(SECOND + ":42000", ADDRESS + ":443");
    assertThat(Scan.of(mined + flow + tls("shop.example", 20)).only().path("src_ip").asText()).isEqualTo(FIRST);
    Scan.shows(Scan.of(mined + flow + brief).by(SECOND), "suspected", "encrypted", "circumstance-proven-endpoint");
    Scan.shows(Scan.of(mined + flow + tls("shop.example", 600)).by(SECOND), "probable", "encrypted", "rhythm-shares", "rhythm-login",
        "circumstance-proven-endpoint");
  }

  @Test
  void endpoint_whereTheSameHostWasConfirmed_isNoFurtherSign() {
    Scan scan = Scan.of(plain(FIRST) + nameless(FIRST));
    assertThat(scan.mining).singleElement().satisfies(found -> assertThat(found.at("/mining/verdict").asText()).isEqualTo("confirmed"));
  }

  @Test
  void endpoint_whereAnotherWasConfirmed_countsForAWeek_andOnThatPort() {
    Scan in = Scan.of(plain(FIRST) + DnsScript.pass(PROVEN_SECONDS - 60) + nameless(SECOND));
    Scan.shows(in.by(SECOND), "suspected", "encrypted", "circumstance-proven-endpoint", "circumstance-no-server-name");
    assertThat(Scan.of(plain(FIRST) + DnsScript.pass(PROVEN_SECONDS + 60) + nameless(SECOND)).mining).hasSize(1);
    assertThat(Scan.of(plain(FIRST) + TlsScript.flow(SECOND + ":41000", ADDRESS + ":14434") + brief).mining).hasSize(1);
  }

  @Test
  void endpoint_whereAnotherWasConfirmed_thatIsSharedHosting_accusesNobody() {
    StringBuilder others = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      others.append(TlsScript.flow("192.0.2.7" + i + ":42000", ENDPOINT)).append(tls("site" + i + ".example", 1));
    }
    Scan byHellos = Scan.of(plain(FIRST) + others + nameless(SECOND));
    assertThat(byHellos.mining).extracting(found -> found.path("src_ip").asText()).contains(FIRST).doesNotContain(SECOND);
    StringBuilder lookUps = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      lookUps.append(new DnsScript("192.0.2.77:5000" + i, "192.0.2.53:53").udp("site" + i + ".example", ADDRESS));
    }
    Scan byAnswers = Scan.of(plain(FIRST) + lookUps + nameless(SECOND));
    assertThat(byAnswers.only().path("src_ip").asText()).isEqualTo(FIRST);
  }
}
