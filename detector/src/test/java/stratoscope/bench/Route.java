package stratoscope.bench;

import java.nio.ByteBuffer;

/**
 * The headers below TCP and UDP of one conversation: Ethernet, perhaps a tunnel, IPv4 or IPv6. Immutable.
 *
 * @param client last four bytes of the address; the others are 10.0.0.0/8's or 2001:db8::'s
 * @param server likewise, in 198.18.0.0/15 or 2001:db8::
 */
record Route(Tunnel tunnel, boolean isIpv6, int client, int server, int clientPort, int serverPort) {
  static final int TCP = 6;
  static final int UDP = 17;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int ETHERNET_BYTES = 14;
  private static final int UDP_BYTES = 8;
  private static final int TUNNEL_BYTES = 8;
  private static final int TUNNEL_CLIENT = 0xCB00_7101;
  private static final int TUNNEL_SERVER = 0xCB00_7102;

  /** What is around the packet. */
  enum Tunnel {
    NONE, VLAN, VXLAN, GTP_U
  }

  /** Begins a frame; the transport header and the payload are to follow, of so many bytes. */
  void begin(ByteBuffer out, boolean isFromClient, int protocol, int transportBytes) {
    out.clear();
    int ipBytes = transportBytes + (isIpv6 ? IPV6_BYTES : IPV4_BYTES);
    int type = isIpv6 ? 0x86DD : 0x0800;
    switch (tunnel) {
      case NONE -> ethernet(out, isFromClient, type);
      case VLAN -> {
        ethernet(out, isFromClient, 0x8100);
        out.putShort((short) 100).putShort((short) type);
      }
      case VXLAN -> {
        outer(out, isFromClient, 4789, ETHERNET_BYTES + ipBytes);
        out.putInt(0x0800_0000).putInt(42 << 8);
        ethernet(out, isFromClient, type);
      }
      case GTP_U -> {
        outer(out, isFromClient, 2152, ipBytes);
        out.putShort((short) 0x30FF).putShort((short) ipBytes).putInt(client);
      }
    }
    ip(out, isFromClient, protocol, transportBytes);
  }

  int port(boolean ofClient) {
    return ofClient ? clientPort : serverPort;
  }

  private static void ethernet(ByteBuffer out, boolean isFromClient, int type) {
    mac(mac(out, !isFromClient), isFromClient).putShort((short) type);
  }

  private static ByteBuffer mac(ByteBuffer out, boolean ofClient) {
    return out.putInt(0x0200_0000).putShort((short) (ofClient ? 1 : 2));
  }

  private static void outer(ByteBuffer out, boolean isFromClient, int port, int payloadBytes) {
    ethernet(out, isFromClient, 0x0800);
    int udpBytes = UDP_BYTES + TUNNEL_BYTES + payloadBytes;
    ipv4(out, UDP, udpBytes, isFromClient ? TUNNEL_CLIENT : TUNNEL_SERVER, isFromClient ? TUNNEL_SERVER : TUNNEL_CLIENT);
    out.putShort((short) 51_234).putShort((short) port).putShort((short) udpBytes).putShort((short) 0);
  }

  private void ip(ByteBuffer out, boolean isFromClient, int protocol, int transportBytes) {
    int from = isFromClient ? client : server;
    int to = isFromClient ? server : client;
    if (isIpv6) {
      out.putInt(0x6000_0000).putShort((short) transportBytes).put((byte) protocol).put((byte) 64);
      out.putLong(0x2001_0DB8_0000_0000L).putLong(from & 0xFFFF_FFFFL).putLong(0x2001_0DB8_0000_0000L).putLong(to & 0xFFFF_FFFFL);
    } else {
      ipv4(out, protocol, transportBytes, from, to);
    }
  }

  private static void ipv4(ByteBuffer out, int protocol, int transportBytes, int from, int to) {
    int start = out.position();
    out.putShort((short) 0x4500).putShort((short) (IPV4_BYTES + transportBytes)).putShort((short) 0).putShort((short) 0x4000);
    out.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(from).putInt(to);
    int sum = 0;
    for (int i = 0; i < IPV4_BYTES; i += 2) {
      sum += out.getShort(start + i) & 0xFFFF;
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    out.putShort(start + 10, (short) ~(sum + (sum >>> 16)));
  }
}
