package stratoscope.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.packet.Frames.ethernet;
import static stratoscope.packet.Frames.ethernetTcp;
import static stratoscope.packet.Frames.hex;
import static stratoscope.packet.Frames.ipv4;
import static stratoscope.packet.Frames.ipv4Tcp;
import static stratoscope.packet.Frames.ipv6;
import static stratoscope.packet.Frames.join;
import static stratoscope.packet.Frames.tcp;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IP and TCP headers: what the segment says, where the payload ends, and what contradicts itself. */
class IpHeadersTest {
  private static final int IP = 101;
  private static final int HEADERS = 40;
  private final Decoder decoder = new Decoder();

  @Test
  void decode_plainPacket_fillsEachField() {
    decoder.decodeAt(1_700_000_000_000_123L, Decoder.ETHERNET, ethernetTcp(), 0);
    TcpSegment segment = decoder.segment();
    assertThat(segment.sourceHigh).isZero();
    assertThat(segment.sourceLow).isEqualTo(0xffff_c000_0201L);
    assertThat(segment.destinationHigh).isZero();
    assertThat(segment.destinationLow).isEqualTo(0xffff_c633_6402L);
    assertThat(segment.sourcePort).isEqualTo(49152);
    assertThat(segment.destinationPort).isEqualTo(3333);
    assertThat(segment.sequence).isEqualTo(0x01020304);
    assertThat(segment.acknowledgement).isEqualTo(0x0a0b0c0d);
    assertThat(segment.flags).isEqualTo(0x18);
    assertThat(segment.hasFlag(TcpSegment.ACK)).isTrue();
    assertThat(segment.payloadLength).isEqualTo(36);
    assertThat(segment.missingLength).isZero();
    assertThat(segment.timestampMicros).isEqualTo(1_700_000_000_000_123L);
    assertThat(segment.packetNumber).isEqualTo(1);
  }

  @Test
  void decode_ethernetPadding_isNotPayload() {
    byte[] packet = ethernet(0x0800, join(ipv4(6, tcp(new byte[0])), new byte[6]));
    assertThat(decoder.ethernet(packet)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.segment().payloadLength).isZero();
    assertThat(decoder.segment().missingLength).isZero();
  }

  @Test
  void decode_totalLengthZero_reachesToPacketEnd() {
    byte[] packet = ipv4Tcp();
    packet[3] = 0;
    assertThat(decoder.decode(IP, packet)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @Test
  void decode_ipv6PayloadLengthZero_reachesToPacketEnd() {
    byte[] packet = Frames.ipv6Tcp();
    packet[5] = 0;
    assertThat(decoder.decode(IP, packet)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @Test
  void decode_snapLengthWithinPayload_countsMissing() {
    byte[] packet = ipv4Tcp();
    assertThat(decoder.decode(IP, Arrays.copyOf(packet, HEADERS + 10), packet.length)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.segment().payloadLength).isEqualTo(10);
    assertThat(decoder.segment().missingLength).isEqualTo(26);
  }

  @Test
  void decode_originalLengthLostByRewriting_missingFollowsIpLength() {
    byte[] cut = Arrays.copyOf(ipv4Tcp(), HEADERS + 10);
    decoder.decode(IP, cut, cut.length);
    assertThat(decoder.segment().missingLength).isEqualTo(26);
  }

  @Test
  void decode_snapLengthWithinTcpOptions_keepsSegmentWithoutPayload() {
    byte[] segment = tcp(join(hex("0101080a 00000001 00000002"), Frames.PAYLOAD));
    segment[12] = (byte) 0x80;
    byte[] packet = ipv4(6, segment);
    assertThat(decoder.decode(IP, Arrays.copyOf(packet, HEADERS + 5), packet.length)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.segment().payloadLength).isZero();
    assertThat(decoder.segment().missingLength).isEqualTo(36);
    assertThat(decoder.decode(IP, packet)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @Test
  void decode_snapLengthWithinFixedTcpHeader_isTruncated() {
    byte[] packet = ipv4Tcp();
    assertThat(decoder.decode(IP, Arrays.copyOf(packet, HEADERS - 1), packet.length)).isEqualTo(PacketFate.DROPPED_TRUNCATED_HEADER);
  }

  @Test
  void decode_ipv4Options_areSkipped() {
    byte[] packet = join(hex("4600 0050 0000 0000 40 06 0000 c0000201 c6336402 94040000"), tcp(Frames.PAYLOAD));
    assertThat(decoder.decode(IP, packet)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @ParameterizedTest(name = "byte {0} becomes {1}")
  @CsvSource({
    "0, 0x55", // version 5
    "0, 0x44", // header of 16 bytes
    "3, 0x13", // total length 19
    "3, 0x27", // total length 39, within the TCP header
    "32, 0x40", // data offset 16
    "32, 0xf0", // data offset 60, but only 56 bytes
  })
  void decode_contradiction_isMalformed(int at, String value) {
    byte[] packet = ipv4Tcp();
    packet[at] = Integer.decode(value).byteValue();
    assertThat(decoder.decode(228, packet)).isEqualTo(PacketFate.DROPPED_MALFORMED);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      hop-by-hop                   | 0   | 0600 010400000000
      hop-by-hop, 16 bytes         | 0   | 0601 010c00000000 0000000000000000
      routing                      | 43  | 0602 0400 00000000 20010db8000000000000000000000003
      destination options          | 60  | 0600 010400000000
      mobility                     | 135 | 0600 000000000000
      all in order                 | 0   | 3c00 010400000000 2b00 010400000000 3c00 0000 00000000 0600 010400000000
      AH                           | 51  | 0604 0000 00000001 00000001 000000000000000000000000
      atomic fragment              | 44  | 0600 0000 00000007
      """)
  void decode_ipv6ExtensionHeaders_areFollowed(String name, int nextHeader, String header) {
    byte[] packet = ipv6(nextHeader, join(hex(header), tcp(Frames.PAYLOAD)));
    assertThat(decoder.decode(IP, packet)).as(name).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      no next header               | 59  | 00                | IGNORED_OTHER_TRANSPORT
      ICMPv6                       | 58  | 8700 0000         | IGNORED_OTHER_TRANSPORT
      ESP                          | 50  | 00000001 00000001 | IGNORED_ENCRYPTED
      hop-by-hop beyond its packet | 0   | 0605 000000000000 | DROPPED_MALFORMED
      fragment header cut          | 44  | 0600 0001         | DROPPED_MALFORMED
      """)
  void decode_otherNextHeader_hasFate(String name, int nextHeader, String payload, PacketFate fate) {
    assertThat(decoder.decode(IP, ipv6(nextHeader, hex(payload)))).as(name).isEqualTo(fate);
  }
}
