package stratoscope.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packets, tunnels and files, byte by byte where it matters. */
class PcapBuilderTest {
  private static final Endpoint CLIENT = Endpoint.of("192.0.2.10:41000");
  private static final Endpoint SERVER = Endpoint.of("198.51.100.20:3333");
  private static final byte[] TEXT = "hello".getBytes(StandardCharsets.US_ASCII);

  @Test
  void tcp_checksumsHoldInBothFamilies() {
    byte[] v4 = IpPackets.tcp(CLIENT, SERVER, 7, new IpPackets.Segment(1, 2, IpPackets.ACK, TEXT));
    assertThat(v4).hasSize(45);
    assertThat(IpPackets.checksum(Arrays.copyOf(v4, 20))).isZero();
    assertThat(IpPackets.checksum(Arrays.copyOfRange(v4, 12, 20), new byte[] {0, 6, 0, 25}, Arrays.copyOfRange(v4, 20, 45))).isZero();
    byte[] v6 = IpPackets.tcp(Endpoint.of("[2001:db8::1]:5"), Endpoint.of("[2001:db8::2]:6"), 7,
        new IpPackets.Segment(1, 2, IpPackets.ACK, TEXT));
    assertThat(IpPackets.checksum(Arrays.copyOfRange(v6, 8, 40), new byte[] {0, 0, 0, 25, 0, 0, 0, 6},
        Arrays.copyOfRange(v6, 40, v6.length))).isZero();
  }

  @Test
  void offloadedChecksum_isOfThePseudoHeaderAlone() {
    byte[] packet = IpPackets.tcp(CLIENT, SERVER, 7, new IpPackets.Segment(1, 2, IpPackets.ACK, TEXT, true));
    int expected = ~IpPackets.checksum(Arrays.copyOfRange(packet, 12, 20), new byte[] {0, 6, 0, 25}) & 0xffff;
    assertThat(ByteBuffer.wrap(packet).getShort(36) & 0xffff).isEqualTo(expected);
  }

  @Test
  void fragments_coverThePacket() {
    byte[] packet = IpPackets.udp(CLIENT, SERVER, 7, new byte[100]);
    List<byte[]> fragments = IpPackets.fragments(packet, 64, false);
    assertThat(fragments).hasSize(2);
    assertThat(fragments.get(0)).hasSize(84);
    assertThat(ByteBuffer.wrap(fragments.get(0)).getShort(6)).isEqualTo((short) 0x2000);
    assertThat(ByteBuffer.wrap(fragments.get(1)).getShort(6)).isEqualTo((short) 8);
    assertThat(IpPackets.fragments(packet, 64, true).get(0)).isEqualTo(fragments.get(1));
    assertThatIllegalArgumentException().isThrownBy(() -> IpPackets.fragments(packet, 63, false));
  }

  @Test
  void classicFile_hasItsMagicAndLengths() {
    byte[] little = new PcapBuilder(PcapBuilder.Format.PCAP).snapBytes(3).packet(1_000_001, TEXT).toBytes();
    ByteBuffer file = ByteBuffer.wrap(little).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.getInt(0)).isEqualTo(0xa1b2c3d4);
    assertThat(file.getInt(24)).isEqualTo(1);
    assertThat(file.getInt(28)).isEqualTo(1);
    assertThat(file.getInt(32)).isEqualTo(3);
    assertThat(file.getInt(36)).isEqualTo(5);
    assertThat(little).hasSize(24 + 16 + 3);
    byte[] nanos = new PcapBuilder(PcapBuilder.Format.PCAP_NS).packet(1_000_001, TEXT).toBytes();
    assertThat(ByteBuffer.wrap(nanos).order(ByteOrder.LITTLE_ENDIAN).getInt(28)).isEqualTo(1000);
    assertThat(new PcapBuilder(PcapBuilder.Format.PCAP_BE).packet(0, TEXT).toBytes()).startsWith(0xa1, 0xb2, 0xc3, 0xd4);
  }

  @Test
  void classicFile_refusesASecondLinkLayer() {
    PcapBuilder builder = new PcapBuilder(PcapBuilder.Format.PCAP).packet(0, TEXT);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.link(Link.RAW));
  }

  @Test
  void pcapngBlocks_areWholeWords() {
    byte[] file = new PcapBuilder(PcapBuilder.Format.PCAPNG).packet(1, TEXT).link(Link.RAW).packet(2, TEXT).toBytes();
    ByteBuffer blocks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int count = 0;
    for (int at = 0; at < file.length; count++) {
      int length = blocks.getInt(at + 4);
      assertThat(length % 4).isZero();
      assertThat(blocks.getInt(at + length - 4)).isEqualTo(length);
      at += length;
    }
    assertThat(count).as("section, interface, packet, interface, packet").isEqualTo(5);
  }

  @Test
  void unknownTunnel_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tunnel("wormhole", List.of()).wrap(new Frame(IpPackets.udp(CLIENT, SERVER, 1, TEXT), false, true)))
        .withMessageContaining("wormhole");
  }
}
