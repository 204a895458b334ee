package stratoscope.packet;

/** The LINKTYPE_ numbers that are decoded, from the registry at https://www.tcpdump.org/linktypes.html. */
final class LinkTypes {
  private LinkTypes() {}

  static Layer layerOf(int linkType) {
    return switch (linkType) {
      case 0, 108 -> Layer.ADDRESS_FAMILY;
      case 1 -> Layer.ETHERNET;
      case 6 -> Layer.TOKEN_RING;
      case 9 -> Layer.PPP;
      case 10 -> Layer.FDDI;
      case 12, 14, 101 -> Layer.IP;
      case 50 -> Layer.PPP_OR_CISCO_HDLC;
      case 51 -> Layer.PPPOE;
      case 100 -> Layer.LLC;
      case 104 -> Layer.CISCO_HDLC;
      case 105 -> Layer.WLAN;
      case 107 -> Layer.FRAME_RELAY;
      case 109 -> Layer.ENC;
      case 113 -> Layer.LINUX_COOKED;
      case 117 -> Layer.PFLOG;
      case 119 -> Layer.PRISM;
      case 127 -> Layer.RADIOTAP;
      case 163 -> Layer.AVS;
      case 166, 204 -> Layer.PPP_WITH_DIRECTION;
      case 192 -> Layer.PPI;
      case 219 -> Layer.MPLS;
      case 228 -> Layer.IPV4;
      case 229 -> Layer.IPV6;
      case 239 -> Layer.NFLOG;
      case 242 -> Layer.INFINIBAND;
      case 258 -> Layer.PKTAP;
      case 276 -> Layer.LINUX_COOKED_2;
      default -> Layer.UNKNOWN_LINK_TYPE;
    };
  }
}
