package stratoscope.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pcapng on its way out: one section, an interface per link type, time stamps in microseconds, comments on the section and on packets.
 * For one thread.
 */
public final class PcapngOutput {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int SECTION = CaptureFormat.PCAPNG_SECTION;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int COMMENT = 1;
  private static final int USER_APPLICATION = 4;
  private static final int TIME_RESOLUTION = 9;
  private static final byte MICROSECONDS = 6;
  private static final int MAX_OPTION_BYTES = 65_535;
  private static final long UNKNOWN_LENGTH = -1;

  private final WritableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final Map<Integer, Integer> interfaces = new LinkedHashMap<>();

  /**
   * Writes nothing yet.
   *
   * @param channel takes the bytes; who opened it closes it
   */
  public PcapngOutput(WritableByteChannel channel) {
    this.channel = channel;
  }

  /**
   * Writes the header, which comes first.
   *
   * @param application name and version of the program
   * @param comment on the whole capture
   */
  public void start(String application, @Nullable String comment) throws IOException {
    byte[] program = option(application);
    byte[] remark = option(comment);
    int options = optionBytes(program) + optionBytes(remark) + 4;
    int total = startBlock(SECTION, 16 + options);
    putInt(CaptureFormat.PCAPNG_BYTE_ORDER);
    putInt(1 << 16);
    putInt((int) (UNKNOWN_LENGTH >>> 32));
    putInt((int) UNKNOWN_LENGTH);
    putOption(COMMENT, remark);
    putOption(USER_APPLICATION, program);
    putInt(0);
    putInt(total);
  }

  private int interfaceFor(int linkType) throws IOException {
    Integer known = interfaces.get(linkType);
    if (known != null) {
      return known;
    }
    byte[] resolution = {MICROSECONDS};
    int total = startBlock(INTERFACE, 8 + optionBytes(resolution) + 4);
    putInt(linkType << 16);
    putInt(0);
    putOption(TIME_RESOLUTION, resolution);
    putInt(0);
    putInt(total);
    interfaces.put(linkType, interfaces.size());
    return interfaces.size() - 1;
  }

  /** Adds a packet with an optional comment. */
  public void write(RawPacket packet, @Nullable String comment) throws IOException {
    byte[] remark = option(comment);
    int index = interfaceFor(packet.linkType);
    int options = remark.length == 0 ? 0 : optionBytes(remark) + 4;
    int total = startBlock(ENHANCED_PACKET, 20 + padded(packet.capturedLength) + options);
    putInt(index);
    putInt((int) (packet.timestampMicros >>> 32));
    putInt((int) packet.timestampMicros);
    putInt(packet.capturedLength);
    putInt(packet.originalLength);
    put(packet.data.duplicate().clear().position(packet.offset).limit(packet.offset + packet.capturedLength));
    pad(packet.capturedLength);
    if (options > 0) {
      putOption(COMMENT, remark);
      putInt(0);
    }
    putInt(total);
  }

  private int startBlock(int type, int bodyBytes) throws IOException {
    int total = 12 + bodyBytes;
    putInt(type);
    putInt(total);
    return total;
  }

  /** UTF-8, cut to what an option can hold at the beginning of a character; nothing for null. */
  private static byte[] option(@Nullable String text) {
    byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_OPTION_BYTES) {
      return bytes;
    }
    int end = MAX_OPTION_BYTES;
    while ((bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static int optionBytes(byte[] value) {
    return value.length == 0 ? 0 : 4 + padded(value.length);
  }

  private void putOption(int code, byte[] value) throws IOException {
    if (value.length > 0) {
      putInt((code << 16) | value.length);
      put(ByteBuffer.wrap(value));
      pad(value.length);
    }
  }

  private void pad(int length) throws IOException {
    put(ByteBuffer.wrap(new byte[padded(length) - length]));
  }

  private void putInt(int value) throws IOException {
    if (buffer.remaining() < Integer.BYTES) {
      flush();
    }
    buffer.putInt(value);
  }

  private void put(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(buffer.position(), bytes, bytes.position(), count).position(buffer.position() + count);
      bytes.position(bytes.position() + count);
    }
  }

  /** Hands on what is still here, which comes last. */
  public void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
