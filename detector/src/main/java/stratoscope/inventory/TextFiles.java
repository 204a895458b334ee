package stratoscope.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out how a text file is encoded: UTF-8 if all of it can be read as that, else GB18030, as programs in China write it. */
final class TextFiles {
  private static final int BLOCK_BYTES = 1 << 16;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;
  private static final Charset GB18030 = Charset.forName("GB18030");

  private TextFiles() {}

  /** Reads it; what is of neither encoding is replaced. */
  static BufferedReader reader(Path file) throws IOException, InventoryException {
    return new BufferedReader(new InputStreamReader(Files.newInputStream(file), charsetOf(file)));
  }

  /** @throws InventoryException if it is UTF-16, which no program writes as CSV by itself */
  static Charset charsetOf(Path file) throws IOException, InventoryException {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(BLOCK_BYTES);
    CharBuffer chars = CharBuffer.allocate(BLOCK_BYTES);
    try (InputStream in = Files.newInputStream(file)) {
      boolean isFirst = true;
      int read = 0;
      while (read >= 0) {
        read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(read, 0)).flip();
        if (isFirst && isUtf16(bytes)) {
          throw new InventoryException(file + ": is UTF-16; save it as CSV in UTF-8");
        }
        isFirst = false;
        if (isAscii(bytes)) {
          bytes.position(bytes.limit());
        }
        chars.clear();
        if (utf8.decode(bytes, chars, read < 0).isError()) {
          return GB18030;
        }
        bytes.compact();
      }
    }
    return StandardCharsets.UTF_8;
  }

  /** Then there is nothing to be decoded, which takes longer. */
  private static boolean isAscii(ByteBuffer bytes) {
    int i = bytes.position();
    for (; i + Long.BYTES <= bytes.limit(); i += Long.BYTES) {
      if ((bytes.getLong(i) & HIGHEST_BITS) != 0) {
        return false;
      }
    }
    for (; i < bytes.limit(); i++) {
      if (bytes.get(i) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUtf16(ByteBuffer bytes) {
    int mark = bytes.remaining() < 2 ? 0 : bytes.getShort(0) & 0xFFFF;
    return mark == 0xFEFF || mark == 0xFFFE;
  }
}
