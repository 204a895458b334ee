package stratoscope.carrier;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/** Makes bytes for tests. */
final class Bytes {
  private static final int KEY = 0x37FA_213D;

  private Bytes() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A WebSocket frame from the client, masked. */
  static byte[] masked(int first, byte[] payload) {
    byte[] hidden = payload.clone();
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] ^= (byte) (KEY >>> (24 - 8 * (i & 3)));
    }
    return join(frameHead(first, 0x80, payload.length), ByteBuffer.allocate(4).putInt(KEY).array(), hidden);
  }

  static byte[] masked(int first, String payload) {
    return masked(first, ascii(payload));
  }

  /** A WebSocket frame from the server. */
  static byte[] frame(int first, byte[] payload) {
    return join(frameHead(first, 0, payload.length), payload);
  }

  static byte[] frame(int first, String payload) {
    return frame(first, ascii(payload));
  }

  private static byte[] frameHead(int first, int mask, int length) {
    if (length < 126) {
      return new byte[] {(byte) first, (byte) (mask | length)};
    }
    return length < 65_536
        ? ByteBuffer.allocate(4).put((byte) first).put((byte) (mask | 126)).putShort((short) length).array()
        : ByteBuffer.allocate(10).put((byte) first).put((byte) (mask | 127)).putLong(length).array();
  }

  /** A message as permessage-deflate sends it; the deflater keeps what went before. */
  static byte[] deflated(Deflater deflater, String text) {
    deflater.setInput(ascii(text));
    byte[] out = new byte[text.length() + 100];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(out, length - 4);
  }
}
