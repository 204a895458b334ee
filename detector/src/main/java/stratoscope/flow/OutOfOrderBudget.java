package stratoscope.flow;

/**
 * The bytes that all streams of a table may hold back together. Belongs to the table's owner thread.
 *
 * <p>Half of it is open to every flow, the other half to mining flows only: whoever fills it with invented holes does not hurt those.
 */
final class OutOfOrderBudget {
  private final long maxBytes;
  private long usedBytes;

  OutOfOrderBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  boolean hasRoomFor(long bytes, boolean isMining) {
    return usedBytes + bytes <= (isMining ? maxBytes : maxBytes / 2);
  }

  void take(long bytes) {
    usedBytes += bytes;
  }

  void giveBack(long bytes) {
    usedBytes -= bytes;
  }

  long usedBytes() {
    return usedBytes;
  }
}
