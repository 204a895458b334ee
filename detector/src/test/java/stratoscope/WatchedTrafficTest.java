package stratoscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.host.Host;
import stratoscope.profile.Finding;
import stratoscope.profile.ProofPackets;
import stratoscope.record.Pulse;
import stratoscope.record.RecordSink;
import stratoscope.record.Stats;
import stratoscope.testing.MakePcaps;

/** What a detector says while traffic goes on, and while nothing comes: a capture, then ticks of the clock. */
class WatchedTrafficTest {
  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3600 * SECOND;
  private static final Path HANDSHAKE = MakePcaps.root().resolve("stratum-v1/handshake.pcap");
  /** Packets of that capture until shares are accepted, and long before its end. */
  private static final int PROVEN = 30;

  private final List<String> said = new ArrayList<>();
  private final List<Pulse> pulses = new ArrayList<>();

  /** Writes down what is said. */
  private final class Said implements RecordSink {
    @Override
    public void onMining(Finding finding, ProofPackets proof) {
      said.add("ended " + finding.verdict().label());
    }

    @Override
    public void onOpen(Finding finding, ProofPackets proof, boolean isRaised) {
      said.add((isRaised ? "open " : "update ") + finding.verdict().label());
    }

    @Override
    public void onHost(Host host) {
      said.add("host " + host.verdict().label());
    }

    @Override
    public void onStats(Stats stats) {}

    @Override
    public void close() {}
  }

  /** The first packets of a capture, then ticks; each tick may look at what was said. */
  private static final class CaptureThenTicks implements PacketSource {
    private final CaptureInput capture;
    private int packets;
    private int ticks;
    private final long[] ticksAfterMicros;
    private long lastMicros;
    private int given;

    CaptureThenTicks(Path path, int packets, long... ticksAfterMicros) throws IOException {
      CaptureFile file = new CaptureFile(path.toString(), path, Files.size(path));
      capture = CaptureSequence.inOrder(List.of(file), new CaptureProblems());
      this.packets = packets;
      this.ticksAfterMicros = ticksAfterMicros;
    }

    @Override
    public boolean next(RawPacket packet) throws IOException {
      packet.isTick = false;
      if (given < packets && capture.next(packet)) {
        given++;
        lastMicros = packet.timestampMicros;
        return true;
      }
      int tick = ticks++;
      packets = 0;
      packet.isTick = true;
      packet.timestampMicros = tick < ticksAfterMicros.length ? lastMicros + ticksAfterMicros[tick] : 0;
      return tick < ticksAfterMicros.length;
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

  private void run(boolean isLive, PacketSource source) throws IOException, RuleFileException {
    try (source; Said records = new Said()) {
      Detector detector = new Detector(DetectorOptions.defaults(), RuleFiles.load(null), records);
      if (isLive) {
        detector.watch(pulse -> {
          pulses.add(pulse);
          said.add("pulse");
        });
      }
      detector.run(source);
    }
  }

  private List<String> withoutPulses() {
    return said.stream().filter(line -> !line.equals("pulse")).toList();
  }

  @Test
  void openSession_isToldWithTheNextTick_andOnce() throws IOException, RuleFileException {
    run(true, new CaptureThenTicks(HANDSHAKE, PROVEN, SECOND, 2 * SECOND, 3 * SECOND));
    assertThat(withoutPulses()).containsExactly("open confirmed", "ended confirmed", "host confirmed");
    assertThat(said).endsWith("pulse", "pulse", "pulse", "ended confirmed", "host confirmed");
  }

  @Test
  void sessionInACipher_thatGoesOn_isBroughtUpToDate() throws IOException, RuleFileException {
    run(true, new CaptureThenTicks(MakePcaps.root().resolve("encrypted/rhythm-without-name.pcap"), 1000));
    assertThat(withoutPulses()).containsExactly("open probable", "update probable", "ended probable", "host probable");
  }

  @Test
  void silence_endsSessionsAndHosts_withoutAPacket() throws IOException, RuleFileException {
    run(true, new CaptureThenTicks(HANDSHAKE, PROVEN, LongStream.range(0, 500).map(tick -> tick * HOUR / 2).toArray()));
    assertThat(said.lastIndexOf("pulse")).isEqualTo(said.size() - 1);
    assertThat(withoutPulses()).endsWith("ended confirmed", "host confirmed");
    assertThat(pulses.get(pulses.size() - 1).openFlows()).isZero();
    assertThat(pulses.get(pulses.size() - 500).miningFlows()).isEqualTo(1);
  }

  @Test
  void capture_isNotToldBeforeItsEnd() throws IOException, RuleFileException {
    run(false, new CaptureThenTicks(HANDSHAKE, 1000));
    assertThat(said).containsExactly("ended confirmed", "host confirmed");
  }

  @Test
  void lookUp_isToldAfterAWhile_andReportedAfterAnHour() throws IOException, RuleFileException {
    Path lookUp = MakePcaps.root().resolve("encrypted/look-up-through-alias.pcap");
    run(true, new CaptureThenTicks(lookUp, 1000, 10 * SECOND, 30 * SECOND, 70 * SECOND, 80 * SECOND));
    assertThat(withoutPulses()).contains("open suspected").endsWith("ended suspected", "host suspected");
    said.clear();
    run(true, new CaptureThenTicks(lookUp, 1000, 10 * SECOND, 30 * SECOND));
    assertThat(withoutPulses()).doesNotContain("open suspected").endsWith("ended suspected", "host suspected");
    said.clear();
    run(true, new CaptureThenTicks(lookUp, 1000, 70 * SECOND, HOUR / 2, HOUR + SECOND, HOUR + 10 * SECOND));
    assertThat(said.subList(said.indexOf("open suspected"), said.size()))
        .containsSubsequence("open suspected", "pulse", "ended suspected", "pulse");
  }
}
