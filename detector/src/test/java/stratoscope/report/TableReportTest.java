package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;
import stratoscope.record.SampleFinding;
import stratoscope.record.Stats;

/** The table for people and the sums below it. */
class TableReportTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TableReport report = new TableReport(out, false);

  private void mining(Verdict verdict, String miner, long seconds, String agent) {
    SampleFinding sample = new SampleFinding();
    sample.verdict = verdict;
    sample.miner = SampleFinding.address(miner);
    sample.firstSeenMicros += seconds * 1_000_000;
    sample.agent = agent;
    report.onMining(sample.finding(), new ProofPackets());
  }

  private List<String> lines() throws IOException {
    report.onStats(SampleFinding.stats(0.5));
    report.close();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void sessions_areSorted_surestThenAddressThenTime() throws IOException {
    mining(Verdict.SUSPECTED, "192.0.2.1", 0, "f");
    mining(Verdict.CONFIRMED, "192.0.2.10", 5, "c");
    mining(Verdict.PROBABLE, "192.0.2.1", 0, "e");
    mining(Verdict.CONFIRMED, "192.0.2.9", 9, "a");
    mining(Verdict.CONFIRMED, "192.0.2.10", 1, "b");
    mining(Verdict.CONFIRMED, "2001:db8::1", 0, "d");
    List<String> rows = lines().subList(1, 7);
    assertThat(rows.stream().map(row -> row.split(" {2,}", -1)[8])).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Test
  void row_showsWhatIsKnownAndDashes() throws IOException {
    SampleFinding sample = new SampleFinding().sign("stratum-v1-subscribe", 40, "").sign("stratum-v1-set-difficulty", 25, "")
        .sign("conversation-mining-software", 35, "").sign("stratum-v1-submit", 45, "");
    report.onMining(sample.finding(), new ProofPackets());
    sample.identity = new Identity("wallet.rig", "wallet", "rig", null);
    sample.miner = SampleFinding.address("192.0.2.11");
    sample.pool = SampleFinding.address("2001:db8::1");
    sample.coinCandidates = List.of("ETC", "ETHW");
    sample.submitted = 7L;
    sample.accepted = 6L;
    sample.hashrate = new Hashrate(1.1e13, 1, 2, "shares");
    report.onMining(sample.finding(), new ProofPackets());
    List<String> lines = lines();
    assertThat(lines.get(0).split(" {2,}", -1)).containsExactly("VERDICT", "SCORE", "MINER", "POOL", "DIALECT", "COIN", "WALLET OR USER",
        "WORKER", "AGENT", "SHARES", "HASHRATE", "STRONGEST SIGNS");
    assertThat(lines.get(1).split(" {2,}", -1)).containsExactly("confirmed", "100", "192.0.2.10", "198.51.100.20:3333", "stratum-v1", "-",
        "-", "-", "-", "-", "-", "submit subscribe mining-software");
    assertThat(lines.get(2).split(" {2,}", -1)).containsExactly("confirmed", "100", "192.0.2.11", "[2001:db8::1]:3333", "stratum-v1",
        "ETC/ETHW?", "wallet", "rig", "-", "6/7", "11.0 TH/s", "submit subscribe mining-software");
  }

  @Test
  void lookup_showsTheName_andNotTheServerOfDns() throws IOException {
    Finding sample = new SampleFinding().sign("stratum-v1-subscribe", 40, "").finding();
    Finding.Speech dns = new Finding.Speech("dns", List.of("udp"), null, List.of(), Double.NaN);
    report.onMining(new Finding(sample.verdict(), sample.score(), sample.connection(), dns,
        Finding.Dialogue.about(new Finding.Pool("Operator", "xmr.pool.example", null)), sample.work(), sample.evidence()),
        new ProofPackets());
    assertThat(lines().get(1).split(" {2,}", -1)[3]).isEqualTo("xmr.pool.example (Operator)");
  }

  @Test
  void summary_tellsPacketsAndHostsByVerdict() throws IOException {
    mining(Verdict.CONFIRMED, "192.0.2.1", 0, "a");
    report.onHost(SampleFinding.host("192.0.2.1", Verdict.CONFIRMED));
    report.onHost(SampleFinding.host("192.0.2.2", Verdict.SUSPECTED));
    report.onHost(SampleFinding.host("192.0.2.3", Verdict.SUSPECTED));
    List<String> lines = lines();
    assertThat(lines.subList(2, lines.size())).containsExactly("",
        "1,000 packets, 64.0 kB, in 0.50 s (2,000 packets/s): 900 inspected, 80 ignored, 20 dropped.",
        "10 addresses screened: 1 confirmed, 2 suspected; 2 mining sessions.");
  }

  @Test
  void summary_nothingFound_hasNoTable() throws IOException {
    assertThat(lines()).hasSize(2).last().asString().startsWith("10 addresses screened: none mines;");
  }

  @Test
  void summary_tellsDamage() throws IOException {
    Stats s = SampleFinding.stats(1);
    report.onStats(new Stats(s.packets(), s.bytes(), s.inspected(), s.ignored(), s.dropped(), Map.of("cut_off", 2L), s.streams(), 0, 0, 0,
        0, 0, List.of(), 0, 0, 1));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Damage in the captures: cut_off 2.");
  }

  @Test
  void rows_areBounded_andTheRestIsCounted() throws IOException {
    for (int i = 0; i < 10_003; i++) {
      mining(Verdict.CONFIRMED, "192.0.2.1", i, "a");
    }
    List<String> lines = lines();
    assertThat(lines.stream().filter(line -> line.startsWith("confirmed"))).hasSize(10_000);
    assertThat(lines).contains("3 more sessions are not shown: -f json or -f csv has them all.");
  }

  @Test
  void names_cannotWriteOnTheTerminal() throws IOException {
    mining(Verdict.CONFIRMED, "192.0.2.1", 0, "\u001b[2J\nconfirmed");
    List<String> lines = lines();
    assertThat(lines.get(1)).contains(".[2J.confirmed");
    assertThat(String.join("", lines)).doesNotContain("\u001b");
  }

  @Test
  void colours_areOnlyThereWhenAskedFor() throws IOException {
    report = new TableReport(out, true);
    mining(Verdict.CONFIRMED, "192.0.2.1", 0, "a");
    mining(Verdict.PROBABLE, "192.0.2.1", 0, "a");
    mining(Verdict.SUSPECTED, "192.0.2.1", 0, "a");
    List<String> lines = lines();
    assertThat(lines.get(1)).startsWith("\u001b[31mconfirmed").endsWith("\u001b[0m");
    assertThat(lines.get(2)).startsWith("\u001b[33mprobable");
    assertThat(lines.get(3)).startsWith("\u001b[36msuspected");
  }
}
