package stratoscope.names;

/** Numbers in network order out of byte arrays; the caller knows that the bytes are there. */
final class BigEndian {
  private BigEndian() {}

  static int u8(byte[] data, int at) {
    return data[at] & 0xFF;
  }

  static int u16(byte[] data, int at) {
    return (u8(data, at) << 8) | u8(data, at + 1);
  }

  static int u24(byte[] data, int at) {
    return (u8(data, at) << 16) | u16(data, at + 1);
  }

  static int i32(byte[] data, int at) {
    return (u16(data, at) << 16) | u16(data, at + 2);
  }
}
