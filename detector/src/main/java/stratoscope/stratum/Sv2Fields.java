package stratoscope.stratum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one Stratum V2 payload, found by a layout and checked up to the last byte. Reads the payload it was made of, so it lives no
 * longer. A layout has one character for each field:
 *
 * <pre>
 * 1 2 4 8   unsigned integers of so many bytes, little-endian; 4 is also F32
 * h         U256          o  OPTION[U32]
 * s         STR0_255, printable          b  B0_32      B  B0_255     w  B0_64K
 * H         SEQ0_255[U256]               U  SEQ0_64K[U16]   V  SEQ0_64K[U32]   W  SEQ0_64K[U256]   T  SEQ0_64K[B0_16M]
 * </pre>
 */
final class Sv2Fields {
  static final int HASH_BYTES = 32;

  private static final double TWO_TO_256 = Math.scalb(1.0, 256);
  private static final int TLV_HEADER_BYTES = 5;
  private static final int NO_END = -1;

  private final String layout;
  private final ByteBuf payload;
  private final int[] starts;
  private final int tail;

  private Sv2Fields(String layout, ByteBuf payload, int[] starts, int tail) {
    this.layout = layout;
    this.payload = payload;
    this.starts = starts;
    this.tail = tail;
  }

  /** The fields, whatever follows them; null if the payload is not laid out like this. */
  static @Nullable Sv2Fields of(String layout, ByteBuf payload) {
    int[] starts = new int[layout.length()];
    int at = payload.readerIndex();
    for (int i = 0; i < starts.length; i++) {
      starts[i] = at;
      at = end(layout.charAt(i), payload, at);
      if (at == NO_END || at > payload.writerIndex()) {
        return null;
      }
    }
    return new Sv2Fields(layout, payload, starts, at);
  }

  /** Where the field ends that begins there, or would; {@link #NO_END} if none can. */
  private static int end(char kind, ByteBuf payload, int at) {
    return switch (kind) {
      case '1', '2', '4', '8' -> at + (kind - '0');
      case 'h' -> at + HASH_BYTES;
      default -> at >= payload.writerIndex() ? NO_END : endOfCounted(kind, payload, at);
    };
  }

  private static int endOfCounted(char kind, ByteBuf payload, int at) {
    int count = payload.getUnsignedByte(at);
    return switch (kind) {
      case 'o' -> count > 1 ? NO_END : at + 1 + 4 * count;
      case 's' -> isText(payload, at + 1, count) ? at + 1 + count : NO_END;
      case 'b' -> count > HASH_BYTES ? NO_END : at + 1 + count;
      case 'B' -> at + 1 + count;
      case 'H' -> at + 1 + HASH_BYTES * count;
      default -> at + 2 > payload.writerIndex() ? NO_END : endOfLong(kind, payload, at + 2, payload.getUnsignedShortLE(at));
    };
  }

  private static int endOfLong(char kind, ByteBuf payload, int at, int count) {
    return switch (kind) {
      case 'w' -> at + count;
      case 'U' -> at + 2 * count;
      case 'V' -> at + 4 * count;
      case 'W' -> at + HASH_BYTES * count;
      case 'T' -> endOfBlobs(payload, at, count);
      default -> throw new IllegalArgumentException("no field is of kind " + kind);
    };
  }

  private static int endOfBlobs(ByteBuf payload, int start, int count) {
    int at = start;
    for (int i = 0; i < count; i++) {
      if (at + 3 > payload.writerIndex()) {
        return NO_END;
      }
      at += 3 + payload.getUnsignedMediumLE(at);
    }
    return at;
  }

  private static boolean isText(ByteBuf payload, int at, int length) {
    for (int i = at; i < Math.min(at + length, payload.writerIndex()); i++) {
      int c = payload.getUnsignedByte(i);
      if (c < ' ' || c == 0x7F) {
        return false;
      }
    }
    return at + length <= payload.writerIndex() && ByteBufUtil.isText(payload, at, length, StandardCharsets.UTF_8);
  }

  /** True if nothing stands behind the fields. */
  boolean isWhole() {
    return tail == payload.writerIndex();
  }

  /** True if nothing but TLVs of extensions stands behind the fields: u16 extension, u8 field, u16 length (big-endian), value. */
  boolean isWholeWithTlvs() {
    int at = tail;
    while (at + TLV_HEADER_BYTES <= payload.writerIndex()) {
      at += TLV_HEADER_BYTES + payload.getUnsignedShort(at + 3);
    }
    return at == payload.writerIndex();
  }

  /** The text of the first TLV of that kind; null if there is none. */
  @Nullable String tlvText(int extension, int field) {
    for (int at = tail; at + TLV_HEADER_BYTES <= payload.writerIndex();) {
      int length = payload.getUnsignedShort(at + 3);
      int start = at + TLV_HEADER_BYTES;
      if (payload.getUnsignedShort(at) == extension && payload.getUnsignedByte(at + 2) == field) {
        return isText(payload, start, length) ? payload.toString(start, length, StandardCharsets.UTF_8) : null;
      }
      at = start + length;
    }
    return null;
  }

  int size() {
    return starts.length;
  }

  int byteAt(int field) {
    return payload.getUnsignedByte(starts[field]);
  }

  int u16(int field) {
    return payload.getUnsignedShortLE(starts[field]);
  }

  long u32(int field) {
    return payload.getUnsignedIntLE(starts[field]);
  }

  float f32(int field) {
    return payload.getFloatLE(starts[field]);
  }

  String text(int field) {
    return payload.toString(starts[field] + 1, byteAt(field), StandardCharsets.UTF_8);
  }

  /** The bytes of a B0_32, in hex. */
  String hex(int field) {
    return ByteBufUtil.hexDump(payload, starts[field] + 1, byteAt(field));
  }

  /** The bytes of a B0_64K, in hex. */
  String longHex(int field) {
    return ByteBufUtil.hexDump(payload, starts[field] + 2, u16(field));
  }

  /** A U32 as text. */
  String number(int field) {
    return Long.toString(u32(field));
  }

  /** The elements of a SEQ0_64K[U32]. */
  LongStream u32s(int field) {
    return IntStream.range(0, u16(field)).mapToLong(i -> payload.getUnsignedIntLE(starts[field] + 2 + 4 * i));
  }

  /** True if the field is an OPTION[U32] and holds a value. */
  boolean isSet(int field) {
    return layout.charAt(field) == 'o' && byteAt(field) != 0;
  }

  /** Hashes that a share below a U256 target takes on average; NaN for a target of 0. */
  double hashesOfTarget(int field) {
    double value = 0;
    for (int i = HASH_BYTES - 1; i >= 0; i--) {
      value = value * 256 + payload.getUnsignedByte(starts[field] + i);
    }
    return value == 0 ? Double.NaN : TWO_TO_256 / value;
  }
}
