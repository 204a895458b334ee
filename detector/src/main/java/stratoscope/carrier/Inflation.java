package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Decompresses the bodies of HTTP, gzip and deflate (RFC 9110 section 8.4.1), no further than a bound. Stateless. */
final class Inflation {
  private Inflation() {}

  /** Null if the encoding is unknown, the body broken or cut short, or if more than so many bytes come out. */
  static @Nullable ByteBuf inflate(ByteBuf body, String encoding, int maxBytes) {
    return switch (encoding.trim().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body.readableBytes() > maxBytes ? null : body;
      case "gzip", "x-gzip" -> gunzip(body, maxBytes);
      case "deflate" -> inflate(body, new Inflater(!isZlib(body)), maxBytes);
      default -> null;
    };
  }

  private static @Nullable ByteBuf gunzip(ByteBuf body, int maxBytes) {
    try (InputStream in = new GZIPInputStream(new ByteBufInputStream(body.duplicate()))) {
      return read(in, maxBytes);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable ByteBuf inflate(ByteBuf body, Inflater inflater, int maxBytes) {
    try (InputStream in = new InflaterInputStream(new ByteBufInputStream(body.duplicate()), inflater)) {
      return read(in, maxBytes);
    } catch (IOException e) {
      return null;
    } finally {
      inflater.end();
    }
  }

  private static @Nullable ByteBuf read(InputStream in, int maxBytes) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes + 1);
    return bytes.length > maxBytes ? null : Unpooled.wrappedBuffer(bytes);
  }

  /** Deflate is meant to have a zlib header (RFC 1950); some servers leave it out. */
  private static boolean isZlib(ByteBuf body) {
    return body.readableBytes() >= 2
        && (body.getByte(body.readerIndex()) & 0x0F) == 8 && body.getUnsignedShort(body.readerIndex()) % 31 == 0;
  }
}
