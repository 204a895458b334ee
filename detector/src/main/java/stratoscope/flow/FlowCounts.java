package stratoscope.flow;

/** The running counts of one flow table since its start. Written by the table's owner thread; other threads may read stale values. */
@SuppressWarnings("EnumOrdinal") // an array by ordinal counts without allocation or hashing
public final class FlowCounts {
  private final long[] counts = new long[FlowCount.values().length];
  private final long[] ends = new long[EndReason.values().length];

  public FlowCounts() {}

  public long of(FlowCount what) {
    return counts[what.ordinal()];
  }

  /** Flows that ended for this reason. */
  public long ended(EndReason reason) {
    return ends[reason.ordinal()];
  }

  /** For the owner thread. */
  public void add(FlowCount what) {
    counts[what.ordinal()]++;
  }

  /** For the owner thread. */
  public void add(FlowCount what, long amount) {
    counts[what.ordinal()] += amount;
  }

  void addEnd(EndReason reason) {
    ends[reason.ordinal()]++;
  }
}
