package stratoscope.testing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;

/** Writes IPv4 and IPv6 packets, TCP segments, UDP datagrams and fragments, with right checksums. */
public final class IpPackets {
  public static final int TCP = 6;
  public static final int UDP = 17;

  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;

  private static final int IPV6_HEADER_BYTES = 40;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int WINDOW = 64_240;
  private static final int HOPS = 64;

  private IpPackets() {}

  /** What a TCP segment says beside its ports. An {@code offloaded} one has its checksum left to a card, as in a sender's own capture. */
  public record Segment(long sequence, long acknowledgement, int flags, byte[] payload, boolean offloaded) {
    public Segment(long sequence, long acknowledgement, int flags, byte[] payload) {
      this(sequence, acknowledgement, flags, payload, false);
    }
  }

  /** A TCP segment in an IP packet; a SYN gets the usual maximum segment size option. */
  public static byte[] tcp(Endpoint from, Endpoint to, int packetId, Segment segment) {
    boolean opens = (segment.flags & SYN) != 0;
    int headerBytes = opens ? 24 : 20;
    ByteWriter tcp = new ByteWriter().u16(from.port()).u16(to.port())
        .u32(segment.sequence).u32(segment.acknowledgement)
        .u8(headerBytes / 4 << 4).u8(segment.flags).u16(WINDOW).u16(0).u16(0);
    if (opens) {
      tcp.hex("020405b4");
    }
    byte[] bytes = tcp.bytes(segment.payload).toBytes();
    int sum = segment.offloaded
        ? ~checksum(pseudoHeader(from.address(), to.address(), TCP, bytes.length))
        : checksum(pseudoHeader(from.address(), to.address(), TCP, bytes.length), bytes);
    put16(bytes, 16, sum);
    return ip(from.address(), to.address(), TCP, packetId, bytes);
  }

  /** A UDP datagram in an IP packet. */
  public static byte[] udp(Endpoint from, Endpoint to, int packetId, byte[] payload) {
    byte[] bytes = new ByteWriter().u16(from.port()).u16(to.port()).u16(8 + payload.length).u16(0).bytes(payload).toBytes();
    int sum = checksum(pseudoHeader(from.address(), to.address(), UDP, bytes.length), bytes);
    put16(bytes, 6, sum == 0 ? 0xffff : sum);
    return ip(from.address(), to.address(), UDP, packetId, bytes);
  }

  /** An IP packet of the addresses' family; {@code packetId} is used by IPv4 alone. */
  public static byte[] ip(InetAddress from, InetAddress to, int protocol, int packetId, byte[] payload) {
    byte[] source = from.getAddress();
    byte[] destination = to.getAddress();
    if (source.length != destination.length) {
      throw new IllegalArgumentException("two address families: " + from + ", " + to);
    }
    if (source.length == 16) {
      return new ByteWriter().u32(0x60000000L).u16(payload.length).u8(protocol).u8(HOPS)
          .bytes(source).bytes(destination).bytes(payload).toBytes();
    }
    byte[] packet = new ByteWriter().u16(0x4500).u16(IPV4_HEADER_BYTES + payload.length).u16(packetId).u16(0x4000)
        .u8(HOPS).u8(protocol).u16(0).bytes(source).bytes(destination).bytes(payload).toBytes();
    return withHeaderChecksum(packet);
  }

  /** The packet with a further IPv6 extension header of one padding option right behind its fixed header. */
  static byte[] withExtensionHeader(byte[] packet, int headerType) {
    requireIpv6(packet);
    byte[] extension = new ByteWriter().u8(packet[6]).u8(0).u8(1).u8(4).u32(0).toBytes();
    byte[] longer = ByteWriter.concat(Arrays.copyOf(packet, IPV6_HEADER_BYTES), extension,
        Arrays.copyOfRange(packet, IPV6_HEADER_BYTES, packet.length));
    longer[6] = (byte) headerType;
    put16(longer, 4, longer.length - IPV6_HEADER_BYTES);
    return longer;
  }

  /** The packet in fragments of at most so many payload bytes (a multiple of 8), in order or last one first. */
  public static List<byte[]> fragments(byte[] packet, int payloadBytes, boolean reversed) {
    if (payloadBytes % 8 != 0 || payloadBytes == 0) {
      throw new IllegalArgumentException("not a multiple of 8: " + payloadBytes);
    }
    int headerBytes = isIpv6(packet) ? IPV6_HEADER_BYTES : IPV4_HEADER_BYTES;
    List<byte[]> fragments = new ArrayList<>();
    for (int at = headerBytes; at < packet.length; at += payloadBytes) {
      int end = Math.min(packet.length, at + payloadBytes);
      boolean more = end < packet.length;
      byte[] part = Arrays.copyOfRange(packet, at, end);
      fragments.add(isIpv6(packet)
          ? ipv6Fragment(packet, part, at - headerBytes, more)
          : ipv4Fragment(packet, part, at - headerBytes, more));
    }
    if (reversed) {
      Collections.reverse(fragments);
    }
    return fragments;
  }

  private static byte[] ipv4Fragment(byte[] packet, byte[] part, int offset, boolean more) {
    byte[] fragment = ByteWriter.concat(Arrays.copyOf(packet, IPV4_HEADER_BYTES), part);
    put16(fragment, 2, fragment.length);
    put16(fragment, 6, offset / 8 | (more ? 0x2000 : 0));
    return withHeaderChecksum(fragment);
  }

  private static byte[] ipv6Fragment(byte[] packet, byte[] part, int offset, boolean more) {
    CRC32 id = new CRC32();
    id.update(packet);
    byte[] header = new ByteWriter().u8(packet[6]).u8(0).u16(offset | (more ? 1 : 0)).u32(id.getValue()).toBytes();
    byte[] fragment = ByteWriter.concat(Arrays.copyOf(packet, IPV6_HEADER_BYTES), header, part);
    fragment[6] = 44;
    put16(fragment, 4, header.length + part.length);
    return fragment;
  }

  static boolean isIpv6(byte[] packet) {
    return packet[0] >> 4 == 6;
  }

  static void requireIpv6(byte[] packet) {
    if (!isIpv6(packet)) {
      throw new IllegalArgumentException("needs an IPv6 packet");
    }
  }

  /** The Internet checksum over the parts, each but the last of even length. */
  static int checksum(byte[]... parts) {
    byte[] all = ByteWriter.concat(parts);
    long sum = 0;
    for (int i = 0; i < all.length; i += 2) {
      sum += (all[i] & 0xff) << 8 | (i + 1 < all.length ? all[i + 1] & 0xff : 0);
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) (~sum & 0xffff);
  }

  static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  private static byte[] pseudoHeader(InetAddress from, InetAddress to, int protocol, int lengthBytes) {
    ByteWriter header = new ByteWriter().bytes(from.getAddress()).bytes(to.getAddress());
    return (from.getAddress().length == 16 ? header.u32(lengthBytes).u32(protocol) : header.u16(protocol).u16(lengthBytes)).toBytes();
  }

  private static byte[] withHeaderChecksum(byte[] packet) {
    put16(packet, 10, 0);
    put16(packet, 10, checksum(Arrays.copyOf(packet, IPV4_HEADER_BYTES)));
    return packet;
  }
}
