package stratoscope.flow;

/**
 * Flows that were looked at and found to be nothing, with the number of times they asked again. Belongs to the table's owner thread.
 *
 * <p>JSON is common, mining is not: without this memory each message of a chatty flow would be parsed. A flow is due for another look at
 * its candidate number 8, 64, 512 and so on, since a proxy may begin with something else. Fixed slots in primitive arrays; a newer
 * rejection overwrites an older one, which then merely gets one more look.
 */
final class RejectedFlows {
  /** The count of a flow that is never due. */
  private static final int NEVER = Integer.MAX_VALUE;

  private final long[] hashes;
  private final int[] candidates;

  RejectedFlows(int slots) {
    hashes = new long[slots];
    candidates = new int[slots];
  }

  /**
   * Remembers a flow; one that is rejected again goes on with its count.
   *
   * @param isForGood whether it is never due again
   */
  void remember(long hash, boolean isForGood) {
    int slot = slotOf(hash);
    if (hashes[slot] != hash) {
      hashes[slot] = hash;
      candidates[slot] = 0;
    }
    if (isForGood) {
      candidates[slot] = NEVER;
    }
  }

  /** Counts a candidate of this flow and says if it deserves a look; always true if the flow is not known here. */
  boolean isDue(long hash) {
    int slot = slotOf(hash);
    if (hashes[slot] != hash) {
      return true;
    }
    int count = candidates[slot] + 1;
    if (count > 0) {
      candidates[slot] = count;
    }
    return count >= 8 && isPowerOfEight(count);
  }

  /** Drops what is known, since the addresses and ports now mean another connection. */
  void forget(long hash) {
    int slot = slotOf(hash);
    if (hashes[slot] == hash) {
      hashes[slot] = 0;
    }
  }

  private int slotOf(long hash) {
    return (int) hash & (hashes.length - 1);
  }

  private static boolean isPowerOfEight(int count) {
    return Integer.bitCount(count) == 1 && Integer.numberOfTrailingZeros(count) % 3 == 0;
  }
}
