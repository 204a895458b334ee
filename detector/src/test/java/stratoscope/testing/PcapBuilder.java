package stratoscope.testing;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjLongConsumer;

/**
 * A capture file being put together: packets with their times and link layers, written as classic pcap or pcapng. Not thread-safe.
 *
 * <p>Classic files hold one link layer. A pcapng file gets an interface for each change of link layer, the first of a section counting
 * in microseconds and the others in nanoseconds, and may hold several sections.
 */
public final class PcapBuilder {
  private static final int PCAPNG_NANOSECONDS = 9;

  /** File formats, all of them little-endian but one. */
  public enum Format {
    PCAP, PCAP_NS, PCAP_BE, PCAPNG;

    static Format of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String extension() {
      return this == PCAPNG ? "pcapng" : "pcap";
    }
  }

  private record Packet(long tsMicros, Link link, int snapBytes, byte[] bytes, ByteOrder newSection) {
    byte[] captured() {
      return bytes.length > snapBytes ? Arrays.copyOf(bytes, snapBytes) : bytes;
    }
  }

  private final Format format;
  private final List<Packet> packets = new ArrayList<>();
  private Link link = Link.ETHERNET;
  private int snapBytes = 262_144;
  private ByteOrder newSection = ByteOrder.LITTLE_ENDIAN;

  public PcapBuilder(Format format) {
    this.format = format;
  }

  /** Link layer of the packets that follow. */
  public PcapBuilder link(Link next) {
    if (format != Format.PCAPNG && !packets.isEmpty() && next.number() != link.number()) {
      throw new IllegalArgumentException("a classic capture has one link layer");
    }
    link = next;
    return this;
  }

  /** Most bytes kept of each packet that follows. */
  public PcapBuilder snapBytes(int bytes) {
    snapBytes = bytes;
    return this;
  }

  /** Begins a pcapng section of this byte order with the next packet. */
  public PcapBuilder section(ByteOrder order) {
    newSection = order;
    return this;
  }

  /** Adds a packet that already has its link layer header. */
  public PcapBuilder packet(long tsMicros, byte[] bytes) {
    packets.add(new Packet(tsMicros, link, snapBytes, bytes, newSection));
    newSection = null;
    return this;
  }

  PcapBuilder frame(long tsMicros, Frame frame) {
    return packet(tsMicros, link.bytesOf(frame));
  }

  public int packetCount() {
    return packets.size();
  }

  /** Hands over each packet as a sensor would see it, without a file: its bytes up to the snap length, and its time in microseconds. */
  public void forEach(ObjLongConsumer<byte[]> consumer) {
    for (Packet packet : packets) {
      consumer.accept(packet.captured(), packet.tsMicros);
    }
  }

  /** The file. */
  public byte[] toBytes() {
    return format == Format.PCAPNG ? pcapng() : classic();
  }

  /** Offset in the file of a packet's record, counted from 1; classic formats only. */
  int recordOffset(int number) {
    int offset = 24;
    for (Packet packet : packets.subList(0, number - 1)) {
      offset += 16 + packet.captured().length;
    }
    return offset;
  }

  private byte[] classic() {
    ByteWriter out = new ByteWriter(format == Format.PCAP_BE ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    out.u32(format == Format.PCAP_NS ? 0xa1b23c4dL : 0xa1b2c3d4L).u16(2).u16(4).u32(0).u32(0).u32(snapBytes).u32(link.number());
    int perMicro = format == Format.PCAP_NS ? 1000 : 1;
    for (Packet packet : packets) {
      byte[] captured = packet.captured();
      out.u32(packet.tsMicros / 1_000_000).u32(packet.tsMicros % 1_000_000 * perMicro)
          .u32(captured.length).u32(packet.bytes.length).bytes(captured);
    }
    return out.toBytes();
  }

  private byte[] pcapng() {
    ByteWriter out = new ByteWriter();
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    List<Link> interfaces = new ArrayList<>();
    for (Packet packet : packets) {
      if (packet.newSection != null) {
        order = packet.newSection;
        interfaces.clear();
        out.bytes(block(order, 0x0a0d0d0aL, new ByteWriter(order).u32(0x1a2b3c4dL).u16(1).u16(0).u32(-1).u32(-1)));
      }
      if (!interfaces.contains(packet.link)) {
        out.bytes(interfaceBlock(order, packet, interfaces.isEmpty()));
        interfaces.add(packet.link);
      }
      int index = interfaces.indexOf(packet.link);
      long units = index == 0 ? packet.tsMicros : packet.tsMicros * 1000;
      byte[] captured = packet.captured();
      out.bytes(block(order, 6, new ByteWriter(order).u32(index).u32(units >>> 32).u32(units)
          .u32(captured.length).u32(packet.bytes.length).bytes(captured)));
    }
    return out.toBytes();
  }

  private static byte[] interfaceBlock(ByteOrder order, Packet packet, boolean first) {
    ByteWriter body = new ByteWriter(order).u16(packet.link.number()).u16(0).u32(packet.snapBytes);
    if (!first) {
      body.u16(9).u16(1).u8(PCAPNG_NANOSECONDS).zeros(3).u32(0);
    }
    return block(order, 1, body);
  }

  private static byte[] block(ByteOrder order, long type, ByteWriter body) {
    int padding = -body.length() & 3;
    int total = 12 + body.length() + padding;
    return new ByteWriter(order).u32(type).u32(total).bytes(body.toBytes()).zeros(padding).u32(total).toBytes();
  }
}
