package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;

/** What {@code --min-verdict} lets through. */
class VerdictFilterTest {
  private final List<String> passed = new ArrayList<>();

  private final RecordSink next = new RecordSink() {
    @Override
    public void onMining(Finding finding, ProofPackets proof) {
      passed.add("mining " + finding.verdict().label());
    }

    @Override
    public void onHost(Host host) {
      passed.add("host " + host.verdict().label());
    }

    @Override
    public void onStats(Stats stats) {
      passed.add("stats");
    }

    @Override
    public void close() {
      passed.add("close");
    }
  };

  @ParameterizedTest
  @CsvSource({"SUSPECTED, 3, 'suspected probable confirmed'", "PROBABLE, 2, 'probable confirmed'", "CONFIRMED, 1, confirmed"})
  void records_fromTheVerdictUp_passAndFindingsAreCounted(Verdict weakest, long count, String verdicts) throws IOException {
    List<String> expected = new ArrayList<>();
    try (VerdictFilter filter = new VerdictFilter(weakest, false, next)) {
      for (Verdict verdict : List.of(Verdict.SUSPECTED, Verdict.PROBABLE, Verdict.CONFIRMED)) {
        SampleFinding sample = new SampleFinding();
        sample.verdict = verdict;
        filter.onMining(sample.finding(), new ProofPackets());
        filter.onHost(SampleFinding.host("192.0.2.1", verdict));
      }
      filter.onStats(SampleFinding.stats(1));
      assertThat(filter.findings()).isEqualTo(count);
    }
    for (String verdict : verdicts.split(" ", -1)) {
      expected.addAll(List.of("mining " + verdict, "host " + verdict));
    }
    expected.addAll(List.of("stats", "close"));
    assertThat(passed).isEqualTo(expected);
  }
}
