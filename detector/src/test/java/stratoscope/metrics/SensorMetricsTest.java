package stratoscope.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Power;
import stratoscope.profile.ProofPackets;
import stratoscope.record.Pulse;
import stratoscope.record.SampleFinding;
import stratoscope.record.Stats;

/** The page for Prometheus: what it says, and how long it may get. */
class SensorMetricsTest {
  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final long HOUR_MICROS = 3_600_000_000L;
  /** Of all packets that came; it never goes back. */
  private static final long LATEST_MICROS = SampleFinding.SOME_MICROS + 10 * HOUR_MICROS;
  private static final ProofPackets NO_PROOF = new ProofPackets();

  private final SensorMetrics metrics = new SensorMetrics(50);

  private static SampleFinding session(long flow, Verdict verdict) {
    SampleFinding sample = new SampleFinding();
    sample.flowId = flow;
    sample.verdict = verdict;
    sample.coin = "XMR";
    sample.hashrate = new Hashrate(1000, 900, 1100, "shares");
    return sample;
  }

  private List<String> series() {
    return metrics.page("").lines().filter(line -> line.startsWith("stratoscope_")).toList();
  }

  @Test
  void openSession_isCountedOnceForEachVerdict() {
    metrics.onOpen(session(1, Verdict.SUSPECTED).finding(), NO_PROOF, true);
    metrics.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    metrics.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, false);
    assertThat(series()).contains(
        "stratoscope_findings_total{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"suspected\"} 1.0",
        "stratoscope_findings_total{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 1.0",
        "stratoscope_sessions{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"suspected\"} 0.0",
        "stratoscope_sessions{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 1.0",
        "stratoscope_hosts{verdict=\"confirmed\"} 1.0", "stratoscope_hosts{verdict=\"suspected\"} 0.0",
        "stratoscope_hashrate_hashes_per_second{coin=\"XMR\"} 1000.0",
        "stratoscope_top_host_score{ip=\"192.0.2.10\"} 100.0");
    metrics.onMining(session(1, Verdict.CONFIRMED).finding(), NO_PROOF);
    assertThat(series()).contains(
        "stratoscope_findings_total{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 1.0",
        "stratoscope_sessions{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 0.0",
        "stratoscope_hosts{verdict=\"confirmed\"} 1.0", "stratoscope_hashrate_hashes_per_second{coin=\"XMR\"} 0.0");
  }

  @Test
  void power_isAddedUpWhileSessionsAreOpen() {
    SampleFinding sample = session(1, Verdict.CONFIRMED);
    sample.machine = new Finding.Machine(60, new Power(100, 250, 60, "a rig"), List.of());
    metrics.onOpen(sample.finding(), NO_PROOF, true);
    metrics.onOpen(session(2, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    sample.flowId = 3;
    metrics.onOpen(sample.finding(), NO_PROOF, true);
    assertThat(series()).contains("stratoscope_power_watts{bound=\"low\",coin=\"XMR\"} 200.0",
        "stratoscope_power_watts{bound=\"high\",coin=\"XMR\"} 500.0");
    metrics.onMining(sample.finding(), NO_PROOF);
    assertThat(series()).contains("stratoscope_power_watts{bound=\"high\",coin=\"XMR\"} 250.0");
    sample.flowId = 1;
    metrics.onMining(sample.finding(), NO_PROOF);
    assertThat(series()).contains("stratoscope_power_watts{bound=\"low\",coin=\"XMR\"} 0.0");
  }

  @Test
  void withdrawnSession_isNoHost() {
    metrics.onOpen(session(1, Verdict.SUSPECTED).finding(), NO_PROOF, true);
    metrics.onMining(session(1, Verdict.NONE).finding(), NO_PROOF);
    assertThat(series()).contains("stratoscope_sessions{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"suspected\"} 0.0");
    assertThat(series()).noneMatch(line -> line.contains("verdict=\"none\""));
  }

  @Test
  void allowedFinding_isCountedApart() {
    Finding allowed = session(1, Verdict.CONFIRMED).finding().allowed("our own rig");
    metrics.onOpen(allowed, NO_PROOF, true);
    metrics.onMining(allowed, NO_PROOF);
    assertThat(series()).contains("stratoscope_allowed_findings_total 2.0", "stratoscope_hosts{verdict=\"confirmed\"} 0.0")
        .noneMatch(line -> line.startsWith("stratoscope_findings_total"));
  }

  @Test
  void sessionThatIsAllowedWhileItIsOpen_isOpenNoLonger() {
    metrics.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    metrics.onMining(session(1, Verdict.CONFIRMED).finding().allowed("our own rig, as we know now"), NO_PROOF);
    assertThat(series()).contains("stratoscope_sessions{coin=\"XMR\",dialect=\"stratum-v1\",verdict=\"confirmed\"} 0.0",
        "stratoscope_hashrate_hashes_per_second{coin=\"XMR\"} 0.0", "stratoscope_allowed_findings_total 1.0");
  }

  @Test
  void clockThatIsSetBack_forgetsNoHost_andKeepsNone() {
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS + 10 * HOUR_MICROS));
    metrics.onResumedHost(SampleFinding.host("192.0.2.7", Verdict.PROBABLE));
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS));
    metrics.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS + HOUR_MICROS / 2));
    assertThat(series()).contains("stratoscope_hosts{verdict=\"confirmed\"} 1.0");
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS + 2 * HOUR_MICROS));
    assertThat(series()).contains("stratoscope_hosts{verdict=\"confirmed\"} 0.0", "stratoscope_hosts{verdict=\"probable\"} 0.0");
  }

  @Test
  void host_silentForAnHour_isForgotten() {
    metrics.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS + 3_600_000_000L));
    assertThat(series()).contains("stratoscope_hosts{verdict=\"confirmed\"} 1.0");
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS + 3_661_000_000L));
    assertThat(series()).contains("stratoscope_hosts{verdict=\"confirmed\"} 0.0")
        .noneMatch(line -> line.startsWith("stratoscope_top_host_score"));
  }

  @Test
  void hostFromBeforeARestart_isCounted() {
    metrics.onResumedHost(SampleFinding.host("192.0.2.7", Verdict.PROBABLE));
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS));
    assertThat(series()).contains("stratoscope_hosts{verdict=\"probable\"} 1.0");
  }

  private static Pulse pulse(long micros) {
    Stats s = SampleFinding.stats(1);
    return new Pulse(new Stats(s.packets(), s.bytes(), s.inspected(), s.ignored(), s.dropped(), s.captureProblems(), s.streams(), s.flows(),
        s.sessions(), s.hostsScreened(), s.hostsFound(), s.hostsEvicted(), s.allowed(), LATEST_MICROS, 0, 0), 5, 4, 3, 2, micros);
  }

  @Test
  void pulse_isShown() {
    metrics.onPulse(pulse(SampleFinding.SOME_MICROS));
    assertThat(series()).contains("stratoscope_packets_total 1000.0", "stratoscope_inspected_packets_total 900.0",
        "stratoscope_ignored_packets_total{reason=\"udp\"} 80.0", "stratoscope_ignored_packets_total{reason=\"quic\"} 0.0",
        "stratoscope_unreadable_packets_total{reason=\"malformed\"} 20.0", "stratoscope_open_flows 5.0", "stratoscope_overload_level 2.0",
        "stratoscope_mining_flows 4.0", "stratoscope_out_of_order_bytes 3.0");
  }

  @Test
  void lag_isThatOfPacketsThatCome_andNoneOnASilentWire() {
    metrics.onPulse(pulse(System.currentTimeMillis() * 1000 - 100_000_000L));
    assertThat(series()).filteredOn(line -> line.startsWith("stratoscope_capture_lag_seconds ")).singleElement().asString()
        .matches(".* 10\\d\\.\\d+");
    metrics.onPulse(pulse(0));
    assertThat(series()).as("no packet came since").contains("stratoscope_capture_lag_seconds 0.0");
  }

  @Test
  void openMetrics_isForThoseWhoAskForIt_withExemplars() {
    metrics.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    assertThat(metrics.page(OPEN_METRICS)).endsWith("# EOF\n")
        .containsPattern("stratoscope_findings_total\\{[^}]*} 1\\.0 # \\{.*trace_id=\"1:[A-Za-z0-9+/]{27}=\".*} 1\\.0");
    assertThat(metrics.page("text/plain")).doesNotContain("# EOF").doesNotContain("trace_id");
  }

  @Test
  void hundredThousandHosts_getFiftySeries() {
    metrics.page("");
    for (int i = 0; i < 100_000; i++) {
      SampleFinding sample = session(i, i % 3 == 0 ? Verdict.CONFIRMED : Verdict.SUSPECTED);
      sample.miner = IpAddress.ofIpv4(0x0A00_0000 + i);
      sample.score = i % 101;
      sample.dialect = "dialect-" + i % 1000;
      sample.coin = "COIN" + i % 1000;
      metrics.onOpen(sample.finding(), NO_PROOF, true);
    }
    List<String> series = series();
    assertThat(series.stream().filter(line -> line.startsWith("stratoscope_top_host_score"))).hasSize(50)
        .allMatch(line -> line.endsWith(" 100.0"));
    assertThat(words(series, "dialect")).hasSize(65).contains("other");
    assertThat(words(series, "coin")).hasSize(65).contains("other");
    assertThat(series).hasSizeLessThan(1000);
    assertThat(series).noneMatch(line -> line.contains("10.0.") && !line.startsWith("stratoscope_top_host_score"));
  }

  private static List<String> words(List<String> series, String label) {
    return series.stream().filter(line -> line.contains(label + "=\"")).map(line -> line.replaceAll(".*" + label + "=\"([^\"]*)\".*", "$1"))
        .distinct().toList();
  }

  @Test
  void topHosts_canBeTurnedOff() {
    SensorMetrics none = new SensorMetrics(0);
    none.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    assertThat(none.page("")).doesNotContain("stratoscope_top_host_score{");
  }

  @Test
  void page_hasOnlyMetersOfTheTable() {
    metrics.onOpen(session(1, Verdict.CONFIRMED).finding(), NO_PROOF, true);
    List<String> known = Stream.of(Meter.values()).map(Meter::fullName).toList();
    assertThat(series()).allMatch(line -> known.contains(line.replaceAll("[{ ].*", "")));
  }
}
