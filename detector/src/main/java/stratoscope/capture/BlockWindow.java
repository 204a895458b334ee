package stratoscope.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The view of a capture that the parsers work on: bytes from {@link #position} to {@link #limit} of {@link #data}, as many of them
 * contiguous as asked for. When a block ends within a record, the beginning of the record is copied in front of the next block; no other
 * byte is ever copied. Belongs to the reading thread.
 *
 * <p>A plain file is read by the reading thread itself, whose cache then holds what it works on; a thread that reads ahead made it slower.
 * What must be unpacked or waited for is read ahead, from the second block on. Without blocks ahead there is one block, whose unread bytes
 * move to its front; it grows up to the head-room when a record needs it.
 */
final class BlockWindow implements Closeable {
  ByteBuffer data;
  int position;
  int limit;
  private final CaptureBytes bytes;
  private final BlockPool pool;
  private final BlockPlan plan;
  private final boolean isAhead;
  /** Position of index 0 of the data in the unpacked capture. */
  private long base;
  private boolean ended;
  private boolean started;
  private @Nullable ReadAhead ahead;
  private ReadAhead.Block current;

  BlockWindow(CaptureBytes bytes, BlockPool pool) {
    this.bytes = bytes;
    this.pool = pool;
    this.plan = pool.plan();
    this.isAhead = plan.blocksAhead() > 0 && bytes.isSlow();
    this.current = new ReadAhead.Block(pool.take());
    this.data = current.buffer;
    this.position = plan.blocksAhead() == 0 ? 0 : plan.headRoomBytes();
    this.limit = position;
    this.base = -position;
  }

  /** Longest piece that {@link #require} can make contiguous. */
  int maxBytes() {
    return plan.headRoomBytes();
  }

  /** Makes so many bytes contiguous, which may move them; false when the capture ends before. */
  boolean require(int count) throws IOException {
    return limit - position >= count || pull(count);
  }

  private boolean pull(int count) throws IOException {
    if (count > maxBytes()) {
      throw new IllegalArgumentException(count + " bytes are more than " + maxBytes());
    }
    while (limit - position < count && !ended) {
      if (!isAhead || !started) {
        readHere(count);
      } else {
        nextBlock();
      }
    }
    return limit - position >= count;
  }

  private void readHere(int count) throws IOException {
    if (started) {
      compact(count);
    }
    started = true;
    data.limit(Math.min(data.capacity(), limit + plan.blockBytes())).position(limit);
    ended = !bytes.fill(data);
    limit = data.position();
    data.clear();
  }

  private void compact(int count) {
    int tail = limit - position;
    int start = -tail & (BlockPlan.ALIGNMENT_BYTES - 1);
    ByteBuffer target = data;
    if (start + count > data.capacity()) {
      target = BlockPlan.newBlock(Math.max(count, Math.min(2 * data.capacity(), maxBytes())) + BlockPlan.ALIGNMENT_BYTES);
      pool.give(data);
      current = new ReadAhead.Block(target);
    }
    target.put(start, data, position, tail);
    moveTo(target, start, start + tail);
  }

  private void nextBlock() throws IOException {
    if (ahead == null) {
      ahead = new ReadAhead(bytes, pool);
      ahead.start();
    }
    ReadAhead.Block next = ahead.take();
    int tail = limit - position;
    int end = next.buffer.limit();
    int start = next.buffer.position() - tail;
    next.buffer.clear();
    next.buffer.put(start, data, position, tail);
    ahead.give(current);
    current = next;
    moveTo(next.buffer, start, end);
    ended = next.isLast;
    if (next.failure != null) {
      throw next.failure;
    }
  }

  private void moveTo(ByteBuffer target, int start, int end) {
    base += position - start;
    data = target;
    position = start;
    limit = end;
  }

  /** True when no byte follows those in the window. */
  boolean isLastBlock() {
    return ended;
  }

  /** Where an index of the data lies in the unpacked capture. */
  long streamOffset(int index) {
    return base + index;
  }

  boolean isDamaged() {
    return bytes.isDamaged();
  }

  long filePosition() {
    return bytes.filePosition();
  }

  @Override
  public void close() throws IOException {
    ended = true;
    limit = position;
    if (ahead != null) {
      ahead.stop(pool);
    }
    pool.give(current.buffer);
    bytes.close();
  }
}
