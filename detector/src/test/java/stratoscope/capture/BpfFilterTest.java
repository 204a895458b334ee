package stratoscope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filter expressions through libpcap, where it is installed. */
class BpfFilterTest {
  @BeforeEach
  void needsLibpcap() {
    try {
      com.sun.jna.NativeLibrary.getInstance("pcap");
    } catch (UnsatisfiedLinkError e) {
      assumeTrue(false, "libpcap is not installed");
    }
  }

  /** IPv4 and UDP to a port, with an Ethernet header or without. */
  private static byte[] udp(boolean isEthernet, int port) {
    ByteBuffer packet = ByteBuffer.allocate(42);
    if (isEthernet) {
      packet.position(12).putShort((short) 0x0800);
    }
    int ip = packet.position();
    packet.put((byte) 0x45).put(ip + 9, (byte) 17).put(ip + 8, (byte) 64);
    return packet.putShort(ip + 20, (short) 1).putShort(ip + 22, (short) port).putShort(ip + 24, (short) 8).array();
  }

  private static CaptureReader mixed() throws IOException {
    PcapngFile file = PcapngFile.little().link(1, 0).link(101, 0);
    file.enhanced(0, 1, udp(true, 53)).enhanced(1, 2, udp(false, 53)).enhanced(0, 3, udp(true, 54)).enhanced(1, 4, udp(false, 54));
    return CaptureReader.open("t", new ByteArrayInputStream(file.bytes()), new CaptureProblems(), Reading.TINY);
  }

  @Test
  void next_expression_keepsMatchesOfEveryLinkType() throws IOException {
    try (BpfFilter filter = new BpfFilter(mixed(), "udp dst port 53")) {
      assertThat(Reading.all(filter, new CaptureProblems()).micros()).containsExactly(1L, 2L);
      assertThat(filter.filteredOut()).isEqualTo(2);
      assertThat(filter.name()).isEqualTo("t");
    }
  }

  @Test
  void new_badExpression_saysWhyInOneLine() throws IOException {
    try (CaptureReader reader = mixed()) {
      assertThatThrownBy(() -> new BpfFilter(reader, "udp dst (")).isInstanceOf(CaptureException.class)
          .hasMessageStartingWith("-F 'udp dst (': ").hasMessageNotContaining("\n");
    }
  }
}
