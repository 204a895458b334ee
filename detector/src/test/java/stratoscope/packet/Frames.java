package stratoscope.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes for packet tests, built from the inside out: each method puts its header before the given payload. */
final class Frames {
  static final String PAYLOAD_TEXT = "{\"id\":1,\"method\":\"mining.subscribe\"}";
  static final byte[] PAYLOAD = PAYLOAD_TEXT.getBytes(StandardCharsets.US_ASCII);
  static final int IPV4_TYPE = 0x0800;
  static final int IPV6_TYPE = 0x86dd;

  private Frames() {}

  /** 49152 to 3333, sequence 0x01020304, acknowledgement 0x0a0b0c0d, PSH and ACK. */
  static byte[] tcp(byte[] payload) {
    return join(hex("c000 0d05 01020304 0a0b0c0d 5018 2000 0000 0000"), payload);
  }

  /** From 192.0.2.1 to 198.51.100.2, no options. */
  static byte[] ipv4(int protocol, byte[] payload) {
    return ipv4Fragment(protocol, 0, payload);
  }

  /** The last half of the word is flags and offset as on the wire, the first half the identification. */
  static byte[] ipv4Fragment(int protocol, int idAndOffset, byte[] payload) {
    return join(hex("4500"), u16(20 + payload.length), u32(idAndOffset), hex("40"), u8(protocol), hex("0000 c0000201 c6336402"), payload);
  }

  /** From 2001:db8::1 to 2001:db8::2. */
  static byte[] ipv6(int nextHeader, byte[] payload) {
    return join(hex("60000000"), u16(payload.length), u8(nextHeader),
        hex("40 20010db8000000000000000000000001 20010db8000000000000000000000002"), payload);
  }

  static byte[] udp(int sourcePort, int destinationPort, byte[] payload) {
    return join(u16(sourcePort), u16(destinationPort), u16(8 + payload.length), hex("0000"), payload);
  }

  static byte[] ethernet(int type, byte[] payload) {
    return join(hex("020000000001 020000000002"), u16(type), payload);
  }

  /** The plain packet of most tests: IPv4 and TCP with {@link #PAYLOAD}. */
  static byte[] ipv4Tcp() {
    return ipv4(6, tcp(PAYLOAD));
  }

  static byte[] ipv6Tcp() {
    return ipv6(6, tcp(PAYLOAD));
  }

  static byte[] ethernetTcp() {
    return ethernet(IPV4_TYPE, ipv4Tcp());
  }

  /** UDP from a port of no meaning, in IPv4 and Ethernet. */
  static byte[] ethernetUdp(int destinationPort, byte[]... parts) {
    return ethernet(IPV4_TYPE, ipv4(17, udp(40000, destinationPort, join(parts))));
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  static byte[] u16(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  static byte[] u32(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer whole = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      whole.put(part);
    }
    return whole.array();
  }
}
