package stratoscope.packet;

import org.jspecify.annotations.Nullable;

/** What stands at the cursor: a header and the method that reads it, or the end of decoding and the packet's fate. */
enum Layer {
  ETHERNET(LinkLayer::ethernet),
  VLAN(LinkLayer::vlan),
  VN_TAG(LinkLayer::vnTag),
  BACKBONE_TAG(LinkLayer::backboneTag),
  LLC(LinkLayer::llc),
  SNAP(LinkLayer::snap),
  FDDI(LinkLayer::fddi),
  TOKEN_RING(LinkLayer::tokenRing),
  NETWORK_PROTOCOL_ID(SerialLine::networkProtocolId),
  PPPOE(SerialLine::pppoe),
  PPP(SerialLine::ppp),
  PPP_OR_CISCO_HDLC(SerialLine::pppOrCiscoHdlc),
  PPP_WITH_DIRECTION(SerialLine::pppWithDirection),
  CISCO_HDLC(SerialLine::ciscoHdlc),
  FRAME_RELAY(SerialLine::frameRelay),
  LINUX_COOKED(PseudoHeaders::linuxCooked),
  LINUX_COOKED_2(PseudoHeaders::linuxCooked2),
  ADDRESS_FAMILY(PseudoHeaders::addressFamily),
  PFLOG(PseudoHeaders::pflog),
  NFLOG(PseudoHeaders::nflog),
  ENC(PseudoHeaders::enc),
  PKTAP(PseudoHeaders::pktap),
  PPI(PseudoHeaders::ppi),
  INFINIBAND(PseudoHeaders::infiniband),
  WLAN(Wlan::frame),
  WLAN_MEMBER(Wlan::member),
  RADIOTAP(Wlan::radiotap),
  PRISM(Wlan::prism),
  AVS(Wlan::avs),
  MPLS(Mpls::label),
  IP(IpHeaders::anyVersion),
  IPV4(IpHeaders::ipv4),
  IPV6(IpHeaders::ipv6),
  IPV6_EXTENSION(IpHeaders::extension),
  IPV6_FRAGMENT(IpHeaders::fragment),
  AUTHENTICATION(IpHeaders::authentication),
  ETHER_IP(IpHeaders::etherIp),
  TCP(TcpHeader::read),
  UDP(UdpTunnels::udp),
  GRE(Gre::read),
  ERSPAN_2(Gre::erspan2),
  ERSPAN_3(Gre::erspan3),
  WCCP(Gre::wccp),
  L2TP_3(L2tp::version3),
  NSH(UdpTunnels::nsh),

  INSPECTED(PacketFate.INSPECTED),
  DNS(PacketFate.INSPECTED_DNS),
  PLAIN_UDP(PacketFate.IGNORED_UDP),
  QUIC(PacketFate.IGNORED_QUIC),
  OTHER_TRANSPORT(PacketFate.IGNORED_OTHER_TRANSPORT),
  NOT_IP(PacketFate.IGNORED_NOT_IP),
  ENCRYPTED(PacketFate.IGNORED_ENCRYPTED),
  FRAGMENT_HELD(PacketFate.IGNORED_FRAGMENT_HELD),
  UNKNOWN_LINK_TYPE(PacketFate.IGNORED_LINK_TYPE),
  TRUNCATED(PacketFate.DROPPED_TRUNCATED_HEADER),
  MALFORMED(PacketFate.DROPPED_MALFORMED),
  FRAGMENT_OVERLAP(PacketFate.DROPPED_FRAGMENT_OVERLAP),
  FRAGMENT_LIMIT(PacketFate.DROPPED_FRAGMENT_LIMIT);

  /** Reads one header, moves the cursor behind it, and says what comes next. */
  interface Step {
    Layer read(Cursor cursor);
  }

  @SuppressWarnings("ImmutableEnumChecker") // a method reference, without state
  final Step step;
  /** Where decoding ends, else null. */
  final @Nullable PacketFate fate;

  Layer(Step step) {
    this.step = step;
    fate = null;
  }

  Layer(PacketFate fate) {
    this.fate = fate;
    step = cursor -> this;
  }
}
