package stratoscope.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.packet.Frames.ethernet;
import static stratoscope.packet.Frames.ethernetTcp;
import static stratoscope.packet.Frames.ethernetUdp;
import static stratoscope.packet.Frames.hex;
import static stratoscope.packet.Frames.ipv4;
import static stratoscope.packet.Frames.ipv4Tcp;
import static stratoscope.packet.Frames.ipv6;
import static stratoscope.packet.Frames.ipv6Tcp;
import static stratoscope.packet.Frames.join;
import static stratoscope.packet.Frames.udp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each tunnel leads to the segment inside it, and what only looks like a tunnel stays what it is. */
class TunnelsTest {
  private final Decoder decoder = new Decoder();

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      GRE                          | 47  | 0000 0800                                         | I | 0
      GRE, checksum                | 47  | 8000 0800 12340000                                | I | 0
      GRE, key                     | 47  | 2000 0800 00000007                                | I | 0
      GRE, sequence                | 47  | 1000 0800 00000007                                | I | 0
      GRE, all fields              | 47  | b000 0800 12340000 00000007 00000001              | I | 0
      GRE, routing                 | 47  | 4000 0800 00000000 0800 0004 c0000201 0000 0000   | I | 0
      GRE, Ethernet                | 47  | 0000 6558                                         | E | 0
      NVGRE                        | 47  | 2000 6558 00123401                                | E | 4661
      GRE, MPLS                    | 47  | 0000 8847 00010140                                | I | 0
      GRE, VLAN                    | 47  | 0000 6558 020000000001 020000000002 8100 0064 0800 | I | 0
      ERSPAN I                     | 47  | 0000 88be                                         | E | 0
      ERSPAN II                    | 47  | 1000 88be 00000001 10640000 00000000              | E | 0
      ERSPAN III                   | 47  | 1000 22eb 00000001 20640000 00000000 00000000     | E | 0
      ERSPAN III, platform header  | 47  | 1000 22eb 00000001 20640000 00000000 00000001 0000000000000000 | E | 0
      ERSPAN III, IP               | 47  | 1000 22eb 00000001 20640000 00000000 00000800     | I | 0
      WCCP 1                       | 47  | 0000 883e                                         | I | 0
      WCCP 2                       | 47  | 0000 883e 00000000                                | I | 0
      PPTP                         | 47  | 3001 880b 004e 0001 00000001 0021                 | I | 0
      PPTP, acknowledgement        | 47  | 3081 880b 0050 0001 00000001 00000001 ff03 0021   | I | 0
      Aruba 802.11                 | 47  | 0000 8240 0802 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800 | I | 0
      IPv4 in IPv4                 | 4   |                                                   | I | 0
      EtherIP                      | 97  | 3000                                              | E | 0
      Ethernet in IP               | 143 |                                                   | E | 0
      MPLS in IP                   | 137 | 00010140                                          | I | 0
      L2TPv3                       | 115 | 00000001                                          | E | 0
      L2TPv3, cookie and sublayer  | 115 | 00000001 1111111111111111 40000001                | E | 0
      AH                           | 51  | 0404 0000 00000001 00000001 000000000000000000000000 | I | 0
      """)
  void decode_tunnelInIpv4_findsSegment(String name, int protocol, String header, char inside, int tenant) {
    byte[] inner = inside == 'E' ? ethernetTcp() : ipv4Tcp();
    byte[] packet = ethernet(0x0800, ipv4(protocol, join(hex(header == null ? "" : header), inner)));
    assertFound(name, packet, tenant);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      VXLAN                        | 4789  | 0800 0000 00123400                               | E | 4661
      VXLAN, Linux port            | 8472  | 0800 0000 00000000                               | E | 1
      VXLAN, group policy          | 4789  | 8800 0007 00000100                               | E | 2
      VXLAN, reserved bits         | 4789  | ff01 d1f2 00000b07                               | E | 12
      VXLAN-GPE, IPv4              | 4790  | 0c00 0001 00000100                               | I | 2
      VXLAN-GPE, Ethernet          | 4790  | 0c00 0003 00000100                               | E | 2
      VXLAN-GPE, NSH               | 4790  | 0c00 0004 00000100 0fc2 0201 000001ff            | I | 2
      GENEVE                       | 6081  | 0000 6558 00000100                               | E | 2
      GENEVE, options              | 6081  | 0240 0800 ffffff00 0102 0301 11223344            | I | 16777216
      GTP-U                        | 2152  | 30ff 004c 00000001                               | I | 0
      GTP-U, sequence              | 2152  | 32ff 0050 00000001 0001 00 00                    | I | 0
      GTP-U, two extensions        | 2152  | 34ff 0058 00000001 0000 00 85 01 0010 c0 01 0000 00 | I | 0
      L2TPv2                       | 1701  | 0002 0001 0002 ff03 0021                         | I | 0
      L2TPv2, length and sequence  | 1701  | 4802 005a 0001 0002 0000 0000 0021               | I | 0
      L2TPv2, offset               | 1701  | 0202 0001 0002 0002 0000 0021                    | I | 0
      L2TPv3                       | 1701  | 0003 0000 00000001 00000000                      | E | 0
      MPLS in UDP                  | 6635  | 00010140                                         | I | 0
      GRE in UDP                   | 4754  | 0000 0800                                        | I | 0
      CAPWAP, 802.3                | 5247  | 00100200 00000000                                | E | 0
      CAPWAP, 802.11               | 5247  | 00100300 00000000 0802 0000 020000000001 020000000002 \
      020000000003 1000 aaaa03 000000 0800 | I | 0
      TZSP                         | 37008 | 0100 0001 0a0105 00 01                           | E | 0
      """)
  void decode_tunnelInUdp_findsSegmentByEitherPort(String name, int port, String header, char inside, int tenant) {
    byte[] inner = join(hex(header), inside == 'E' ? ethernetTcp() : ipv4Tcp());
    assertFound(name, ethernetUdp(port, inner), tenant);
    assertFound(name, ethernet(0x86dd, ipv6(17, udp(port, 40000, inner))), tenant);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      GTP-U, IPv6                  | 2152 | 30ff 0060 00000001
      Teredo                       | 3544 |
      Teredo, origin               | 3544 | 0000 1234 c0000201
      Teredo, authentication       | 3544 | 0001 0102 aa bbcc 0000000000000001 00
      Teredo, both                 | 3544 | 0001 0000 0000000000000001 00 0000 1234 c0000201
      """)
  void decode_ipv6InUdp_findsSegment(String name, int port, String header) {
    byte[] packet = ethernetUdp(port, hex(header == null ? "" : header), ipv6Tcp());
    assertFound(name, packet, 0);
    assertThat(decoder.segment().sourceHigh).isEqualTo(0x20010db8_00000000L);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      VXLAN without its flag       | 4789 | 0000 0000 00000100
      VXLAN, odd flags, no frame   | 4789 | 4c00 0000 00000100 6162636465666768696a6b6c6d6e6f
      VXLAN-GPE, unknown protocol  | 4790 | 0c00 0009 00000100
      GENEVE, version 1            | 6081 | 4000 6558 00000100
      GENEVE, unknown protocol     | 6081 | 0000 1234 00000100
      GTP-U, echo                  | 2152 | 3201 0004 00000000 00010000
      GTP-U, longer than datagram  | 2152 | 30ff 0400 00000001 45
      GTP-U, no IP inside          | 2152 | 30ff 0004 00000001 00000000
      Teredo, not IPv6             | 3544 | 4500
      L2TP control                 | 1701 | c802 000c 0000 0000 0000 0000
      L2TP, version 1              | 1701 | 0001 0001 0002 0021
      MPLS, no payload             | 6635 | 00010140 00
      GRE in UDP, unknown protocol | 4754 | 0000 1234
      CAPWAP, DTLS                 | 5247 | 01000000 16fefd00
      CAPWAP, keep-alive           | 5247 | 00100208 00000000
      TZSP, keep-alive             | 37008 | 0104 0000 01
      """)
  void decode_tunnelPortWithOtherContent_isPlainUdp(String name, int port, String payload) {
    assertThat(decoder.ethernet(ethernetUdp(port, hex(payload)))).as(name).isEqualTo(PacketFate.IGNORED_UDP);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      GRE version 2                | 47  | 0002 0800           | DROPPED_MALFORMED
      GRE, cut within its fields   | 47  | b000 0800 1234      | DROPPED_MALFORMED
      GRE, keep-alive              | 47  | 0000 0000           | IGNORED_NOT_IP
      GRE, routes without end      | 47  | 4000 0800 00000000 0800 00ff | DROPPED_MALFORMED
      PPTP, acknowledgement only   | 47  | 2081 880b 0000 0001 00000001 | IGNORED_NOT_IP
      PPTP, other protocol         | 47  | 2001 0800 0000 0001 | DROPPED_MALFORMED
      ERSPAN III, other version    | 47  | 1000 22eb 00000001 10640000 00000000 00000000 | DROPPED_MALFORMED
      EtherIP, version 2           | 97  | 2000                | DROPPED_MALFORMED
      L2TPv3 control               | 115 | 00000000 c8030000   | IGNORED_OTHER_TRANSPORT
      ESP                          | 50  | 00000001 00000001   | IGNORED_ENCRYPTED
      ICMP                         | 1   | 0800 0000           | IGNORED_OTHER_TRANSPORT
      hop-by-hop number in IPv4    | 0   | 0600 000000000000   | IGNORED_OTHER_TRANSPORT
      UDP, length below 8          | 17  | 0035 0035 0007 0000 | DROPPED_MALFORMED
      UDP, cut                     | 17  | 0035 0035           | DROPPED_MALFORMED
      """)
  void decode_otherProtocolInIpv4_hasFate(String name, int protocol, String payload, PacketFate fate) {
    assertThat(decoder.ethernet(ethernet(0x0800, ipv4(protocol, hex(payload))))).as(name).isEqualTo(fate);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      IPv4                         | 00010040 00020140                                  | I
      Ethernet                     | 00010140                                           | E
      Ethernet, control word       | 00010140 00000000                                  | E
      """)
  void decode_labelStack_findsSegment(String name, String labels, char inside) {
    byte[] inner = inside == 'E' ? ethernetTcp() : ipv4Tcp();
    assertFound(name, ethernet(0x8847, join(hex(labels), inner)), 0);
    assertFound(name, ethernet(0x8848, join(hex(labels), inner)), 0);
  }

  @Test
  void decode_labelledEthernetToAddressStartingWith4_isNotTakenForIp() {
    byte[] frame = join(hex("4a0000000001 020000000002 0800"), ipv4Tcp());
    assertFound("Ethernet", ethernet(0x8847, join(hex("00010140"), frame)), 0);
  }

  @Test
  void decode_ipv6TunnelsBothWays_findsInnermostAddresses() {
    assertFound("6in4", ethernet(0x0800, ipv4(41, ipv6Tcp())), 0);
    assertThat(decoder.segment().sourceLow).isEqualTo(1);
    assertFound("4in6", ethernet(0x86dd, ipv6(4, ipv4Tcp())), 0);
    assertThat(decoder.segment().sourceLow).isEqualTo(TcpSegment.IPV4_MAPPED | 0xc0000201L);
    assertFound("6in6", ethernet(0x86dd, ipv6(41, ipv6Tcp())), 0);
  }

  @Test
  void decode_overlayInOverlay_keepsInnermostTenantAndForgetsItNext() {
    byte[] inner = ethernetUdp(4789, hex("0800 0000 00000700"), ethernetTcp());
    assertFound("VXLAN in VXLAN", ethernetUdp(4789, hex("0800 0000 00000300"), inner), 8);
    assertFound("plain", ethernetTcp(), 0);
  }

  @Test
  void decode_nestingBeyondBound_isDropped() {
    Decoder narrow = new Decoder(new PacketOptions(5, 1, 1, 1, 1));
    assertThat(narrow.ethernet(ethernet(0x0800, ipv4(4, ipv4(4, ipv4Tcp()))))).isEqualTo(PacketFate.INSPECTED);
    byte[] deep = ipv4Tcp();
    for (int i = 0; i < 8; i++) {
      deep = ipv4(4, deep);
    }
    assertThat(narrow.ethernet(ethernet(0x0800, deep))).isEqualTo(PacketFate.DROPPED_NESTING);
    assertThat(narrow.ethernet(ethernetTcp())).isEqualTo(PacketFate.INSPECTED);
  }

  private void assertFound(String name, byte[] packet, int tenant) {
    assertThat(decoder.ethernet(packet)).as(name).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).as(name).isEqualTo(Frames.PAYLOAD_TEXT);
    assertThat(decoder.segment().tenant).as(name).isEqualTo(tenant);
  }
}
