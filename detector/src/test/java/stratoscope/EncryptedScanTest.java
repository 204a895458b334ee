package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.testing.DnsScript;
import stratoscope.testing.MoneroTalk;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;
import stratoscope.testing.TlsScript;

/** Whole scans of connections of TLS with Stratum inside that the JDK's engines really had. */
class EncryptedScanTest {
  /** Listed as sure, with the port. */
  private static final String POOL = "asia-erg.2miners.com";
  private static final String POOL_PORT = "198.51.100.20:18888";
  private static final String MINER = "192.0.2.10:41000";
  private static final String ODD_PORT = "198.51.100.20:14433";
  private static final String WEB_PORT = "198.51.100.20:443";
  private static final int BRIEF_SECONDS = 20;
  private static final int LASTING_SECONDS = 600;

  private static final TlsPeers BACKEND = new TlsPeers(TlsKeys.chain("backend.example"));

  private static TlsOptions options(String version, String name, String... protocols) {
    return new TlsOptions(version, name, List.of(protocols), 0);
  }

  private static String connection(TlsPeers peers, String server, TlsOptions options, int seconds) {
    return connection(MINER, peers, server, options, seconds);
  }

  private static String connection(String miner, TlsPeers peers, String server, TlsOptions options, int seconds) {
    RecordedTls tls = RecordedTls.session(peers, options, MoneroTalk.ofSeconds(seconds, 3));
    return TlsScript.flow(miner, server) + new TlsScript(tls).lines() + "fin client\n";
  }

  /** With the rules of a rhythm in front where the connection lasts long enough for one. */
  private static String[] withRhythm(boolean isLasting, String... rules) {
    List<String> all = new ArrayList<>(List.of(rules));
    if (isLasting) {
      all.addAll(List.of("rhythm-shares", "rhythm-login"));
    }
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, 20", "TLSv1.3, 20", "TLSv1.2, 600", "TLSv1.3, 600"})
  void poolsName_isSuspected_andProbableWithRhythm(String version, int seconds) {
    boolean isLasting = seconds > BRIEF_SECONDS;
    Scan scan = Scan.of(connection(BACKEND, POOL_PORT, options(version, POOL), seconds));
    scan.shows(isLasting ? "probable" : "suspected", "encrypted", withRhythm(isLasting, "circumstance-server-name"));
    JsonNode found = scan.only();
    assertThat(found.path("app_proto").asText()).isEqualTo("tls");
    assertThat(found.at("/mining/carriers").toString()).isEqualTo("[\"tcp\",\"tls\"]");
    assertThat(found.at("/mining/pool").asText()).isEqualTo("2Miners");
    assertThat(found.at("/mining/pool_host").asText()).isEqualTo(POOL);
    assertThat(found.at("/mining/coin").asText()).isEqualTo("ERG");
    assertThat(found.at("/mining/shares/submitted").isNull()).isTrue();
    assertThat(found.at("/mining/evidence").findValuesAsText("excerpt")).contains("tls " + POOL);
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, 20", "TLSv1.3, 20", "TLSv1.2, 600", "TLSv1.3, 600"})
  void noName_onOddPort_isNothing_andProbableWithRhythm(String version, int seconds) {
    Scan scan = Scan.of(connection(BACKEND, ODD_PORT, options(version, ""), seconds));
    if (seconds > BRIEF_SECONDS) {
      scan.shows("probable", "encrypted", withRhythm(true, "circumstance-no-server-name"));
      assertThat(scan.only().at("/mining/pool").isNull()).isTrue();
    } else {
      scan.showsNothing();
    }
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, backend.example, false", "TLSv1.3, backend.example, false", "TLSv1.3, '', true"})
  void rhythmAlone_isSuspected(String version, String name, boolean isLoginSeen) {
    Scan scan = Scan.of(connection(BACKEND, WEB_PORT, options(version, name), LASTING_SECONDS));
    scan.shows("suspected", "encrypted", isLoginSeen ? withRhythm(true) : new String[] {"rhythm-shares"});
    JsonNode found = scan.only();
    assertThat(found.at("/mining/rhythm_shares_per_minute").asDouble()).isBetween(3.0, 6.0);
    assertThat(found.at("/mining/evidence/0/excerpt").asText()).matches("\\d+/\\d+ sent of \\d+ B, .* pushed of \\d+ B, in \\d+ s");
    assertThat(found.at("/mining/evidence/0/side").asText()).isEqualTo("both");
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.3, '', '', true", "TLSv1.3, backend.example, '', false", "TLSv1.3, '', h2, false", "TLSv1.2, '', '', false"})
  void jobsAlone_onTheWebsPort_areSuspected_whereNobodyIsNamed(String version, String name, String protocol, boolean isSuspected) {
    String script = withoutShares(options(version, name, protocol.isEmpty() ? new String[0] : new String[] {protocol}));
    for (String sent : List.of(script, inFullSegments(script))) {
      Scan scan = Scan.of(sent);
      if (isSuspected) {
        scan.shows("suspected", "encrypted", "rhythm-jobs", "rhythm-login", "rhythm-nameless");
      } else {
        scan.showsNothing();
      }
    }
  }

  private static String withoutShares(TlsOptions options) {
    TlsPeers peers = new TlsPeers(TlsKeys.chain("backend.example"));
    RecordedTls tls = RecordedTls.session(peers, options, MoneroTalk.withoutShares(LASTING_SECONDS, 3));
    return TlsScript.flow(MINER, WEB_PORT) + new TlsScript(tls).lines() + "fin client\n";
  }

  /** What the server says at once in one write. */
  private static String inFullSegments(String script) {
    return script.replaceAll("(?<=\nS= )([0-9a-f]+)\nS= ", "$1").replaceAll("(?<=\nS= )([0-9a-f]+)\nS= ", "$1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void foreignName_withoutRhythm_isNothing(String version) {
    Scan.of(connection(BACKEND, ODD_PORT, options(version, "backend.example"), BRIEF_SECONDS)).showsNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void resumedSession_showsAsMuch(String version) {
    TlsPeers peers = new TlsPeers(TlsKeys.chain("backend.example"));
    RecordedTls.session(peers, options(version, POOL), MoneroTalk.ofSeconds(BRIEF_SECONDS, 1));
    Scan.of(connection(peers, POOL_PORT, options(version, POOL), LASTING_SECONDS))
        .shows("probable", "encrypted", withRhythm(true, "circumstance-server-name"));
    TlsPeers unnamed = new TlsPeers(TlsKeys.chain("backend.example"));
    RecordedTls.session(unnamed, options(version, ""), MoneroTalk.ofSeconds(BRIEF_SECONDS, 1));
    Scan.of(connection(unnamed, ODD_PORT, options(version, ""), LASTING_SECONDS))
        .shows("probable", "encrypted", withRhythm(true, "circumstance-no-server-name"));
  }

  /** The sensor, or the network, goes away amid the hello. */
  @Test
  void helloThatIsNeverFinished_tellsItsName() {
    String hello = new TlsScript(RecordedTls.session(BACKEND, options("TLSv1.3", POOL), MoneroTalk.ofSeconds(BRIEF_SECONDS, 1))).lines()
        .lines().filter(line -> line.startsWith("C= ")).findFirst().orElseThrow();
    Scan scan = Scan.of(TlsScript.flow(MINER, ODD_PORT) + hello.substring(0, hello.length() - 8) + "\nS= 15030300020246\n");
    scan.shows("suspected", "encrypted", "circumstance-server-name");
    assertThat(scan.only().at("/mining/evidence/0/packet").asInt()).as("behind the handshake").isEqualTo(4);
  }

  /** Some servers ask for one: it tells who calls, not who is called. */
  @Test
  void certificateThatTheCallerShows_isNoSign() {
    RecordedTls tls = RecordedTls.session(new TlsPeers(TlsKeys.chain(POOL)), TlsOptions.tls12(), MoneroTalk.ofSeconds(BRIEF_SECONDS, 1));
    Scan.of(TlsScript.flow(MINER, ODD_PORT) + new TlsScript(tls).lines().replace("S= ", "C= ")).showsNothing();
  }

  @Test
  void certificateOfPool_isSuspected_whateverSigned() {
    Scan own = Scan.of(connection(new TlsPeers(TlsKeys.selfSigned(POOL)), ODD_PORT, TlsOptions.tls12(), BRIEF_SECONDS));
    own.shows("suspected", "encrypted", "circumstance-certificate", "circumstance-no-server-name", "circumstance-self-signed");
    assertThat(own.only().at("/mining/evidence/2/side").asText()).isEqualTo("pool");
    assertThat(own.only().at("/mining/evidence/2/packet")).isEqualTo(own.only().at("/mining/evidence/0/packet"));
    Scan chain = Scan.of(connection(new TlsPeers(TlsKeys.chain(POOL)), ODD_PORT, TlsOptions.tls12(), BRIEF_SECONDS));
    chain.shows("suspected", "encrypted", "circumstance-certificate", "circumstance-no-server-name");
    assertThat(chain.only().at("/mining/pool").asText()).isEqualTo("2Miners");
    assertThat(chain.only().at("/mining/evidence/0/side").asText()).isEqualTo("pool");
    assertThat(chain.only().at("/mining/evidence/0/excerpt").asText()).isEqualTo("certificate " + POOL);
  }

  @Test
  void certificateOfPool_behindForeignName_isSuspected() {
    Scan.of(connection(new TlsPeers(TlsKeys.chain(POOL)), ODD_PORT, options("TLSv1.2", "backend.example"), BRIEF_SECONDS))
        .shows("suspected", "encrypted", "circumstance-certificate");
  }

  @Test
  void certificateOfPool_withRhythm_isProbable() {
    Scan.of(connection(new TlsPeers(TlsKeys.chain(POOL)), WEB_PORT, options("TLSv1.2", ""), LASTING_SECONDS))
        .shows("probable", "encrypted", withRhythm(true, "circumstance-certificate"));
  }

  /** The domain itself is that of the web site, what is below it need not be. */
  @Test
  void certificateOfPoolsWholeDomain_isASign_andLessOnTheWebsPorts() {
    Scan scan = Scan.of(connection(nanopool(), ODD_PORT, TlsOptions.tls12(), BRIEF_SECONDS));
    scan.shows("suspected", "encrypted", "circumstance-certificate", "circumstance-no-server-name");
    assertThat(scan.only().at("/mining/evidence/0/excerpt").asText()).isEqualTo("certificate *.nanopool.org");
    Scan.of(connection(nanopool(), WEB_PORT, TlsOptions.tls12(), BRIEF_SECONDS)).showsNothing();
    Scan.of(connection(nanopool(), WEB_PORT, options("TLSv1.2", "www.nanopool.org", "h2"), BRIEF_SECONDS)).showsNothing();
    Scan.of(connection(nanopool(), WEB_PORT, TlsOptions.tls12(), LASTING_SECONDS))
        .shows("probable", "encrypted", withRhythm(true, "circumstance-certificate"));
  }

  /** That never met before, so that the certificate is shown. */
  private static TlsPeers nanopool() {
    return new TlsPeers(TlsKeys.chain("nanopool.org"));
  }

  @Test
  void certificate_thatTls13Hides_isNoSign() {
    Scan.of(connection(new TlsPeers(TlsKeys.selfSigned(POOL)), ODD_PORT, TlsOptions.tls13(), BRIEF_SECONDS)).showsNothing();
  }

  @Test
  void certificate_ofWhichTheServersSideAloneIsSeen_isSuspected() {
    Scan scan = Scan.of("only server\n" + connection(new TlsPeers(TlsKeys.chain(POOL)), ODD_PORT, TlsOptions.tls12(), BRIEF_SECONDS));
    scan.shows("suspected", "encrypted", "circumstance-certificate");
    assertThat(scan.only().path("src_ip").asText()).isEqualTo("192.0.2.10");
    assertThat(scan.only().at("/mining/sides_seen").asText()).isEqualTo("pool");
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, 1", "TLSv1.3, 7", "TLSv1.2, 50", "TLSv1.3, 100"})
  void hello_overSeveralRecords_isRead(String version, int recordBytes) {
    Scan.of(connection(BACKEND, POOL_PORT, options(version, POOL).withHelloRecordBytes(recordBytes), BRIEF_SECONDS))
        .shows("suspected", "encrypted", "circumstance-server-name");
  }

  @ParameterizedTest
  @CsvSource({"TLSv1.2, 1", "TLSv1.3, 5", "TLSv1.2, 19", "TLSv1.3, 20", "TLSv1.2, 37", "TLSv1.3, 100", "TLSv1.2, 200"})
  void hello_overSeveralSegments_isRead(String version, int segmentBytes) {
    String script = connection(BACKEND, POOL_PORT, options(version, POOL), BRIEF_SECONDS);
    Scan.of("segment " + segmentBytes + "\n" + script).shows("suspected", "encrypted", "circumstance-server-name");
  }

  /** The later pieces come first, and the very first one last. */
  @ParameterizedTest
  @CsvSource({"TLSv1.2, 40", "TLSv1.3, 40", "TLSv1.3, 100", "TLSv1.2, 200", "TLSv1.3, 300"})
  void hello_whosePiecesComeInAnotherOrder_isRead(String version, int segmentBytes) {
    String script = connection(BACKEND, POOL_PORT, options(version, POOL), BRIEF_SECONDS);
    Scan.of("segment " + segmentBytes + "\n" + script.replaceFirst("\nC= ", "\nreorder\nC= "))
        .shows("suspected", "encrypted", "circumstance-server-name");
    String other = connection(BACKEND, WEB_PORT, options(version, "backend.example"), BRIEF_SECONDS);
    Scan.of("segment " + segmentBytes + "\n" + other.replaceFirst("\nC= ", "\nreorder\nC= ")).showsNothing();
  }

  @Test
  void certificates_overSmallSegments_areRead() {
    String script = connection(new TlsPeers(TlsKeys.chain(POOL)), ODD_PORT, TlsOptions.tls12(), BRIEF_SECONDS);
    Scan.of("segment 100\n" + script).shows("suspected", "encrypted", "circumstance-certificate", "circumstance-no-server-name");
  }

  @Test
  void webSiteOfPool_visited_isNothing() {
    for (String site : List.of("www.2miners.com", "2miners.com", "api.nanopool.org")) {
      Scan.of(connection(new TlsPeers(TlsKeys.chain("2miners.com")), WEB_PORT, options("TLSv1.2", site, "h2", "http/1.1"), BRIEF_SECONDS))
          .showsNothing();
      Scan.of(connection(BACKEND, WEB_PORT, options("TLSv1.3", site), BRIEF_SECONDS)).showsNothing();
    }
  }

  @Test
  void webHostThatIsAlsoPool_visitedByBrowser_isNothing() {
    Scan.of(connection(BACKEND, WEB_PORT, options("TLSv1.3", "xmr.nanopool.org", "h2", "http/1.1"), BRIEF_SECONDS)).showsNothing();
    Scan.of(connection(BACKEND, WEB_PORT, options("TLSv1.3", "eu.nanopool.org", "h2", "http/1.1"), BRIEF_SECONDS)).showsNothing();
  }

  @Test
  void stratumHost_calledOnItsPort_isSuspected_andNotByABrowser() {
    Scan.of(connection(BACKEND, POOL_PORT, options("TLSv1.3", POOL), BRIEF_SECONDS))
        .shows("suspected", "encrypted", "circumstance-server-name");
    Scan.of(connection(BACKEND, WEB_PORT, options("TLSv1.3", POOL, "h2", "http/1.1"), BRIEF_SECONDS)).showsNothing();
  }

  @Test
  void midstream_isFoundByItsRhythm() {
    RecordedTls tls = RecordedTls.session(BACKEND, TlsOptions.tls13(), MoneroTalk.ofSeconds(900, 4)).withoutHandshake();
    Scan scan = Scan.of("flow " + MINER + " > " + ODD_PORT + " midstream\n" + new TlsScript(tls).lines());
    scan.shows("suspected", "encrypted", "rhythm-shares");
    assertThat(scan.only().at("/mining/midstream").asBoolean()).isTrue();
  }

  @Test
  void manyNamesAndLists_areNoMoreThanSuspected() {
    String lookUps = new DnsScript("192.0.2.10:40001", "192.0.2.53:53").udp(POOL, "198.51.100.20")
        + new DnsScript("192.0.2.10:40002", "192.0.2.53:53").udp("donate.v2.xmrig.com", "198.51.100.20");
    Scan scan = Scan.of(lookUps + connection(new TlsPeers(TlsKeys.selfSigned(POOL)), POOL_PORT, options("TLSv1.2", POOL), BRIEF_SECONDS));
    assertThat(scan.mining).isNotEmpty().allSatisfy(found -> {
      assertThat(found.at("/mining/verdict").asText()).isEqualTo("suspected");
      assertThat(found.at("/mining/score").asInt()).isLessThanOrEqualTo(35);
    });
  }

  @ParameterizedTest
  @MethodSource("connections")
  void hosts_areToldOncePerPool(List<String> scripts) {
    Scan scan = Scan.of(String.join("", scripts));
    scan.shows("suspected", "encrypted", "circumstance-server-name");
    assertThat(scan.only().at("/mining/connections").asInt()).isEqualTo(scripts.size());
    assertThat(scan.hosts).hasSize(1);
  }

  static Stream<List<String>> connections() {
    List<String> scripts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      scripts.add(connection("192.0.2.10:4100" + i, BACKEND, POOL_PORT, options("TLSv1.3", POOL), BRIEF_SECONDS));
    }
    return Stream.of(scripts);
  }

  @Test
  void lastingSession_standsForItsLookUpsAndAttempts() {
    Scan scan = Scan.of(new DnsScript("192.0.2.10:40001", "192.0.2.53:53").udp(POOL, "198.51.100.20")
        + connection("192.0.2.10:41001", BACKEND, POOL_PORT, options("TLSv1.3", POOL), BRIEF_SECONDS)
        + connection(BACKEND, POOL_PORT, options("TLSv1.3", POOL), LASTING_SECONDS));
    scan.shows("probable", "encrypted", withRhythm(true, "circumstance-server-name", "circumstance-name-looked-up"));
    assertThat(scan.hosts).singleElement().satisfies(host -> assertThat(host.at("/host/verdict").asText()).isEqualTo("probable"));
  }

  @Test
  void quic_isLeftAlone_andCounted() {
    Scan scan = Scan.of("flow 192.0.2.10:41000 > 198.51.100.20:443 udp\nC= c3000000010863" + "5a".repeat(1193) + "\nS= c3000000010863"
        + "5a".repeat(1193) + "\n");
    scan.showsNothing();
    assertThat(scan.ignored("quic")).isEqualTo(2);
  }
}
