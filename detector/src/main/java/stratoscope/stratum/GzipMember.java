package stratoscope.stratum;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * One gzip member in a stream of them, as EIP-1571 sends each message once both sides agreed to (RFC 1952). Immutable.
 */
final class GzipMember {
  enum State { WHOLE, INCOMPLETE, BROKEN }

  static final byte FIRST_BYTE = 0x1F;
  /** Messages are a few hundred bytes; what is longer is unpacked no more, so that nobody has it tried again with every byte. */
  private static final int MAX_PACKED_BYTES = 4096;
  private static final byte[] HEADER = {FIRST_BYTE, (byte) 0x8B, 8, 0}; // gzip, deflate, no name or other extras
  private static final int HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final GzipMember INCOMPLETE = new GzipMember(State.INCOMPLETE, new byte[0], 0);
  private static final GzipMember BROKEN = new GzipMember(State.BROKEN, new byte[0], 0);

  private final State state;
  private final byte[] bytes;
  private final int length;

  private GzipMember(State state, byte[] bytes, int length) {
    this.state = state;
    this.bytes = bytes;
    this.length = length;
  }

  State state() {
    return state;
  }

  /** What it holds; empty unless whole. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes of the packed member. */
  int length() {
    return length;
  }

  static GzipMember read(byte[] packed, int at, int end, int maxBytes) {
    int seen = Math.min(HEADER.length, end - at);
    if (!Arrays.equals(HEADER, 0, seen, packed, at, at + seen)) {
      return BROKEN;
    }
    if (end - at <= HEADER_BYTES + TRAILER_BYTES) {
      return INCOMPLETE;
    }
    Inflater inflater = new Inflater(true);
    try {
      return inflate(inflater, packed, at, end, maxBytes);
    } catch (DataFormatException e) {
      return BROKEN;
    } finally {
      inflater.end();
    }
  }

  private static GzipMember inflate(Inflater inflater, byte[] packed, int at, int end, int maxBytes) throws DataFormatException {
    inflater.setInput(packed, at + HEADER_BYTES, end - at - HEADER_BYTES);
    byte[] bytes = new byte[Math.min(maxBytes, 1024)];
    int size = inflater.inflate(bytes);
    while (size == bytes.length && size < maxBytes && !inflater.finished()) {
      bytes = Arrays.copyOf(bytes, Math.min(maxBytes, size * 2));
      size += inflater.inflate(bytes, size, bytes.length - size);
    }
    int length = HEADER_BYTES + (int) inflater.getBytesRead() + TRAILER_BYTES;
    if (inflater.finished() && at + length <= end) {
      return new GzipMember(State.WHOLE, Arrays.copyOf(bytes, size), length);
    }
    return size == maxBytes || end - at > MAX_PACKED_BYTES ? BROKEN : INCOMPLETE;
  }
}
