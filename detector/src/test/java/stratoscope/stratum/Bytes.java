package stratoscope.stratum;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Bytes for tests of dialects that are no JSON. */
final class Bytes {
  private Bytes() {}

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** The same each time for the same length and seed. */
  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A length in one byte, and a text, in hex. */
  static String sized(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().toHexDigits((byte) bytes.length) + HexFormat.of().formatHex(bytes);
  }

  /** 32 bits little-endian, in hex. */
  static String u32(int value) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
  }

  /** 32 bits little-endian. */
  static byte[] littleEndian(int value) {
    return hex(u32(value));
  }

  /** A frame of Stratum V2 with its payload in hex; channel messages have the highest bit of the type's third byte. */
  static byte[] frame(int extensionAndType, String payload) {
    byte[] body = hex(payload);
    int extension = extensionAndType >>> 8;
    byte[] head = {(byte) extension, (byte) (extension >> 8), (byte) extensionAndType, (byte) body.length, (byte) (body.length >> 8),
        (byte) (body.length >> 16)};
    return concat(head, body);
  }
}
