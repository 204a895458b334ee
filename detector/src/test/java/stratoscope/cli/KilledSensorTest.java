package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.Detector;
import stratoscope.DetectorOptions;
import stratoscope.capture.CaptureFile;
import stratoscope.capture.CaptureInput;
import stratoscope.capture.CaptureProblems;
import stratoscope.capture.CaptureSequence;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Verdict;
import stratoscope.host.HostOptions;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.Anchors;
import stratoscope.record.store.StoreRecords;
import stratoscope.record.store.StoreWriter;
import stratoscope.testing.MakePcaps;

/** What is told of a miner whose session is open: while the sensor runs, and after it was killed. */
class KilledSensorTest {
  private static final Path HANDSHAKE = MakePcaps.root().resolve("stratum-v1/handshake.pcap");
  /** Packets of that capture until shares are accepted, and long before its end. */
  private static final int PROVEN = 30;
  private static final long SECOND = 1_000_000;
  private static final int PERIOD_MINUTES = 15;

  @TempDir
  private Path folder;

  /** The first packets of a capture, then a tick after which something is looked at, then an end as sudden as a death. */
  private final class SuddenEnd implements PacketSource {
    private final CaptureInput capture;
    private final Runnable look;
    private int given;
    private long lastMicros;

    SuddenEnd(Runnable look) throws IOException {
      capture = CaptureSequence.inOrder(List.of(new CaptureFile(HANDSHAKE.toString(), HANDSHAKE, Files.size(HANDSHAKE))),
          new CaptureProblems());
      this.look = look;
    }

    @Override
    public boolean next(RawPacket packet) throws IOException {
      packet.isTick = false;
      if (given++ < PROVEN && capture.next(packet)) {
        lastMicros = packet.timestampMicros;
        return true;
      }
      if (given == PROVEN + 1) {
        packet.isTick = true;
        packet.timestampMicros = lastMicros + SECOND;
        return true;
      }
      look.run();
      throw new IOException("killed");
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

  @Test
  @Timeout(60)
  void hostOfAnOpenSession_isReportedAndScreened_whileTheSensorRunsAndAfterItWasKilled() throws Exception {
    Path file = folder.resolve("access.db");
    DetectorOptions d = DetectorOptions.defaults();
    DetectorOptions options = new DetectorOptions(d.packet(), d.flow(), d.stratum(),
        HostOptions.DEFAULTS.updatedEach(TimeUnit.MINUTES.toSeconds(PERIOD_MINUTES)), 0, Verdict.SUSPECTED);
    try (StoreWriter writer = new StoreWriter(AccessStore.open(file), Anchors.fileOf(file), new StoreWriter.Retention(0, 1L << 30),
        System::nanoTime, () -> Long.MAX_VALUE, System.err::println);
        SuddenEnd source = new SuddenEnd(() -> {
          await(writer, 2);
          look(file);
        })) {
      Detector detector = new Detector(options, RuleFiles.load(null), new StoreRecords(writer, PERIOD_MINUTES));
      detector.watch(pulse -> {});
      assertThatIOException().isThrownBy(() -> detector.run(source)).withMessage("killed");
    }
    look(file);
  }

  private static void await(StoreWriter writer, long records) {
    try {
      while (writer.written() < records) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void look(Path store) {
    assertThat(CommandLineRun.of("records", "list", "-f", "json", "--store", store.toString()).lines()).singleElement().asString()
        .contains("\"state\":\"open\"");
    assertThat(CommandLineRun.of("report", "-f", "json", "--store", store.toString()).lines()).singleElement().asString()
        .contains("\"state\":\"open\"", "\"ip\":\"10.1.8.10\"", "\"verdict\":\"confirmed\"", "\"sessions\":1", "\"agents\":[\"cgminer");
    assertThat(CommandLineRun.of("report", "--store", store.toString()).out()).contains("stratum-v1-authorize");
    try {
      Path owners = Files.writeString(folder.resolve("owners.csv"), "prefix,owner\n10.1.8.0/24,Hall\n");
      assertThat(CommandLineRun.of("screen", "--inventory", owners.toString(), "--by", "owner", "-f", "json", "--store", store.toString())
          .lines()).first().asString().contains("\"group\":\"Hall\"", "\"confirmed\":1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
