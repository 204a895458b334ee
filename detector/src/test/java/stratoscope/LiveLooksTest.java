package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.JsonRecords;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.testing.MakePcaps;
import stratoscope.testing.TlsScript;

/** To look at sessions while they are open, as in live traffic, must change nothing of what is told when they have ended. */
class LiveLooksTest {
  /** A contact that was told while nobody knew what would follow ends as a finding of its own, as does one an hour before the next. */
  private static final Set<String> OF_CONTACTS = Set.of("look-up-then-mining.pcap", "donation-rhythm.pcap");

  /** What is told of sessions that have ended, as lines of JSON. */
  private static final class Ended implements RecordSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonRecords lines = new JsonRecords(bytes);

    @Override
    public void onMining(Finding finding, ProofPackets proof) throws IOException {
      lines.onMining(finding, proof);
    }

    @Override
    public void onHost(Host host) {}

    @Override
    public void onStats(Stats stats) {}

    @Override
    public void close() throws IOException {
      lines.close();
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static Stream<Path> captures() throws IOException {
    try (Stream<Path> files = Files.walk(MakePcaps.root())) {
      return files.filter(file -> file.toString().endsWith(".pcap") && !OF_CONTACTS.contains(file.getFileName().toString())).sorted()
          .toList().stream();
    }
  }

  private static String ended(Path capture, boolean isLive) throws IOException, RuleFileException {
    List<CaptureFile> files = List.of(new CaptureFile(capture.toString(), capture, Files.size(capture)));
    Ended records = new Ended();
    try (CaptureInput source = CaptureSequence.inOrder(files, new CaptureProblems()); records) {
      Detector detector = new Detector(DetectorOptions.defaults(), ShippedRules.take(), records);
      if (isLive) {
        detector.watch(pulse -> {});
      }
      detector.run(source);
    }
    return records.text();
  }

  /** A rhythm is followed from the first words that nobody can read, until others can be. */
  @Test
  void sharesBehindWordsThatNobodyReads_areCounted() {
    String script = TlsScript.flow("192.0.2.10:41000", "192.0.2.8:8118")
        + "newline crlf\njoin\nC> CONNECT asia-erg.2miners.com:8888 HTTP/1.1\nC> Host: asia-erg.2miners.com:8888\nC>\nend\n"
        + "join\nS> HTTP/1.1 200 Connection established\nS>\nend\nC= 8f01a2b3c4d5e6f7a8b9\nwait 90s\n"
        + "C| {\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"miner/1.0\"]}${lf}\n"
        + "S| {\"id\":1,\"result\":[[[\"mining.notify\",\"ae6812eb\"]],\"08000002\",4],\"error\":null}${lf}\n"
        + "C| {\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"user.rig\",\"x\"]}${lf}\n"
        + "S| {\"id\":2,\"result\":true,\"error\":null}${lf}\n"
        + "C| {\"id\":3,\"method\":\"mining.submit\",\"params\":[\"user.rig\",\"1\",\"00000000\",\"65f2a3b4\",\"1a2b3c4d\"]}${lf}\n"
        + "S| {\"id\":3,\"result\":true,\"error\":null}${lf}\nfin client\n";
    JsonNode scanned = Scan.of(script).only().at("/mining");
    assertThat(Scan.watched(script).only().at("/mining/shares")).isEqualTo(scanned.at("/shares"));
    assertThat(scanned.at("/shares/submitted").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("captures")
  void capture_lookedAtWhileItRuns_tellsTheSame(Path capture) throws IOException, RuleFileException {
    assertThat(ended(capture, true)).isEqualTo(ended(capture, false));
  }
}
