package stratoscope.capture.live;

/**
 * What the frames of an interface begin with.
 *
 * @param linkType LINKTYPE_ value; -1 if only libpcap knows
 */
record LinkLayer(int linkType, boolean isLoopback) {
  private static final int ETHERNET = 1;
  private static final int RAW_IP = 101;

  /** By the ARPHRD_ value of linux/if_arp.h. */
  static LinkLayer of(int hardwareType) {
    return switch (hardwareType) {
      case 1 -> new LinkLayer(ETHERNET, false);
      case 772 -> new LinkLayer(ETHERNET, true);
      // raw IP, no header, tunnels of IPv4 and IPv6, sit, GRE over either
      case 519, 0xFFFE, 768, 769, 776, 778, 823 -> new LinkLayer(RAW_IP, false);
      case 803 -> new LinkLayer(127, false);
      default -> new LinkLayer(-1, false);
    };
  }

  boolean isEthernet() {
    return linkType == ETHERNET;
  }
}
