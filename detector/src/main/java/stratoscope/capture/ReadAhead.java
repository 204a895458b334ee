package stratoscope.capture;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Fills blocks ahead of the reader, so that reading and unpacking overlap with analysis. Owns a daemon thread; blocks change hands
 * through two bounded queues and belong to one thread at a time.
 */
final class ReadAhead {
  private static final long STOP_MILLIS = 2_000;

  /** A block and what the filling thread says about it: position and limit of the buffer enclose the bytes. */
  static final class Block {
    final ByteBuffer buffer;
    boolean isLast;
    @Nullable IOException failure;

    Block(ByteBuffer buffer) {
      this.buffer = buffer;
    }
  }

  private final CaptureBytes bytes;
  private final int headRoomBytes;
  private final BlockingQueue<Block> empty;
  private final BlockingQueue<Block> full;
  private final Thread thread = new Thread(this::run, "capture-read-ahead");

  ReadAhead(CaptureBytes bytes, BlockPool pool) {
    int blocks = pool.plan().blocksAhead();
    this.bytes = bytes;
    this.headRoomBytes = pool.plan().headRoomBytes();
    this.empty = new ArrayBlockingQueue<>(blocks + 1);
    this.full = new ArrayBlockingQueue<>(blocks + 1);
    for (int i = 0; i < blocks; i++) {
      empty.add(new Block(pool.take()));
    }
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      boolean isLast = false;
      while (!isLast) {
        Block block = empty.take();
        fill(block);
        isLast = block.isLast;
        full.put(block);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fill(Block block) {
    ByteBuffer buffer = block.buffer.clear().position(headRoomBytes);
    try {
      block.isLast = !bytes.fill(buffer);
    } catch (IOException e) {
      block.failure = e;
      block.isLast = true;
    } catch (RuntimeException | Error e) {
      block.failure = new IOException(e.toString(), e);
      block.isLast = true;
    }
    buffer.limit(buffer.position()).position(headRoomBytes);
  }

  /** The next filled block, waiting for it; to be called again only when the last one wasn't the last of all. */
  Block take() throws IOException {
    try {
      return full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** Gives a block back that was read to its end. */
  void give(Block block) {
    empty.offer(block);
  }

  /** Ends the thread; its blocks go to the pool unless it hangs in a read that can't be interrupted. */
  void stop(BlockPool pool) {
    thread.interrupt();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      empty.forEach(block -> pool.give(block.buffer));
      full.forEach(block -> pool.give(block.buffer));
    }
  }
}
