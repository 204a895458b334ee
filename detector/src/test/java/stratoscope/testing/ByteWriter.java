package stratoscope.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Bytes being put together, numbers in one byte order. */
final class ByteWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;

  /** In network order. */
  ByteWriter() {
    this(ByteOrder.BIG_ENDIAN);
  }

  ByteWriter(ByteOrder order) {
    this.order = order;
  }

  static byte[] concat(byte[]... parts) {
    ByteWriter all = new ByteWriter();
    for (byte[] part : parts) {
      all.bytes(part);
    }
    return all.toBytes();
  }

  /** Bytes from hex digits; spaces between them are allowed. */
  static byte[] bytesOf(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  ByteWriter u8(int value) {
    out.write(value);
    return this;
  }

  ByteWriter u16(int value) {
    return order == ByteOrder.BIG_ENDIAN ? u8(value >> 8).u8(value) : u8(value).u8(value >> 8);
  }

  ByteWriter u32(long value) {
    int high = (int) (value >> 16);
    int low = (int) value;
    return order == ByteOrder.BIG_ENDIAN ? u16(high).u16(low) : u16(low).u16(high);
  }

  ByteWriter bytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    return this;
  }

  ByteWriter hex(String digits) {
    return bytes(bytesOf(digits));
  }

  ByteWriter zeros(int count) {
    return bytes(new byte[count]);
  }

  int length() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
