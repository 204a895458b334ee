package stratoscope.testing;

/** A packet on its way into a capture: an IP packet, or with {@code ethernet} an Ethernet frame around one. */
record Frame(byte[] bytes, boolean ethernet, boolean fromClient) {
  static final byte[] CLIENT_MAC = {2, 0, 0, 0, 0, 1};
  static final byte[] SERVER_MAC = {2, 0, 0, 0, 0, 2};

  /** Type of what an Ethernet header, SLL header or GRE header announces. */
  int etherType() {
    if (ethernet) {
      return 0x6558;
    }
    return IpPackets.isIpv6(bytes) ? 0x86dd : 0x0800;
  }

  int pppProtocol() {
    return IpPackets.isIpv6(ipBytes()) ? 0x0057 : 0x0021;
  }

  byte[] senderMac() {
    return fromClient ? CLIENT_MAC : SERVER_MAC;
  }

  byte[] receiverMac() {
    return fromClient ? SERVER_MAC : CLIENT_MAC;
  }

  /** The IP packet of a frame that nobody has put into Ethernet yet. */
  byte[] ipBytes() {
    if (ethernet) {
      throw new IllegalArgumentException("needs an IP packet, has an Ethernet frame");
    }
    return bytes;
  }

  /** The frame with an Ethernet header, unless it has one. */
  byte[] ethernetBytes() {
    return ethernet ? bytes : ethernetBytes(etherType(), bytes);
  }

  byte[] ethernetBytes(int type, byte[] payload) {
    return new ByteWriter().bytes(receiverMac()).bytes(senderMac()).u16(type).bytes(payload).toBytes();
  }

  Frame ip(byte[] packet) {
    return new Frame(packet, false, fromClient);
  }

  Frame ethernet(byte[] frame) {
    return new Frame(frame, true, fromClient);
  }
}
