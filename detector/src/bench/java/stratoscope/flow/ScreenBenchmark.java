package stratoscope.flow;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import stratoscope.packet.TcpSegment;

/**
 * What a segment of no interest costs: look-up among the tracked flows and screening of its first bytes. Each segment is of another flow
 * than the one before, out of 65,536. With {@code -prof gc} it must show no bytes per operation.
 */
@State(Scope.Thread)
@Fork(value = 1, jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScreenBenchmark {
  private static final int FLOWS = 1 << 16;
  private static final int NETWORK_10 = 0x0A00_0000;
  private static final int NETWORK_100 = 0x6400_0000;
  private static final int POOL = 0xCB00_7109;

  /** What the segment carries. */
  public enum Payload {
    TLS("\u0017\u0003\u0003\u0005\u00a8" + "\u00d1".repeat(1443)),
    /** The middle of something else; a first byte that is looked at twice. */
    ZEROS("\u0000".repeat(1460)),
    HTTP("HTTP/1.1 200 OK\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nServer: nginx\r\nContent-Type: text/html; charset=utf-8\r\n"
        + "Content-Length: 52431\r\nConnection: keep-alive\r\nCache-Control: max-age=3600\r\nVary: Accept-Encoding\r\n\r\n"
        + "<div class=\"x\">y</div>\n".repeat(50)),
    TEXT("GET /index.html HTTP/1.1\r\nHost: www.example\r\n\r\n"),
    NONE("");

    private final byte[] bytes;

    Payload(String latin1) {
      bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Param
  private Payload payload;
  @Param({"0", "10000", "1000000"})
  private int trackedFlows;

  private FlowTable table;
  private TcpSegment segment;
  private int next;

  @Setup
  public void track() {
    table = new FlowTable(new FlowOptions().maxFlows(1 << 20), flow -> new Undecided());
    segment = new TcpSegment();
    segment.destinationLow = TcpSegment.IPV4_MAPPED | (POOL & 0xFFFF_FFFFL);
    segment.destinationPort = 443;
    segment.sourcePort = 40_000;
    segment.flags = TcpSegment.ACK;
    carry("{".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < trackedFlows; i++) {
      segment.sourceLow = TcpSegment.IPV4_MAPPED | (NETWORK_100 + i);
      table.onSegment(segment);
    }
    carry(payload.bytes);
    if (table.liveFlows() != trackedFlows || screen() != null) {
      throw new IllegalStateException(table.liveFlows() + " flows instead of " + trackedFlows);
    }
  }

  private void carry(byte[] bytes) {
    segment.data = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    segment.payloadLength = bytes.length;
  }

  @Benchmark
  public Flow screen() {
    next = (next + 40_503) & (FLOWS - 1); // odd, so that each comes once before the first comes again
    segment.sourceLow = TcpSegment.IPV4_MAPPED | (NETWORK_10 + next);
    return table.onSegment(segment);
  }

  /** A reader that keeps its flow and nothing else. */
  private static final class Undecided implements StreamHandler {
    @Override
    public void onBytes(Direction direction, ByteBuf bytes, long timestampMicros, long packetNumber) {}

    @Override
    public void onGap(Direction direction, long missingBytes) {}

    @Override
    public void onEnd(EndReason reason) {}

    @Override
    public Interest interest() {
      return Interest.UNDECIDED;
    }
  }
}
