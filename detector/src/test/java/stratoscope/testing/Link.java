package stratoscope.testing;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/** Link layers a capture may be taken at, with their numbers in capture files (tcpdump.org/linktypes.html). */
public enum Link {
  ETHERNET(1),
  /** Filled up to the least Ethernet length, as received frames are. */
  ETHERNET_PADDED(1),
  RAW(101),
  SLL(113),
  SLL2(276),
  NULL(0),
  LOOP(108),
  PPP(9),
  /** 802.11 data. */
  WIFI(105),
  /** 802.11 QoS data behind a radiotap header, frame check sequence at the end. */
  RADIOTAP(127);

  private static final int LEAST_FRAME_BYTES = 60;
  private static final byte[] ACCESS_POINT_MAC = {2, 0, 0, 0, 0, 3};

  private final int number;

  Link(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  static Link of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  byte[] bytesOf(Frame frame) {
    return switch (this) {
      case ETHERNET -> frame.ethernetBytes();
      case ETHERNET_PADDED -> padded(frame.ethernetBytes());
      case RAW -> frame.ipBytes();
      case SLL -> sll(frame);
      case SLL2 -> sll2(frame);
      case NULL -> new ByteWriter(ByteOrder.LITTLE_ENDIAN).u32(family(frame)).bytes(frame.ipBytes()).toBytes();
      case LOOP -> new ByteWriter().u32(family(frame)).bytes(frame.ipBytes()).toBytes();
      case PPP -> new ByteWriter().u16(0xff03).u16(frame.pppProtocol()).bytes(frame.ipBytes()).toBytes();
      case WIFI -> wifi(frame, false);
      case RADIOTAP -> radiotap(frame);
    };
  }

  private static byte[] padded(byte[] frame) {
    if (frame.length >= LEAST_FRAME_BYTES) {
      return frame;
    }
    byte[] padded = Arrays.copyOf(frame, LEAST_FRAME_BYTES);
    Arrays.fill(padded, frame.length, LEAST_FRAME_BYTES, (byte) 'x');
    return padded;
  }

  /** AF_INET; AF_INET6 of macOS. */
  private static int family(Frame frame) {
    return IpPackets.isIpv6(frame.ipBytes()) ? 30 : 2;
  }

  /** 0 received, 4 sent by the capturing host, which is the client. */
  private static int packetType(Frame frame) {
    return frame.fromClient() ? 4 : 0;
  }

  private static byte[] sll(Frame frame) {
    return new ByteWriter().u16(packetType(frame)).u16(1).u16(6).bytes(frame.senderMac()).u16(0)
        .u16(frame.etherType()).bytes(frame.ipBytes()).toBytes();
  }

  private static byte[] sll2(Frame frame) {
    return new ByteWriter().u16(frame.etherType()).u16(0).u32(2).u16(1).u8(packetType(frame)).u8(6)
        .bytes(frame.senderMac()).u16(0).bytes(frame.ipBytes()).toBytes();
  }

  private static byte[] wifi(Frame frame, boolean qos) {
    ByteWriter wifi = new ByteWriter().u8(qos ? 0x88 : 0x08).u8(frame.fromClient() ? 0x01 : 0x02).u16(0);
    if (frame.fromClient()) {
      wifi.bytes(ACCESS_POINT_MAC).bytes(frame.senderMac()).bytes(frame.receiverMac());
    } else {
      wifi.bytes(frame.receiverMac()).bytes(ACCESS_POINT_MAC).bytes(frame.senderMac());
    }
    wifi.u16(0x1000);
    if (qos) {
      wifi.u16(0);
    }
    return wifi.hex("aaaa03000000").u16(frame.etherType()).bytes(frame.ipBytes()).toBytes();
  }

  private static byte[] radiotap(Frame frame) {
    byte[] wifi = wifi(frame, true);
    CRC32 check = new CRC32();
    check.update(wifi);
    return new ByteWriter(ByteOrder.LITTLE_ENDIAN).u16(0).u16(9).u32(0x02).u8(0x10)
        .bytes(wifi).u32(check.getValue()).toBytes();
  }
}
