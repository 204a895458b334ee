package stratoscope.testing;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * Puts messages into WebSocket frames (RFC 6455), masked where the client speaks, with permessage-deflate (RFC 7692) and in fragments if
 * wanted. Not thread-safe; the same calls give the same bytes.
 */
final class WebSocketWriter {
  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 125;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final byte[] EMPTY_BLOCK = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final boolean isBinary;
  private final boolean isDeflated;
  private final int fragmentBytes;
  private final Map<String, Deflater> deflaters = new HashMap<>();
  private int maskSeed = 0x5EED0001;

  /** @param options {@code binary}, {@code deflate}, {@code fragment N} */
  WebSocketWriter(List<String> options) {
    isBinary = options.contains("binary");
    isDeflated = options.contains("deflate");
    int fragment = options.indexOf("fragment");
    fragmentBytes = fragment < 0 ? Integer.MAX_VALUE : Integer.parseInt(options.get(fragment + 1));
  }

  byte[] message(String side, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    if (isDeflated) {
      payload = deflated(deflaters.computeIfAbsent(side, name -> new Deflater(Deflater.DEFAULT_COMPRESSION, true)), payload);
    }
    ByteWriter frames = new ByteWriter(ByteOrder.BIG_ENDIAN);
    int opcode = (isBinary ? 2 : 1) | (isDeflated ? COMPRESSED : 0);
    int start = 0;
    do {
      int end = (int) Math.min(payload.length, (long) start + fragmentBytes);
      frame(frames, side, (end == payload.length ? FIN : 0) | (start == 0 ? opcode : 0), Arrays.copyOfRange(payload, start, end));
      start = end;
    } while (start < payload.length);
    return frames.toBytes();
  }

  private static byte[] deflated(Deflater deflater, byte[] plain) {
    deflater.setInput(plain);
    byte[] packed = new byte[plain.length * 2 + 64];
    int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
    return Arrays.copyOf(packed, length - EMPTY_BLOCK.length);
  }

  private void frame(ByteWriter frames, String side, int first, byte[] payload) {
    boolean isMasked = side.equals("C");
    int mask = isMasked ? MASKED : 0;
    frames.u8(first);
    if (payload.length <= SHORT_LENGTH) {
      frames.u8(mask | payload.length);
    } else {
      frames.u8(mask | LENGTH_IN_16_BITS).u16(payload.length);
    }
    if (isMasked) {
      maskSeed = maskSeed * 1_103_515_245 + 12_345;
      frames.u32(maskSeed & 0xFFFFFFFFL);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= (byte) (maskSeed >>> (24 - 8 * (i % 4)));
      }
    }
    frames.bytes(payload);
  }
}
