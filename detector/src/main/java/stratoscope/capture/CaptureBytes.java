package stratoscope.capture;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one capture after gzip (also of several members) or zstd, known by their magic; one layer of it. One thread reads. Ends
 * at damaged compression: everything before is given, {@link #isDamaged} tells.
 */
final class CaptureBytes implements Closeable {
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int GZIP = 0x1F8B;
  private static final int ZSTD = 0x28B52FFD;
  /** Magic of a skippable frame, which parallel compressors put first, without the four bits that are free. */
  private static final int ZSTD_SKIPPABLE = 0x502A4D18;
  private static final int FREE_BITS = 0x0F00_0000;
  private final FileBytes file;
  private final boolean live;
  private final @Nullable InputStream unpacked;
  private final @Nullable ZstdBlocks blocks;
  private final byte[] chunk;
  private volatile boolean damaged;

  private CaptureBytes(FileBytes file, boolean live, @Nullable InputStream unpacked, @Nullable ZstdBlocks blocks) {
    this.file = file;
    this.live = live;
    this.unpacked = unpacked;
    this.blocks = blocks;
    this.chunk = new byte[unpacked == null ? 0 : CHUNK_BYTES];
  }

  /** @param live whether bytes trickle in and shall be handed on without waiting for more */
  static CaptureBytes open(FileBytes file, boolean live) throws IOException {
    int magic = file.magic();
    if (magic >>> 16 == GZIP) {
      return new CaptureBytes(file, live, new GZIPInputStream(file, CHUNK_BYTES), null);
    }
    if (magic == ZSTD || (magic & ~FREE_BITS) == ZSTD_SKIPPABLE) {
      ZstdBlocks blocks = new ZstdBlocks(file);
      return new CaptureBytes(file, live, new ZstdInputStream(blocks), blocks);
    }
    return new CaptureBytes(file, live, null, null);
  }

  /** Reads at least a byte; -1 at the end. */
  int read(ByteBuffer target) throws IOException {
    return unpacked == null ? file.read(target) : unpack(unpacked, target);
  }

  private int unpack(InputStream from, ByteBuffer target) throws IOException {
    if (damaged) {
      return -1;
    }
    try {
      int count = from.read(chunk, 0, Math.min(chunk.length, target.remaining()));
      if (count > 0) {
        target.put(chunk, 0, count);
      } else if (blocks != null) {
        damaged = blocks.isCutOff();
      }
      return count;
    } catch (IOException | RuntimeException e) {
      IOException failure = file.failure();
      if (failure != null) {
        throw failure;
      }
      damaged = true;
      return -1;
    }
  }

  /** Fills the target as far as possible; of a live source only as far as a single read gives. */
  boolean fill(ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (read(target) < 0) {
        return false;
      }
      if (live) {
        return true;
      }
    }
    return true;
  }

  /** True if bytes take their time: they are unpacked, or trickle in. */
  boolean isSlow() {
    return unpacked != null || live;
  }

  boolean isDamaged() {
    return damaged;
  }

  /** Bytes of the file itself that were read so far; from any thread. */
  long filePosition() {
    return file.position();
  }

  @Override
  public void close() throws IOException {
    if (unpacked != null) {
      unpacked.close();
    }
    file.close();
  }
}
