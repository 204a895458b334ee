package stratoscope.testing;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What a script's {@code wrap} line puts around each packet: a name and its numbers. Outer packets run between two fixed addresses
 * ({@code 203.0.113.1} on the client's side, {@code 203.0.113.2}; {@code 2001:db8:ffff::1} and {@code ::2}). Not thread-safe: outer
 * packets are numbered.
 */
final class Tunnel {
  private static final InetAddress[] OUTER_V4 = {Endpoint.addressOf("203.0.113.1"), Endpoint.addressOf("203.0.113.2")};
  private static final InetAddress[] OUTER_V6 = {Endpoint.addressOf("2001:db8:ffff::1"), Endpoint.addressOf("2001:db8:ffff::2")};

  private static final int IPV4_IN_IP = 4;
  private static final int IPV6_IN_IP = 41;
  private static final int GRE = 47;
  private static final int HOP_BY_HOP = 0;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;
  private static final int PPPOE_SESSION = 0x8864;
  private static final int MPLS = 0x8847;
  private static final int ETHERNET_BRIDGING = 0x6558;
  private static final int EPHEMERAL_PORT = 51_234;

  private final String name;
  private final List<String> arguments;
  private int packets;

  Tunnel(String name, List<String> arguments) {
    this.name = name;
    this.arguments = arguments;
  }

  List<Frame> wrap(Frame frame) {
    packets++;
    return switch (name) {
      case "fragment" -> IpPackets.fragments(frame.ipBytes(), number(0, 512), arguments.contains("reversed")).stream()
          .map(frame::ip).toList();
      default -> List.of(wrapOne(frame));
    };
  }

  private Frame wrapOne(Frame frame) {
    return switch (name) {
      case "vlan" -> vlan(frame, VLAN, number(0, 100));
      case "qinq" -> vlan(vlan(frame, VLAN, number(1, 100)), SERVICE_VLAN, number(0, 200));
      case "pppoe" -> pppoe(frame);
      case "mpls" -> frame.ethernet(frame.ethernetBytes(MPLS, mpls(frame.ipBytes())));
      case "mpls-ethernet" -> frame.ethernet(
          frame.ethernetBytes(MPLS, mpls(new ByteWriter().u32(0).bytes(frame.ethernetBytes()).toBytes())));
      case "ipip", "6in4" -> outerV4(frame, inner(frame), frame.ipBytes());
      case "4in6", "6in6" -> outerV6(frame, inner(frame), frame.ipBytes());
      case "gre" -> gre(frame, 0, frame.etherType(), new byte[0], frame.bytes());
      case "gre-options" -> greWithOptions(frame);
      case "nvgre" -> nvgre(frame);
      case "erspan1" -> gre(frame, 0, 0x88be, new byte[0], frame.ethernetBytes());
      case "erspan2" -> erspan2(frame);
      case "erspan3" -> erspan3(frame);
      case "vxlan" -> udp(frame, 4789, new ByteWriter().u32(0x08000000).u32((long) number(0, 42) << 8)
          .bytes(frame.ethernetBytes()).toBytes());
      case "geneve" -> geneve(frame);
      case "gtp-u" -> gtpU(frame);
      case "teredo" -> teredo(frame);
      case "l2tp" -> l2tp(frame);
      case "hop-by-hop" -> frame.ip(IpPackets.withExtensionHeader(frame.ipBytes(), HOP_BY_HOP));
      case "destination-options" -> frame.ip(IpPackets.withExtensionHeader(frame.ipBytes(), DESTINATION_OPTIONS));
      default -> throw new IllegalArgumentException("no such tunnel: " + name);
    };
  }

  private int number(int index, int otherwise) {
    return index < arguments.size() ? Integer.parseInt(arguments.get(index)) : otherwise;
  }

  private static int inner(Frame frame) {
    return IpPackets.isIpv6(frame.ipBytes()) ? IPV6_IN_IP : IPV4_IN_IP;
  }

  private Frame outerV4(Frame frame, int protocol, byte[] payload) {
    return frame.ip(IpPackets.ip(OUTER_V4[frame.fromClient() ? 0 : 1], OUTER_V4[frame.fromClient() ? 1 : 0], protocol, packets, payload));
  }

  private Frame outerV6(Frame frame, int protocol, byte[] payload) {
    return frame.ip(IpPackets.ip(OUTER_V6[frame.fromClient() ? 0 : 1], OUTER_V6[frame.fromClient() ? 1 : 0], protocol, packets, payload));
  }

  /** From a fixed port to the tunnel's own, whichever side sends, as these protocols do. */
  private Frame udp(Frame frame, int port, byte[] payload) {
    Endpoint from = new Endpoint(OUTER_V4[frame.fromClient() ? 0 : 1], EPHEMERAL_PORT);
    Endpoint to = new Endpoint(OUTER_V4[frame.fromClient() ? 1 : 0], port);
    return frame.ip(IpPackets.udp(from, to, packets, payload));
  }

  private static Frame vlan(Frame frame, int type, int id) {
    byte[] inside = frame.ethernetBytes();
    byte[] tagged = new ByteWriter().bytes(frame.receiverMac()).bytes(frame.senderMac()).u16(type).u16(id)
        .bytes(Arrays.copyOfRange(inside, 12, inside.length)).toBytes();
    return frame.ethernet(tagged);
  }

  private Frame pppoe(Frame frame) {
    byte[] session = new ByteWriter().u16(0x1100).u16(number(0, 17)).u16(frame.bytes().length + 2)
        .u16(frame.pppProtocol()).bytes(frame.ipBytes()).toBytes();
    return frame.ethernet(frame.ethernetBytes(PPPOE_SESSION, session));
  }

  /** One label stack entry for each argument, the last of them marked as the bottom. */
  private byte[] mpls(byte[] payload) {
    ByteWriter stack = new ByteWriter();
    for (int i = 0; i < arguments.size(); i++) {
      boolean bottom = i == arguments.size() - 1;
      stack.u32((long) number(i, 0) << 12 | (bottom ? 0x100 : 0) | 64);
    }
    return stack.bytes(payload).toBytes();
  }

  private Frame gre(Frame frame, int flags, int type, byte[] options, byte[] payload) {
    return outerV4(frame, GRE, new ByteWriter().u16(flags).u16(type).bytes(options).bytes(payload).toBytes());
  }

  /** Checksum, key and sequence number. */
  private Frame greWithOptions(Frame frame) {
    byte[] packet = new ByteWriter().u16(0xb000).u16(frame.etherType()).u32(0).u32(number(0, 42)).u32(packets)
        .bytes(frame.ipBytes()).toBytes();
    IpPackets.put16(packet, 4, IpPackets.checksum(packet));
    return outerV4(frame, GRE, packet);
  }

  private Frame nvgre(Frame frame) {
    byte[] key = new ByteWriter().u32((long) number(0, 42) << 8).toBytes();
    return gre(frame, 0x2000, ETHERNET_BRIDGING, key, frame.ethernetBytes());
  }

  private Frame erspan2(Frame frame) {
    byte[] header = new ByteWriter().u32(packets).u16(0x1000 | 100).u16(number(0, 42)).u32(7).toBytes();
    return gre(frame, 0x1000, 0x88be, header, frame.ethernetBytes());
  }

  private Frame erspan3(Frame frame) {
    byte[] header = new ByteWriter().u32(packets).u16(0x2000 | 100).u16(number(0, 42)).u32(packets * 1000L).u16(0).u16(0).toBytes();
    return gre(frame, 0x1000, 0x22eb, header, frame.ethernetBytes());
  }

  /** With one option of four bytes. */
  private Frame geneve(Frame frame) {
    return udp(frame, 6081, new ByteWriter().u8(2).u8(0).u16(ETHERNET_BRIDGING).u32((long) number(0, 42) << 8)
        .u16(0xff01).u8(0x01).u8(1).u32(0x01020304).bytes(frame.ethernetBytes()).toBytes());
  }

  /** Version 1 with a PDU session container as extension header. */
  private Frame gtpU(Frame frame) {
    byte[] extension = new ByteWriter().u16(0).u8(0).u8(0x85).u8(1).u8(frame.fromClient() ? 0x10 : 0).u8(9).u8(0).toBytes();
    byte[] payload = new ByteWriter().u8(0x34).u8(0xff).u16(extension.length + frame.bytes().length).u32(number(0, 42))
        .bytes(extension).bytes(frame.ipBytes()).toBytes();
    Endpoint from = new Endpoint(OUTER_V4[frame.fromClient() ? 0 : 1], 2152);
    Endpoint to = new Endpoint(OUTER_V4[frame.fromClient() ? 1 : 0], 2152);
    return frame.ip(IpPackets.udp(from, to, packets, payload));
  }

  private Frame teredo(Frame frame) {
    IpPackets.requireIpv6(frame.ipBytes());
    Endpoint near = new Endpoint(OUTER_V4[0], EPHEMERAL_PORT);
    Endpoint far = new Endpoint(OUTER_V4[1], 3544);
    return frame.ip(IpPackets.udp(frame.fromClient() ? near : far, frame.fromClient() ? far : near, packets, frame.bytes()));
  }

  /** Version 2 data message with length, then PPP. */
  private Frame l2tp(Frame frame) {
    byte[] ppp = new ByteWriter().u16(0xff03).u16(frame.pppProtocol()).bytes(frame.ipBytes()).toBytes();
    byte[] message = new ByteWriter().u16(0x4002).u16(8 + ppp.length).u16(number(0, 42)).u16(7).bytes(ppp).toBytes();
    Endpoint near = new Endpoint(OUTER_V4[0], 1701);
    Endpoint far = new Endpoint(OUTER_V4[1], 1701);
    return frame.ip(IpPackets.udp(frame.fromClient() ? near : far, frame.fromClient() ? far : near, packets, message));
  }
}
