package stratoscope.packet;

import java.nio.ByteBuffer;
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

/** What it costs to find the TCP segment in a packet, per link layer and tunnel; packets lie one behind the other, as in a file. */
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderDecodeBenchmark {
  private static final int ETHERNET = 1;
  private static final int PACKETS = 4096;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final String MACS_AND_VLAN_100 = "020000000001 020000000002 8100 0064 0800";

  /** Outermost first. */
  public enum Packet {
    IPV4_TCP(Frames.ethernetTcp(), PacketFate.INSPECTED),
    VLAN(Frames.join(Frames.hex(MACS_AND_VLAN_100), Frames.ipv4Tcp()), PacketFate.INSPECTED),
    IPV6_TCP(Frames.ethernet(Frames.IPV6_TYPE, Frames.ipv6Tcp()), PacketFate.INSPECTED),
    VXLAN(Frames.ethernetUdp(4789, Frames.hex("08000000 00123400"), Frames.ethernetTcp()), PacketFate.INSPECTED),
    GTP_U(Frames.ethernetUdp(2152, Frames.hex("30ff 004c 00000001"), Frames.ipv4Tcp()), PacketFate.INSPECTED),
    UDP(Frames.ethernetUdp(443, new byte[1200]), PacketFate.IGNORED_UDP);

    private final byte[] bytes;
    private final PacketFate fate;

    Packet(byte[] bytes, PacketFate fate) {
      this.bytes = bytes;
      this.fate = fate;
    }
  }

  @Param
  private Packet packet;

  private final FrameView view = new FrameView(PacketOptions.DEFAULTS);
  private ByteBuffer data;
  private int next;

  @Setup
  public void fill() {
    data = ByteBuffer.allocateDirect(PACKETS * stride());
    for (int i = 0; i < PACKETS; i++) {
      data.put(i * stride(), packet.bytes);
    }
    if (decode() != packet.fate) {
      throw new IllegalStateException(packet + " is not decoded as it should be");
    }
  }

  private int stride() {
    return packet.bytes.length + RECORD_HEADER_BYTES;
  }

  @Benchmark
  public PacketFate decode() {
    next = (next + 1) % PACKETS;
    int length = packet.bytes.length;
    return view.decode(data, next * stride(), length, length, ETHERNET, 0, next);
  }
}
