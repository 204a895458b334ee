package stratoscope.capture;

import java.io.IOException;
import java.io.InputStream;

/**
 * Zstandard frames for a decoder that holds back its window until a frame ends: passes them on block by block, and when the file ends
 * within a frame, closes that frame behind its last whole block, so that the decoder gives out everything before. Belongs to the thread
 * that reads. Ends at frames that ask for too much memory. Drops skippable frames, and the checksum flag with the checksum, which a
 * closed frame couldn't have.
 *
 * <pre>
 * frame:  28b52ffd little-endian | descriptor 1 | window 0-1 | dictionary 0-4 | content size 0-8 | blocks | checksum 0-4
 * block:  last 1 bit, type 2 bits, size 21 bits, little-endian 3 bytes | data; of type 1 (repeat) one byte
 * </pre>
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8878">RFC 8878</a>
 */
final class ZstdBlocks extends InputStream {
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int CHECKSUM_FLAG = 0x04;
  private static final int SINGLE_SEGMENT_FLAG = 0x20;
  private static final int CHECKSUM_BYTES = 4;
  private static final int REPEAT = 1;
  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int MAX_BLOCK_BYTES = 128 << 10;
  /** The zstd program's own default limit; the decoder needs up to three times the window. Levels up to 19 stay at 8 MiB. */
  private static final long MAX_WINDOW_BYTES = 128L << 20;
  private static final byte[] LAST_BLOCK = {1, 0, 0};

  private final InputStream below;
  private final byte[] piece = new byte[BLOCK_HEADER_BYTES + MAX_BLOCK_BYTES];
  private int position;
  private int limit;
  private boolean isInFrame;
  private boolean hasChecksum;
  private boolean isEnded;
  private boolean isCutOff;

  ZstdBlocks(InputStream below) {
    this.below = below;
  }

  /** Whether the file ended within a frame, or went on with something else. */
  boolean isCutOff() {
    return isCutOff;
  }

  @Override
  public int read() throws IOException {
    return isMore() ? piece[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!isMore()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(piece, position, bytes, offset, count);
    position += count;
    return count;
  }

  private boolean isMore() throws IOException {
    while (position == limit && !isEnded) {
      position = 0;
      limit = 0;
      boolean isWhole = isInFrame ? readBlock() : readFrameHeader();
      if (!isWhole) {
        end();
      }
    }
    return position < limit;
  }

  /** Nothing sensible follows: the frame at hand, if any, is closed. */
  private void end() {
    isEnded = true;
    limit = 0;
    if (isInFrame) {
      isCutOff = true;
      System.arraycopy(LAST_BLOCK, 0, piece, 0, BLOCK_HEADER_BYTES);
      limit = BLOCK_HEADER_BYTES;
    }
  }

  private boolean take(int count) throws IOException {
    int there = below.readNBytes(piece, limit, count);
    limit += there;
    return there == count;
  }

  private boolean readFrameHeader() throws IOException {
    if (!take(4)) {
      isCutOff |= limit > 0;
      return false;
    }
    int magic = littleEndian(0, 4);
    if ((magic & ~0xF) == SKIPPABLE_MAGIC) {
      return skipFrame();
    }
    if (magic != MAGIC || !take(1)) {
      isCutOff = true;
      return false;
    }
    int descriptor = piece[4] & 0xFF;
    hasChecksum = (descriptor & CHECKSUM_FLAG) != 0;
    piece[4] = (byte) (descriptor & ~CHECKSUM_FLAG);
    boolean isSingle = (descriptor & SINGLE_SEGMENT_FLAG) != 0;
    int dictionary = (1 << (descriptor & 3)) >> 1;
    int contentSize = descriptor >>> 6 == 0 ? isSingle ? 1 : 0 : 1 << (descriptor >>> 6);
    int window = isSingle ? 0 : 1;
    isInFrame = take(window + dictionary + contentSize)
        && (isSingle ? contentBytes(5 + dictionary, contentSize) : windowBytes(piece[5] & 0xFF)) <= MAX_WINDOW_BYTES;
    isCutOff |= !isInFrame;
    return isInFrame;
  }

  private static long windowBytes(int descriptor) {
    long base = 1L << (10 + (descriptor >>> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private long contentBytes(int at, int size) {
    long low = littleEndian(at, Math.min(size, 4)) & 0xFFFF_FFFFL;
    return size == 8 && littleEndian(at + 4, 4) != 0 ? Long.MAX_VALUE : low + (size == 2 ? 256 : 0);
  }

  private boolean skipFrame() throws IOException {
    if (!take(4)) {
      return false;
    }
    long length = littleEndian(4, 4) & 0xFFFF_FFFFL;
    limit = 0;
    while (length > 0) {
      int count = below.read(piece, 0, (int) Math.min(length, piece.length));
      if (count < 0) {
        return false;
      }
      length -= count;
    }
    return true;
  }

  private boolean readBlock() throws IOException {
    if (!take(BLOCK_HEADER_BYTES)) {
      return false;
    }
    int header = littleEndian(0, BLOCK_HEADER_BYTES);
    int size = ((header >>> 1) & 3) == REPEAT ? 1 : header >>> 3;
    if (size > MAX_BLOCK_BYTES || !take(size)) {
      return false;
    }
    if ((header & 1) != 0) {
      isInFrame = false;
      if (hasChecksum && below.readNBytes(CHECKSUM_BYTES).length < CHECKSUM_BYTES) {
        isCutOff = true;
      }
    }
    return true;
  }

  private int littleEndian(int at, int bytes) {
    int value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (piece[at + i] & 0xFF);
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    isEnded = true;
    below.close();
  }
}
