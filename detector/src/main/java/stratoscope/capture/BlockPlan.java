package stratoscope.capture;

import java.nio.ByteBuffer;

/**
 * How much memory a reader may use, in bytes.
 *
 * @param blockBytes filled in one go
 * @param headRoomBytes in front of each block for the record that the block before holds the beginning of: the longest record that can
 *     be read
 * @param blocksAhead blocks that a thread fills while the reader works on one, where bytes must be unpacked or waited for; 0 for no thread
 */
record BlockPlan(int blockBytes, int headRoomBytes, int blocksAhead) {
  /**
   * For captures read one after another: blocks of 256 KiB stay in a processor's second cache between the read and the analysis. 512 KiB
   * of head-room is twice the largest snap length that libpcap and Wireshark accept, so that damage next to the largest record can still
   * be judged.
   */
  static final BlockPlan SEQUENTIAL = new BlockPlan(256 << 10, 512 << 10, 4);

  /** For many captures open at once: 64 KiB each, more only where records are larger. */
  static final BlockPlan MANY = new BlockPlan(64 << 10, 512 << 10, 0);

  /** For a look at the first packet. */
  static final BlockPlan GLANCE = new BlockPlan(8 << 10, 512 << 10, 0);

  /** A kernel that copies into memory off a 64-byte line takes five times as long (measured on AMD EPYC: 2 GB/s instead of 12). */
  static final int ALIGNMENT_BYTES = 64;

  /** Head-room, where there is a block before, and block; both begin on the alignment. */
  int totalBytes() {
    return blockBytes + (blocksAhead == 0 ? 0 : headRoomBytes);
  }

  static ByteBuffer newBlock(int bytes) {
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes + ALIGNMENT_BYTES);
    int start = -memory.alignmentOffset(0, ALIGNMENT_BYTES) & (ALIGNMENT_BYTES - 1);
    return memory.slice(start, bytes);
  }
}
