package stratoscope.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import stratoscope.Detector;
import stratoscope.DetectorOptions;
import stratoscope.capture.PacketSource;
import stratoscope.capture.RawPacket;
import stratoscope.config.Knowledge;
import stratoscope.config.RuleFileException;
import stratoscope.config.RuleFiles;
import stratoscope.record.JsonRecords;

/** Packets per second of a mixed capture: read only, and through the whole detector down to JSON lines. An operation is one packet. */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class MixBenchmark {
  private MixedPackets packets;
  private Knowledge knowledge;

  @Setup
  public void write() throws RuleFileException {
    packets = new MixedPackets();
    knowledge = RuleFiles.load(null);
  }

  @TearDown
  public void delete() throws IOException {
    packets.close();
  }

  @Benchmark
  @OperationsPerInvocation(MixedPackets.COUNT)
  public long read() throws IOException {
    RawPacket packet = new RawPacket();
    long bytes = 0;
    try (PacketSource source = packets.open()) {
      while (source.next(packet)) {
        bytes += packet.capturedLength;
      }
    }
    return bytes;
  }

  @Benchmark
  @OperationsPerInvocation(MixedPackets.COUNT)
  public Detector detect() throws IOException {
    Detector detector = new Detector(DetectorOptions.defaults(), knowledge, new JsonRecords(OutputStream.nullOutputStream()));
    try (PacketSource source = packets.open()) {
      detector.run(source);
    }
    return detector;
  }
}
