package stratoscope.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes classic pcap files for tests, whole or damaged. */
final class PcapFile {
  static final int MICROS = CaptureFormat.PCAP_MICROS;
  static final int NANOS = CaptureFormat.PCAP_NANOS;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ByteOrder order;

  PcapFile(ByteOrder order, int magic, int linkType) {
    this(order, magic, linkType, 0x0002_0004);
  }

  PcapFile(ByteOrder order, int magic, int linkType, int version) {
    this.order = order;
    ByteBuffer header = buffer(24).putInt(magic).putShort((short) (version >>> 16)).putShort((short) version);
    raw(header.putInt(0).putInt(0).putInt(16).putInt(linkType).array());
  }

  static PcapFile little() {
    return new PcapFile(ByteOrder.LITTLE_ENDIAN, MICROS, 1);
  }

  /** So many packets, a second apart from 1000 on, the n-th with 20 + n bytes of value n. */
  static PcapFile counting(int packets) {
    PcapFile file = little();
    for (int i = 1; i <= packets; i++) {
      file.record(1000 + i, 7, data(20 + i % 40, i));
    }
    return file;
  }

  static byte[] data(int length, int value) {
    byte[] data = new byte[length];
    java.util.Arrays.fill(data, (byte) value);
    return data;
  }

  PcapFile record(long seconds, long fraction, byte[] data) {
    return record(seconds, fraction, data.length, data.length, data);
  }

  PcapFile record(long seconds, long fraction, int captured, int original, byte[] data) {
    return raw(buffer(16).putInt((int) seconds).putInt((int) fraction).putInt(captured).putInt(original).array()).raw(data);
  }

  PcapFile raw(byte... more) {
    bytes.writeBytes(more);
    return this;
  }

  int size() {
    return bytes.size();
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  private ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(order);
  }
}
