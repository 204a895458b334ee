package stratoscope.carrier;

import stratoscope.flow.FlowCount;
import stratoscope.flow.FlowCounts;

/** What readers of one kind hold back in all flows of one thread. Bounded: what would be too much has to let go, and is counted. */
public class HeldBytes {
  private final long maxBytes;
  private final FlowCounts counts;
  private long bytes;

  /** @param counts of the thread's flow table */
  protected HeldBytes(long maxBytes, FlowCounts counts) {
    this.maxBytes = maxBytes;
    this.counts = counts;
  }

  /** Bytes held back in all flows. */
  public long heldBytes() {
    return bytes;
  }

  /** Counts what one reader holds; false if that is too much, whereupon it must let go. */
  public boolean recount(int beforeBytes, int nowBytes) {
    bytes += nowBytes - beforeBytes;
    boolean isTooMuch = nowBytes > beforeBytes && bytes > maxBytes;
    if (isTooMuch) {
      counts.add(FlowCount.HELD_OVERFLOWS);
    }
    return !isTooMuch;
  }
}
