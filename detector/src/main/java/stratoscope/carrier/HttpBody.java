package stratoscope.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** The body of one HTTP message, gathered from its parts and decompressed at the end. Dropped when it grows too long. */
final class HttpBody {
  private final CarrierOptions options;
  private final @Nullable String encoding;
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
  private boolean isDropped;

  HttpBody(CarrierOptions options, HttpHead head) {
    this.options = options;
    encoding = head.header("content-encoding");
  }

  /**
   * Adds a part.
   *
   * @param maxBytes how much may be held with it
   */
  void add(ByteBuf part, int maxBytes) {
    if (isDropped || !part.isReadable()) {
      return;
    }
    if (part.readableBytes() > maxBytes - bytes.readableBytes()) {
      drop();
    } else {
      if (bytes.capacity() == 0) {
        bytes = Unpooled.buffer(part.readableBytes(), options.maxBodyBytes());
      }
      bytes.writeBytes(part);
    }
  }

  void drop() {
    isDropped = true;
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
  }

  /** The whole body in clear; null if there is none, it was dropped, or it can't be decoded. */
  @Nullable ByteBuf decoded() {
    if (!bytes.isReadable()) {
      return null;
    }
    ByteBuf clear = encoding == null ? bytes : Inflation.inflate(bytes, encoding, options.maxInflatedBytes());
    return clear == null || !clear.isReadable() ? null : clear;
  }

  int heldBytes() {
    return bytes.capacity();
  }

  int readableBytes() {
    return bytes.readableBytes();
  }
}
