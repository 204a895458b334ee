package stratoscope.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.Detector;
import stratoscope.DetectorOptions;
import stratoscope.bench.TrafficMix.Planted;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureReader;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;

/** What the speed is measured on is itself right: reproducible, sound, and the planted miners are what a scan finds. */
class TrafficMixTest {
  private static final int PACKETS = 60_000;

  @TempDir
  private Path folder;

  @Test
  void writeTo_sameSeed_givesTheSameFile() throws IOException {
    assertThat(write(1)).hasSameBinaryContentAs(write(1));
    assertThat(Files.mismatch(write(1), write(2))).isNotNegative();
  }

  @Test
  void scan_findsPlantedMinersAndNothingElse() throws IOException, RuleFileException {
    TrafficMix mix = new TrafficMix(PACKETS, 1);
    Path file = folder.resolve("mix.pcap");
    mix.writeTo(file);
    Findings found = new Findings();
    CaptureProblems problems = new CaptureProblems();
    Detector detector = new Detector(DetectorOptions.defaults(), RuleFiles.load(null), found);
    try (CaptureReader reader = CaptureReader.open(new CaptureFile("mix", file, Files.size(file)), problems)) {
      detector.run(reader);
    }
    assertThat(found.planted).containsExactlyInAnyOrderElementsOf(mix.planted()).hasSizeGreaterThan(10);
    assertThat(found.verdicts).containsOnly(Verdict.CONFIRMED);
    Stats stats = detector.stats(Map.of(), 1);
    assertThat(problems.count()).isZero();
    assertThat(stats.packets()).isEqualTo(PACKETS);
    assertThat(stats.dropped()).isEmpty();
    assertThat(stats.ignored()).containsOnlyKeys("quic");
    assertThat(stats.flows()).as("flows that looked like JSON").isGreaterThan(2L * mix.planted().size());
  }

  private Path write(long seed) throws IOException {
    Path file = Files.createTempFile(folder, "mix", ".pcap");
    new TrafficMix(PACKETS, seed).writeTo(file);
    return file;
  }

  private static final class Findings implements RecordSink {
    private final List<Planted> planted = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    @Override
    public void onMining(Finding finding, ProofPackets proof) {
      planted.add(new Planted(finding.connection().miner().toString(), finding.dialogue().dialect()));
      verdicts.add(finding.verdict());
    }

    @Override
    public void onHost(Host host) {}

    @Override
    public void onStats(Stats stats) {}

    @Override
    public void close() {}
  }
}
