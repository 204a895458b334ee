package stratoscope.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes pcapng files for tests, whole or damaged. */
final class PcapngFile {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private ByteOrder order;

  PcapngFile(ByteOrder order) {
    this.order = order;
    section(order, -1);
  }

  static PcapngFile little() {
    return new PcapngFile(ByteOrder.LITTLE_ENDIAN);
  }

  PcapngFile section(ByteOrder newOrder, long length) {
    order = newOrder;
    return block(0x0A0D0D0A, buffer(16).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(length).array());
  }

  PcapngFile block(int type, byte[] body) {
    int total = 12 + (body.length + 3 & ~3);
    return block(type, total, body, total);
  }

  PcapngFile block(int type, int first, byte[] body, int second) {
    raw(buffer(8).putInt(type).putInt(first).array());
    raw(body);
    raw(new byte[(body.length + 3 & ~3) - body.length]);
    return raw(buffer(4).putInt(second).array());
  }

  PcapngFile link(int linkType, int snapLength, byte... options) {
    ByteBuffer body = buffer(8 + options.length).putShort((short) linkType).putShort((short) 0).putInt(snapLength);
    return block(1, body.put(options).array());
  }

  /** An option in this file's byte order, padded. */
  byte[] option(int code, byte... value) {
    ByteBuffer option = buffer(4 + (value.length + 3 & ~3)).putShort((short) code).putShort((short) value.length);
    return option.put(value).array();
  }

  byte[] longBytes(long value) {
    return buffer(8).putLong(value).array();
  }

  PcapngFile enhanced(int link, long units, byte[] data) {
    return enhanced(link, units, data.length, data.length, data);
  }

  PcapngFile enhanced(int link, long units, int captured, int original, byte[] data) {
    ByteBuffer body = buffer(20 + data.length).putInt(link).putInt((int) (units >>> 32)).putInt((int) units);
    return block(6, body.putInt(captured).putInt(original).put(data).array());
  }

  PcapngFile old(int link, long units, byte[] data) {
    ByteBuffer body = buffer(20 + data.length).putShort((short) link).putShort((short) 9);
    body.putInt((int) (units >>> 32)).putInt((int) units);
    return block(2, body.putInt(data.length).putInt(data.length).put(data).array());
  }

  PcapngFile simple(int original, byte[] data) {
    return block(3, buffer(4 + data.length).putInt(original).put(data).array());
  }

  PcapngFile raw(byte... more) {
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
