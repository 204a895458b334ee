package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.capture.Strain;
import stratoscope.config.RuleFileException;
import stratoscope.config.ShippedRules;
import stratoscope.record.JsonRecords;
import stratoscope.record.Stats;
import stratoscope.testing.MakePcaps;

/** What an overloaded detector still finds, from a source that says how full it is; and that it is over when the source says so. */
class OverloadedTrafficTest {
  private final List<Integer> levels = new ArrayList<>();

  /** A capture whose ring is full, and then ticks for five seconds, in which it isn't. */
  private static final class FullRing implements PacketSource {
    private static final int TICKS = 50;
    private static final long TICK_MICROS = 100_000;

    private final CaptureInput capture;
    private final double share;
    private long lastMicros;
    private int ticks;

    FullRing(Path path, double share) throws IOException {
      capture = CaptureSequence.inOrder(List.of(new CaptureFile(path.toString(), path, Files.size(path))), new CaptureProblems());
      this.share = share;
    }

    @Override
    public boolean next(RawPacket packet) throws IOException {
      if (ticks == 0 && capture.next(packet)) {
        lastMicros = packet.timestampMicros;
        return true;
      }
      packet.isTick = true;
      packet.timestampMicros = lastMicros + ++ticks * TICK_MICROS;
      return ticks <= TICKS;
    }

    @Override
    public Strain strain() {
      return new Strain(ticks == 0 ? share : 0, 0);
    }

    @Override
    public String name() {
      return "wire0";
    }

    @Override
    public void close() throws IOException {
      capture.close();
    }
  }

  private Stats run(String capture, double share) throws IOException, RuleFileException {
    try (FullRing source = new FullRing(MakePcaps.root().resolve(capture), share);
        JsonRecords records = new JsonRecords(OutputStream.nullOutputStream())) {
      Detector detector = new Detector(DetectorOptions.defaults(), ShippedRules.take(), records);
      detector.watch(pulse -> levels.add(pulse.overloadLevel()));
      detector.run(source);
      return detector.stats(Map.of(), 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stratum-v1/handshake.pcap", "cryptonote/handshake.pcap", "encrypted/pool-name-alone.pcap"})
  void beginnings_areFoundOnEveryLevel(String capture) throws IOException, RuleFileException {
    for (double share : new double[] {0, 0.5, 0.7, 0.9}) {
      assertThat(run(capture, share).sessions()).as("sessions at %s", share).isEqualTo(1);
    }
  }

  @Test
  void level_fallsStepByStep_whenTheRingIsEmpty() throws IOException, RuleFileException {
    run("stratum-v1/handshake.pcap", 0.9);
    assertThat(levels).startsWith(3).contains(2, 1).endsWith(0).isSortedAccordingTo((one, other) -> other - one);
  }

  @Test
  void whatBeganBefore_isLeftOut_andCounted() throws IOException, RuleFileException {
    assertThat(run("stratum-v1/start-midstream.pcap", 0).streams()).doesNotContainKey("shed_midstream");
    assertThat(run("stratum-v1/start-midstream.pcap", 0.9).streams()).containsKey("shed_midstream");
  }
}
