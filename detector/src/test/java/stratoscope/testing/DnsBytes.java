package stratoscope.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A DNS message being put together by hand: names may be compressed, and anything may be wrong. */
public final class DnsBytes {
  public static final int RESPONSE = 0x8180;
  public static final int QUERY = 0x0100;

  private static final int HEADER_BYTES = 12;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A message with these counts of questions, answers and additional records. */
  public DnsBytes(int flags, int questions, int answers, int additionals) {
    u16(0x1234).u16(flags).u16(questions).u16(answers).u16(0).u16(additionals);
  }

  /** A response to a question about A records, its name at offset 12. */
  public static DnsBytes response(String name, int answers) {
    return new DnsBytes(RESPONSE, 1, answers, 0).name(name).u16(1).u16(1);
  }

  public DnsBytes u8(int value) {
    out.write(value);
    return this;
  }

  public DnsBytes u16(int value) {
    return u8(value >> 8).u8(value);
  }

  public DnsBytes u32(long value) {
    return u16((int) (value >> 16)).u16((int) value);
  }

  public DnsBytes bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public DnsBytes label(String text) {
    return u8(text.length()).bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public DnsBytes name(String dotted) {
    for (String label : dotted.isEmpty() ? new String[0] : dotted.split("\\.")) {
      label(label);
    }
    return u8(0);
  }

  public DnsBytes pointer(int offset) {
    return u16(0xC000 | offset);
  }

  /** What stands behind the owner of a record of class IN. */
  public DnsBytes value(int type, long ttlSeconds, byte[] value) {
    return u16(type).u16(1).u32(ttlSeconds).u16(value.length).bytes(value);
  }

  public int length() {
    return out.size();
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }

  /** A name as it is sent, alone. */
  public static byte[] nameBytes(String dotted) {
    byte[] message = new DnsBytes(0, 0, 0, 0).name(dotted).toBytes();
    return Arrays.copyOfRange(message, HEADER_BYTES, message.length);
  }
}
