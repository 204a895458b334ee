package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static stratoscope.circumstance.Samples.DAY;
import static stratoscope.circumstance.Samples.CAPTURE;
import static stratoscope.circumstance.Samples.MINER;
import static stratoscope.circumstance.Samples.OTHER;
import static stratoscope.circumstance.Samples.POOL;
import static stratoscope.circumstance.Samples.SECOND;
import static stratoscope.circumstance.Samples.START;
import static stratoscope.circumstance.Samples.row;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.EvidenceLog;
import stratoscope.evidence.Rule;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.names.CertificateChain;
import stratoscope.names.ClientHello;
import stratoscope.names.Confidence;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.names.PoolSource;
import stratoscope.names.Ports;
import stratoscope.names.TlsReader;
import stratoscope.names.TlsSink;
import stratoscope.packet.IpAddress;
import stratoscope.state.Records;
import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.testing.Allocation;
import stratoscope.testing.RecordedTls;
import stratoscope.testing.TlsKeys;
import stratoscope.testing.TlsOptions;
import stratoscope.testing.TlsPeers;

/** What each circumstance weighs, with the shipped rules and rows of the test's own. */
class CircumstancesTest {
  private static final int WEB_PORT = 443;
  private static final int ODD_PORT = 14_433;

  private final Sightings seen = new Sightings();
  private final EvidenceLog log = new EvidenceLog(Samples.SHIPPED.rules().thresholds());

  private static Circumstances.Ends ends(int port) {
    return new Circumstances.Ends(MINER, POOL, port, CAPTURE, 7, START);
  }

  private void called(String how, String name, int port) {
    seen.add(new Sighting(how, name, port, 9, START));
  }

  private void handshake(TlsKeys keys, TlsOptions options) {
    RecordedTls tls = RecordedTls.session(new TlsPeers(keys), options, List.of());
    TlsSink sink = new TlsSink() {
      @Override
      public void onClientHello(ClientHello hello) {
        seen.onClientHello(hello, START, 5);
      }

      @Override
      public void onCertificates(CertificateChain chain) {
        seen.onCertificates(chain, START, 6);
      }
    };
    new TlsReader(sink).onBytes(Unpooled.wrappedBuffer(tls.stream(true)));
    new TlsReader(sink).onBytes(Unpooled.wrappedBuffer(tls.stream(false)));
  }

  private List<String> signs() {
    return log.entries().stream().map(sign -> sign.rule().sign() + " " + sign.weight()).toList();
  }

  private static Rule rhythm() {
    return Samples.SHIPPED.rules().rule("rhythm-shares");
  }

  @Test
  void nothingSeen_isNothing() {
    assertThat(Samples.circumstances(row("pool.example", "")).weigh(ends(ODD_PORT), seen, log)).isNull();
    assertThat(log.entries()).isEmpty();
  }

  @Test
  void name_thatIsCalled_isASign_withItsPlace() {
    called("socks5", "eu.pool.example", 3333);
    PoolEntry found = Samples.circumstances(row("pool.example", "")).weigh(ends(ODD_PORT), seen, log);
    assertThat(found).isNotNull().extracting(PoolEntry::indicator).isEqualTo("pool.example");
    assertThat(log.entries()).singleElement().satisfies(sign -> {
      assertThat(sign.rule().id()).isEqualTo("circumstance-server-name");
      assertThat(sign.weight()).isEqualTo(34);
      assertThat(sign.side()).isEqualTo(Side.MINER);
      assertThat(sign.packetNumber()).isEqualTo(9);
      assertThat(sign.excerpt()).isEqualTo("socks5 eu.pool.example:3333");
    });
    assertThat(log.verdict()).isEqualTo(Verdict.SUSPECTED);
  }

  @Test
  void longName_isCutInTheExcerpt() {
    called("tls", "a".repeat(60) + "." + "b".repeat(60) + ".pool.example", 0);
    Samples.circumstances(row("pool.example", "")).weigh(ends(ODD_PORT), seen, log);
    assertThat(log.entries().get(0).excerpt()).hasSize(Evidence.MAX_EXCERPT_CHARS + 1).endsWith("…");
  }

  @Test
  void nameSeenTwice_countsOnce() {
    called("http-connect", "eu.pool.example", 3333);
    called("tls", "us.pool.example", 0);
    Samples.circumstances(row("pool.example", "")).weigh(ends(ODD_PORT), seen, log);
    assertThat(signs()).containsExactly("server-name 34");
  }

  /** Sure or doubtful, fresh or half faded, from a source that is trusted or not: the factors are multiplied. */
  @ParameterizedTest
  @CsvSource({"CONFIRMED, 1, 100, 34", "CONFIRMED, 0.5, 100, 17", "CANDIDATE, 1, 100, 17", "LIKELY, 0.9, 100, 24",
      "CONFIRMED, 1, 25, 17", "CONFIRMED, 0.5, 25, 9", "CONFIRMED, 1, 0, 0"})
  void ageCertaintyAndSource_weighIn(Confidence confidence, double trust, int daysLeft, int weight) {
    int today = (int) (START / DAY);
    PoolEntry aged = new PoolEntry("pool.example", Ports.NONE, Set.of(PoolKind.POOL), "Operator", List.of(), confidence, PoolEntry.NO_DAY,
        today + daysLeft - 100, today + daysLeft, new PoolSource("list", "List", null, null, null, trust));
    called("tls", "pool.example", 0);
    Samples.circumstances(aged).weigh(new Circumstances.Ends(MINER, POOL, ODD_PORT, CAPTURE, 7, START), seen, log);
    assertThat(log.entries().stream().mapToInt(Evidence::weight).sum()).isCloseTo(weight, within(1));
  }

  @Test
  void sameSign_onMoreConnections_addsNothing() {
    Circumstances circumstances = Samples.circumstances(row("pool.example", ""));
    for (int i = 0; i < 5; i++) {
      called("tls", "eu" + i + ".pool.example", 0);
      circumstances.weigh(ends(ODD_PORT), seen, log);
    }
    assertThat(signs()).containsExactly("server-name 34");
    assertThat(log.score()).isEqualTo(34);
  }

  @Test
  void row_thatExpired_saysNothing() {
    called("tls", "pool.example", 0);
    PoolEntry old = row("pool.example", "", (int) (START / DAY), PoolKind.POOL);
    assertThat(Samples.circumstances(old).weigh(ends(ODD_PORT), seen, log)).isNull();
    assertThat(log.entries()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"www.pool.example", "api.eu.pool.example", "mail.pool.example"})
  void webAndMailHosts_areNoSign(String name) {
    called("tls", name, 0);
    Samples.circumstances(row("pool.example", "")).weigh(ends(WEB_PORT), seen, log);
    assertThat(log.entries()).isEmpty();
  }

  @Test
  void hostThatIsAlsoAWebSite_isLessOnTheWebsPort_unlessThatIsListed() {
    called("tls", "both.example", 0);
    PoolEntry both = row("both.example", "3333", PoolKind.POOL, PoolKind.POOL_WEBSITE);
    Samples.circumstances(both).weigh(ends(WEB_PORT), seen, log);
    assertThat(signs()).containsExactly("server-name 34", "web-site -20");
    EvidenceLog listed = new EvidenceLog(Samples.SHIPPED.rules().thresholds());
    Samples.circumstances(row("both.example", "443", PoolKind.POOL, PoolKind.POOL_WEBSITE)).weigh(ends(WEB_PORT), seen, listed);
    assertThat(listed.entries()).extracting(sign -> sign.rule().sign()).containsExactly("server-name");
    EvidenceLog odd = new EvidenceLog(Samples.SHIPPED.rules().thresholds());
    Samples.circumstances(both).weigh(ends(ODD_PORT), seen, odd);
    assertThat(odd.entries()).extracting(sign -> sign.rule().sign()).containsExactly("server-name");
  }

  @Test
  void portSaidWithTheName_countsAndNotTheProxys() {
    called("http-connect", "both.example", WEB_PORT);
    Samples.circumstances(row("both.example", "", PoolKind.POOL, PoolKind.POOL_WEBSITE)).weigh(ends(8118), seen, log);
    assertThat(signs()).containsExactly("server-name 34", "web-site -20");
  }

  @Test
  void browsersHello_speaksAgainst_butNotForBrowserMiners() {
    handshake(TlsKeys.chain("backend.example"), TlsOptions.tls13().withServerName("eu.pool.example").withProtocols("h2", "http/1.1"));
    Samples.circumstances(row("pool.example", "")).weigh(ends(ODD_PORT), seen, log);
    assertThat(signs()).containsExactly("server-name 34", "browser -20");
    assertThat(log.entries().get(1).excerpt()).isEqualTo("ALPN h2,http/1.1");
    assertThat(log.verdict()).isEqualTo(Verdict.NONE);
    EvidenceLog inPage = new EvidenceLog(Samples.SHIPPED.rules().thresholds());
    Samples.circumstances(row("pool.example", "", PoolKind.BROWSER_MINER)).weigh(ends(WEB_PORT), seen, inPage);
    assertThat(inPage.entries()).extracting(sign -> sign.rule().sign()).containsExactly("server-name");
  }

  @Test
  void browserInPlainHttp_speaksAgainst() {
    called("http", "eu.pool.example", 0);
    seen.onBrowser();
    Samples.circumstances(row("pool.example", "")).weigh(ends(ODD_PORT), seen, log);
    assertThat(signs()).containsExactly("server-name 34", "browser -20");
    assertThat(log.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void endpointAndAddress_areToldApart() {
    Samples.circumstances(row("198.51.100.20", "14433")).weigh(ends(ODD_PORT), seen, log);
    assertThat(signs()).containsExactly("endpoint 34");
    assertThat(log.entries().get(0).excerpt()).startsWith("198.51.100.20:14433");
    EvidenceLog any = new EvidenceLog(Samples.SHIPPED.rules().thresholds());
    Samples.circumstances(row("198.51.100.0/24", "")).weigh(ends(ODD_PORT), seen, any);
    assertThat(any.entries()).extracting(sign -> sign.rule().sign()).containsExactly("address");
    assertThat(any.verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void webSitesAddress_isNoSign() {
    Samples.circumstances(row("198.51.100.20", "", PoolKind.POOL_WEBSITE)).weigh(ends(WEB_PORT), seen, log);
    assertThat(log.entries()).isEmpty();
  }

  @Test
  void otherName_atAListedAddress_speaksAgainst_andAPoolsDoesNot() {
    Circumstances circumstances = Samples.circumstances(row("198.51.100.20", ""), row("pool.example", ""));
    handshake(TlsKeys.chain("backend.example"), TlsOptions.tls13().withServerName("shop.example"));
    circumstances.weigh(ends(WEB_PORT), seen, log);
    assertThat(signs()).containsExactly("address 10", "shared-hosting -10");
    Sightings named = new Sightings();
    named.add(new Sighting("tls", "pool.example", 0, 5, START));
    EvidenceLog both = new EvidenceLog(Samples.SHIPPED.rules().thresholds());
    circumstances.weigh(ends(WEB_PORT), named, both);
    assertThat(both.entries()).extracting(sign -> sign.rule().sign()).containsExactly("server-name", "address");
  }

  @Test
  void openingOfTls_isNoSignAlone() {
    handshake(TlsKeys.selfSigned("backend.example"), TlsOptions.tls12());
    Circumstances circumstances = Samples.circumstances();
    circumstances.weigh(ends(ODD_PORT), seen, log);
    assertThat(log.entries()).isEmpty();
    log.add(new Evidence(rhythm(), Side.BOTH, 20, START, "rhythm"));
    circumstances.weigh(ends(ODD_PORT), seen, log);
    assertThat(signs()).containsExactly("shares 30", "no-server-name 10", "self-signed 3");
    assertThat(log.verdict()).isEqualTo(Verdict.PROBABLE);
  }

  @Test
  void missingName_onPortsWhereTlsIsUsual_isNoSign() {
    handshake(TlsKeys.chain("backend.example"), TlsOptions.tls13());
    log.add(new Evidence(rhythm(), Side.BOTH, 20, START, "rhythm"));
    for (int port : new int[] {443, 993, 5223, 8883}) {
      Samples.circumstances().weigh(ends(port), seen, log);
    }
    assertThat(signs()).containsExactly("shares 30");
  }

  @Test
  void certificate_isASignOfThePools() {
    handshake(TlsKeys.chain("pool.example"), TlsOptions.tls12().withServerName("shop.example"));
    Samples.circumstances(row("pool.example", "")).weigh(ends(ODD_PORT), seen, log);
    assertThat(log.entries()).singleElement().satisfies(sign -> {
      assertThat(sign.rule().sign()).isEqualTo("certificate");
      assertThat(sign.side()).isEqualTo(Side.POOL);
      assertThat(sign.packetNumber()).isEqualTo(6);
    });
  }

  @Test
  void browser_atAListedEndpoint_isLess() {
    handshake(TlsKeys.chain("backend.example"), TlsOptions.tls13().withProtocols("h2", "http/1.1"));
    Samples.circumstances(row("198.51.100.20", "14433")).weigh(ends(ODD_PORT), seen, log);
    assertThat(signs()).containsExactly("endpoint 34", "browser -20", "no-server-name 10");
  }

  @Test
  void certificate_ofManyOthersToo_isThatOfSharedHosting() {
    handshake(TlsKeys.shared("a.example", "b.example", "eu.pool.example", "c.example", "d.example"), TlsOptions.tls12());
    Samples.circumstances(row("pool.example", "")).weigh(ends(WEB_PORT), seen, log);
    assertThat(signs()).containsExactly("certificate 34", "shared-hosting -20");
    assertThat(log.verdict()).isEqualTo(Verdict.NONE);
    assertThat(log.entries().get(1).excerpt()).isEqualTo("certificate of 4 other names");
  }

  @Test
  void certificate_ofManyPools_isReadOnce() {
    String[] hosts = IntStream.range(0, 12).mapToObj(i -> "n" + i + ".pool.example").toArray(String[]::new);
    handshake(TlsKeys.shared(hosts), TlsOptions.tls12());
    Circumstances circumstances = Samples.circumstances(row("pool.example", ""));
    long once = Allocation.leastBytes(() -> assertThat(seen.certificate().hosts()).hasSize(12));
    long all = Allocation.leastBytes(() -> circumstances.weigh(ends(ODD_PORT), seen, log));
    assertThat(all).isLessThan(8 * once);
  }

  @Test
  void interest_isInWhatLeadsToPools_andInTlsThatNamesNobody() {
    Circumstances circumstances = Samples.circumstances(row("pool.example", ""), row("198.51.100.20", "3333"));
    assertThat(circumstances.isOfInterest(ends(ODD_PORT), seen)).isFalse();
    assertThat(circumstances.isOfInterest(ends(3333), seen)).as("a listed endpoint").isTrue();
    handshake(TlsKeys.chain("backend.example"), TlsOptions.tls13());
    assertThat(circumstances.isOfInterest(ends(WEB_PORT), seen)).isTrue();
    assertThat(circumstances.isOfInterestStill(ends(WEB_PORT), seen)).as("once the handshake is over").isFalse();
    assertThat(circumstances.isOfInterestStill(ends(ODD_PORT), seen)).isTrue();
    called("socks5", "shop.example", ODD_PORT);
    assertThat(circumstances.isOfInterestStill(ends(WEB_PORT), seen)).as("by the port that the proxy was asked for").isTrue();
    called("socks5", "pool.example", WEB_PORT);
    assertThat(circumstances.isOfInterestStill(ends(WEB_PORT), seen)).isTrue();
  }

  @Test
  void interest_inTlsThatNamesAnother_lastsUntilItsServerAnswers_onOddPorts() {
    Circumstances circumstances = Samples.circumstances(row("pool.example", ""));
    handshake(TlsKeys.chain("backend.example"), TlsOptions.tls13().withServerName("shop.example"));
    assertThat(circumstances.isOfInterest(ends(ODD_PORT), seen)).isTrue();
    assertThat(circumstances.isOfInterest(ends(WEB_PORT), seen)).isFalse();
    assertThat(circumstances.isOfInterestStill(ends(ODD_PORT), seen)).isFalse();
  }

  @Test
  void provenEndpoint_isASignForOthers_whileItLasts() {
    Circumstances circumstances = Samples.circumstances();
    circumstances.onConfirmed(OTHER, POOL, ODD_PORT, START - DAY);
    circumstances.onConfirmed(MINER, POOL, ODD_PORT, START);
    assertThat(circumstances.isKnown(POOL.high(), POOL.low(), ODD_PORT, START)).isTrue();
    assertThat(circumstances.isKnown(POOL.high(), POOL.low(), WEB_PORT, START)).isFalse();
    circumstances.weigh(ends(ODD_PORT), seen, log);
    assertThat(signs()).containsExactly("proven-endpoint 15");
    assertThat(isProvenFor(circumstances, OTHER, START)).as("by the one that was confirmed later").isTrue();
    assertThat(isProvenFor(circumstances, MINER, START + 7 * DAY)).as("after a week").isFalse();
    circumstances.onConfirmed(OTHER, POOL, ODD_PORT, START + 6 * DAY);
    assertThat(isProvenFor(circumstances, MINER, START + 7 * DAY)).as("confirmed again since").isTrue();
    assertThat(isProvenFor(circumstances, MINER, START + 14 * DAY)).isFalse();
  }

  @Test
  void provenEndpoint_ofOneHost_isNoSignForIt() {
    Circumstances circumstances = Samples.circumstances();
    circumstances.onConfirmed(MINER, POOL, ODD_PORT, START - DAY);
    circumstances.onConfirmed(MINER, POOL, ODD_PORT, START);
    assertThat(isProvenFor(circumstances, MINER, START)).isFalse();
    assertThat(isProvenFor(circumstances, OTHER, START)).isTrue();
  }

  private boolean isProvenFor(Circumstances circumstances, IpAddress miner, long micros) {
    EvidenceLog own = new EvidenceLog(Samples.SHIPPED.rules().thresholds());
    circumstances.weigh(new Circumstances.Ends(miner, POOL, ODD_PORT, CAPTURE, 7, micros), seen, own);
    return !own.entries().isEmpty();
  }

  @Test
  void circumstances_whateverTheyAre_areNoMoreThanSuspected() {
    List<Rule> rules = Samples.SHIPPED.rules().all().stream().filter(rule -> rule.dialect().equals(Rule.CIRCUMSTANCE)).toList();
    assertThat(rules).hasSizeGreaterThan(10);
    Random random = new Random(3);
    for (int round = 0; round < 1000; round++) {
      EvidenceLog some = new EvidenceLog(Samples.SHIPPED.rules().thresholds());
      rules.stream().filter(rule -> random.nextBoolean()).forEach(rule -> some.add(new Evidence(rule, Side.MINER, 1, START, "")));
      assertThat(some.verdict()).isLessThanOrEqualTo(Verdict.SUSPECTED);
    }
  }

  @Test
  void others_areTold_whatIsNew() {
    Circumstances circumstances = Samples.circumstances();
    PoolEntry entry = row("pool.example", "");
    List<Lesson> lessons = new ArrayList<>();
    circumstances.tell(lessons::add);
    for (int i = 0; i < 3; i++) {
      circumstances.onLogin(MINER, POOL, "user", START);
      circumstances.onLogin(OTHER, POOL, "user", START);
      circumstances.onLogin(OTHER, POOL, "u".repeat(65_000), START);
      circumstances.onResolved(POOL, entry, MINER, new LearnedEndpoints.Answer("pool.example", CAPTURE, 7, START + i), 60);
    }
    assertThat(lessons).containsExactly(new Lesson.Login(MINER, POOL, "user", START), new Lesson.Resolved(POOL, entry, MINER,
        new LearnedEndpoints.Answer("pool.example", CAPTURE, 7, START), 60));
    lessons.clear();
    circumstances.onResolved(POOL, entry, OTHER, new LearnedEndpoints.Answer("pool.example", CAPTURE, 7, START), 60);
    circumstances.onResolved(POOL, entry, MINER, new LearnedEndpoints.Answer("pool.example", CAPTURE, 7, START + DAY), 60);
    circumstances.onLogin(MINER, OTHER, "u".repeat(65_000), START);
    assertThat(lessons).hasSize(3).last().isEqualTo(new Lesson.Login(MINER, OTHER, "", START));
  }

  /** Packets are numbered in each capture. */
  @Test
  void answerInAnotherCapture_isASignOfTheConnectionsFirstPacket() {
    Circumstances circumstances = Samples.circumstances(row("pool.example", ""));
    circumstances.onResolved(POOL, row("pool.example", ""), MINER, new LearnedEndpoints.Answer("pool.example", CAPTURE, 2, START), 60);
    for (String capture : List.of(CAPTURE, "b.pcap")) {
      EvidenceLog log = circumstances.newLog();
      circumstances.weigh(new Circumstances.Ends(MINER, POOL, ODD_PORT, capture, 7, START + SECOND), new Sightings(), log);
      assertThat(log.entries()).singleElement().satisfies(sign -> {
        assertThat(sign.rule().sign()).isEqualTo("name-looked-up");
        assertThat(sign.packetNumber()).isEqualTo(capture.equals(CAPTURE) ? 2 : 7);
      });
    }
  }

  /** Names and answers can be made up without end. */
  @Test
  void addressesOfLongAgo_areForgotten_andOthersAreNot() {
    Circumstances circumstances = Samples.circumstances();
    circumstances.onConfirmed(MINER, POOL, ODD_PORT, START);
    LearnedEndpoints.Answer answer = new LearnedEndpoints.Answer("pool.example", CAPTURE, 7, START);
    PoolEntry entry = row("pool.example", "");
    int most = 400_000;
    for (int i = 0; i < most; i++) {
      circumstances.onResolved(IpAddress.ofIpv4(0x2D00_0000 + i), entry, MINER, answer, 60);
    }
    IpAddress last = IpAddress.ofIpv4(0x2D00_0000 + most - 1);
    IpAddress first = IpAddress.ofIpv4(0x2D00_0000);
    assertThat(circumstances.isKnown(last.high(), last.low(), ODD_PORT, START)).isTrue();
    assertThat(circumstances.isKnown(first.high(), first.low(), ODD_PORT, START)).isFalse();
    assertThat(circumstances.isKnown(POOL.high(), POOL.low(), ODD_PORT, START)).isTrue();
    int strangers = 0;
    for (int i = 0; i < most; i++) {
      strangers += circumstances.mayHold(0, 0xFFFF_5000_0000L + i) ? 1 : 0;
    }
    assertThat(strangers).isLessThan(most / 10);
  }

  @Test
  void endpointsProvenAgain_areKept_andOthersGoFirst() {
    Circumstances circumstances = Samples.circumstances();
    IpAddress first = IpAddress.ofIpv4(0x2D00_0000);
    circumstances.onConfirmed(MINER, POOL, ODD_PORT, START);
    for (int i = 0; i < 65_536; i++) {
      circumstances.onConfirmed(MINER, IpAddress.ofIpv4(0x2D00_0000 + i), ODD_PORT, START);
      if (i < 1000) {
        circumstances.onConfirmed(MINER, POOL, ODD_PORT, START + i);
      }
    }
    assertThat(circumstances.isKnown(POOL.high(), POOL.low(), ODD_PORT, START)).isTrue();
    assertThat(circumstances.isKnown(first.high(), first.low(), ODD_PORT, START)).isFalse();
  }

  private static final long WEEK = 7 * DAY;

  private static void teach(Circumstances circumstances) {
    String user = "made-up-wallet";
    circumstances.onServer(OTHER, START);
    circumstances.onLogin(OTHER, POOL, user, START);
    circumstances.onLogin(MINER, OTHER, Keccak.hexOf(user.getBytes(StandardCharsets.UTF_8)), START);
    circumstances.onDonation(MINER, START - 100 * 60 * SECOND);
    circumstances.onDonation(MINER, START);
    for (int i = 0; i < 4; i++) {
      circumstances.onOtherName(POOL, "site" + i + ".example", i == 0 ? MINER : null, START);
    }
    circumstances.onConfirmed(OTHER, POOL, ODD_PORT, START + DAY);
  }

  private static void assertKnown(Circumstances circumstances, long micros, boolean isKnown) {
    assertThat(circumstances.isServer(OTHER, micros)).isEqualTo(isKnown);
    assertThat(circumstances.isServing(POOL, micros)).isEqualTo(isKnown);
    assertThat(circumstances.donor(MINER, micros) != null).isEqualTo(isKnown);
    assertThat(circumstances.onDonation(MINER, micros) > 0).isEqualTo(isKnown);
    Circumstances.Ends ends = new Circumstances.Ends(MINER, POOL, ODD_PORT, CAPTURE, 7, micros);
    assertThat(circumstances.isProvenByOthers(ends)).as("not shared").isNotEqualTo(isKnown);
  }

  /** Somebody else may have the address then. */
  @Test
  void whatHostsDid_countsForAWeek_andIsForgottenOverARestart() throws StateException {
    Circumstances before = Samples.circumstances();
    teach(before);
    for (long micros : new long[] {START + WEEK, START + WEEK + 1}) {
      Circumstances after = Samples.circumstances();
      List<Stateful> parts = new ArrayList<>();
      before.saveTo(parts, micros);
      assertThat(parts).hasSize(micros == START + WEEK ? 12 : 3);
      for (StateReader record : Records.of(parts)) {
        assertThat(after.restore(record)).isTrue();
      }
      assertKnown(after, START + WEEK + 1, false);
      assertKnown(after, START + WEEK, micros == START + WEEK);
    }
    assertKnown(before, START + WEEK + 1, false);
    assertKnown(before, START + WEEK, true);
  }

  @Test
  void key_isTheOperator_orWhatIsListed() {
    assertThat(Circumstances.keyOf(row("pool.example", ""))).isEqualTo("Operator");
    PoolEntry nobody = new PoolEntry("pool.example", row("x.example", "").ports(), row("x.example", "").kinds(), null, List.of(),
        row("x.example", "").confidence(), 0, 0, PoolEntry.NO_DAY, null);
    assertThat(Circumstances.keyOf(nobody)).isEqualTo("pool.example");
  }
}
