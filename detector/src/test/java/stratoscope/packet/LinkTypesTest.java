package stratoscope.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.packet.Frames.hex;
import static stratoscope.packet.Frames.join;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each link type leads to the segment; each header's other contents lead to the right fate. */
class LinkTypesTest {
  private static final String MACS = "020000000001 020000000002";
  private static final String WLAN_24 = "0802 0000 020000000001 020000000002 020000000003 1000 ";
  private static final String SNAP_IPV4 = "aaaa03 000000 0800";
  private final Decoder decoder = new Decoder();

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', textBlock = """
      0   | NULL, big-endian           | 00000002
      0   | NULL, little-endian        | 02000000
      1   | Ethernet                   | 020000000001 020000000002 0800
      1   | 802.1Q                     | 020000000001 020000000002 8100 0064 0800
      1   | 802.1ad and 802.1Q         | 020000000001 020000000002 88a8 0064 8100 0065 0800
      1   | stacked 9100               | 020000000001 020000000002 9100 0064 9200 0065 9300 0066 0800
      1   | LLC type 06                | 020000000001 020000000002 0100 060603
      1   | VN-Tag                     | 020000000001 020000000002 8926 00010002 0800
      1   | backbone tag               | 020000000001 020000000002 88e7 00001234 020000000003 020000000004 0800
      1   | PPPoE session              | 020000000001 020000000002 8864 1100 0001 004e 0021
      1   | NSH                        | 020000000001 020000000002 894f 0fc6 0101 000001ff 00000000 00000000 00000000 00000000
      6   | Token Ring                 | 1040 020000000001 020000000002 aaaa03 000000 0800
      6   | Token Ring, source route   | 1040 020000000001 820000000002 0630 0011 0020 aaaa03 000000 0800
      9   | PPP                        | ff03 0021
      9   | PPP, no address            | 0021
      9   | PPP, short protocol        | 21
      10  | FDDI                       | 50 020000000001 020000000002 aaaa03 000000 0800
      12  | raw                        |
      14  | raw                        |
      50  | PPP in HDLC framing        | ff03 0021
      50  | Cisco HDLC as PPP          | 0f00 0800
      51  | PPPoE                      | 1100 0001 004e 0021
      100 | ATM, routed                | aaaa03 000000 0800
      100 | ATM, bridged               | aaaa03 0080c2 0007 0000 020000000001 020000000002 0800
      100 | LLC, network protocol id   | fefe03 cc
      101 | raw                        |
      104 | Cisco HDLC                 | 0f00 0800
      105 | 802.11                     | 0802 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800
      105 | 802.11, RFC 1042 tunnel    | 0802 0000 020000000001 020000000002 020000000003 1000 aaaa03 0000f8 0800
      105 | 802.11, QoS                | 8802 0000 020000000001 020000000002 020000000003 1000 0000 aaaa03 000000 0800
      105 | 802.11, QoS, HT control    | 8882 0000 020000000001 020000000002 020000000003 1000 0000 00000000 aaaa03 000000 0800
      105 | 802.11, aggregate          | 8802 0000 020000000001 020000000002 \
      020000000003 1000 8000 020000000001 020000000002 0054 aaaa03 000000 0800
      105 | 802.11, swapped by Cisco   | 0208 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800
      107 | Frame Relay                | 1841 03 cc
      107 | Frame Relay, SNAP          | 1841 03 00 80 000000 0800
      107 | Frame Relay, Cisco         | 1841 0800
      107 | Frame Relay, long address  | 18400001 03 cc
      108 | LOOP                       | 00000002
      109 | OpenBSD enc                | 02000000 00000001 00000000
      113 | Linux cooked               | 0000 0001 0006 0200000000010000 0800
      113 | Linux cooked, LLC          | 0000 0001 0006 0200000000010000 0004 aaaa03 000000 0800
      117 | OpenBSD pflog, 5 bytes     | 05020000 00000000
      119 | Prism                      | 44000000 10000000 0000000000000000 0802 0000 020000000001 020000000002 \
      020000000003 1000 aaaa03 000000 0800
      119 | AVS as Prism               | 80211001 00000010 0000000000000000 0802 0000 020000000001 020000000002 \
      020000000003 1000 aaaa03 000000 0800
      127 | radiotap                   | 00000800 00000000 0802 0000 020000000001 020000000002 020000000003 1000 aaaa03 000000 0800
      163 | AVS                        | 80211001 00000010 0000000000000000 0802 0000 020000000001 020000000002 \
      020000000003 1000 aaaa03 000000 0800
      166 | PPP with direction         | 01 ff03 0021
      192 | PPI, Ethernet              | 00000800 01000000 020000000001 020000000002 0800
      219 | MPLS                       | 00010140
      228 | IPv4                       |
      239 | NFLOG                      | 02000000 08000100 08000103 0500 0a00 00000000 5000 0900
      242 | InfiniBand                 | 0000000000000000000000000000000000000000 0000000000000000000000000000000000000000 0800 0000
      258 | pktap                      | 0c000000 01000000 01000000 020000000001 020000000002 0800
      276 | Linux cooked 2             | 0800 0000 00000001 0001 00 06 0200000000010000
      """)
  void decode_eachLinkType_findsSegment(int linkType, String name, String header) {
    byte[] packet = join(hex(header == null ? "" : header), Frames.ipv4Tcp());
    assertThat(decoder.decode(linkType, packet)).as(name).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
    assertThat(decoder.segment().sourceLow).isEqualTo(0xffff_c000_0201L);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', textBlock = """
      0   | NULL, macOS                | 1e000000
      0   | NULL, Windows              | 17000000
      1   | Ethernet                   | 020000000001 020000000002 86dd
      9   | PPP                        | ff03 0057
      12  | raw                        |
      107 | Frame Relay                | 1841 03 8e
      108 | LOOP, OpenBSD              | 00000018
      117 | OpenBSD pflog, 61 bytes    | 3d1e 0000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 \
      00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000
      229 | IPv6                       |
      239 | NFLOG, big-endian          | 0a000000 0065 0009
      """)
  void decode_ipv6OnLinkType_findsSegment(int linkType, String name, String header) {
    byte[] packet = join(hex(header == null ? "" : header), Frames.ipv6Tcp());
    assertThat(decoder.decode(linkType, packet)).as(name).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
    assertThat(decoder.segment().destinationHigh).isEqualTo(0x20010db8_00000000L);
    assertThat(decoder.segment().destinationLow).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(delimiter = '|', textBlock = """
      1   | ARP                        | 020000000001 020000000002 0806 0001        | IGNORED_NOT_IP
      1   | spanning tree              | 020000000001 020000000002 0003 424203      | IGNORED_NOT_IP
      1   | Cisco discovery            | 020000000001 020000000002 0008 aaaa03 00000c 2000 | IGNORED_NOT_IP
      1   | MACsec                     | 020000000001 020000000002 88e5 2c00        | IGNORED_ENCRYPTED
      1   | PPPoE discovery            | 020000000001 020000000002 8863 1109 0000 0000 | IGNORED_NOT_IP
      1   | PPPoE session, control     | 020000000001 020000000002 8864 1100 0001 0004 c021 0901 | IGNORED_NOT_IP
      1   | PPPoE, version 2           | 020000000001 020000000002 8864 2100 0001 0004 0021 0901 | DROPPED_MALFORMED
      1   | PPPoE, cut by its length   | 020000000001 020000000002 8864 1100 0001 0001 0021 0901 | DROPPED_MALFORMED
      1   | nothing but a tag          | 020000000001 020000000002 8100 0001        | DROPPED_TRUNCATED_HEADER
      9   | PPP, encrypted             | ff03 0053 1000                             | IGNORED_ENCRYPTED
      10  | FDDI, station management   | 41 020000000001 020000000002 424203        | IGNORED_NOT_IP
      12  | raw, version 5             | 50000000                                   | DROPPED_MALFORMED
      104 | Cisco HDLC, keep-alive     | 8f00 8035 00000000                         | IGNORED_NOT_IP
      105 | 802.11, beacon             | 8000 0000 020000000001 020000000002        | IGNORED_NOT_IP
      105 | 802.11, no data            | 4801 0000 020000000001 020000000002        | IGNORED_NOT_IP
      105 | 802.11, protected          | 0842 0000 020000000001 020000000002        | IGNORED_ENCRYPTED
      105 | 802.11, second fragment    | 0802 0000 020000000001 020000000002 020000000003 1100 aaaa03 | IGNORED_NOT_IP
      113 | Linux cooked, netlink      | 0000 0338 0006 0200000000010000 0800       | IGNORED_NOT_IP
      127 | radiotap, version 1        | 01000800 00000000                          | DROPPED_MALFORMED
      147 | private use                | 00                                         | IGNORED_LINK_TYPE
      239 | NFLOG, attribute too short | 02000000 03000900                          | DROPPED_MALFORMED
      """)
  void decode_otherContents_hasFate(int linkType, String name, String packet, PacketFate fate) {
    assertThat(decoder.decode(linkType, hex(packet))).as(name).isEqualTo(fate);
  }

  @Test
  void decode_fourAddressFrame_findsSegment() {
    byte[] packet = join(hex("0803 0000"), hex(MACS), hex("020000000003 1000 020000000004"), hex(SNAP_IPV4), Frames.ipv4Tcp());
    assertThat(decoder.decode(105, packet)).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @Test
  void decode_radiotapWithPadding_skipsToMultipleOfFour() {
    byte[] radiotap = hex("0000 1900 03000080 00000000 00000000 0000000000000000 20");
    byte[] qos = hex("8802 0000 020000000001 020000000002 020000000003 1000 0000 0000");
    assertThat(decoder.decode(127, join(radiotap, qos, hex(SNAP_IPV4), Frames.ipv4Tcp()))).isEqualTo(PacketFate.INSPECTED);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @Test
  void decode_frameCheckSequence_isNotPayload() {
    byte[] packet = join(hex(WLAN_24), hex(SNAP_IPV4), Frames.ipv4Tcp(), hex("deadbeef"));
    decoder.decode(105, packet);
    assertThat(decoder.payload()).isEqualTo(Frames.PAYLOAD_TEXT);
  }

  @Test
  void decode_noBytes_isEmpty() {
    assertThat(decoder.decode(1, new byte[0], 60)).isEqualTo(PacketFate.IGNORED_EMPTY);
  }
}
