package stratoscope.capture;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Blocks that captures of a run use one after another, since direct memory is slow to get and to free. Of the reading thread. */
final class BlockPool {
  private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
  private final BlockPlan plan;

  BlockPool(BlockPlan plan) {
    this.plan = plan;
  }

  BlockPlan plan() {
    return plan;
  }

  ByteBuffer take() {
    ByteBuffer block = idle.poll();
    return block == null ? BlockPlan.newBlock(plan.totalBytes()) : block.clear();
  }

  /** Takes a block back; those that grew beyond the plan, or are more than the plan wants, are left to the garbage collector. */
  void give(ByteBuffer block) {
    if (block.capacity() == plan.totalBytes() && idle.size() <= plan.blocksAhead()) {
      idle.push(block);
    }
  }
}
