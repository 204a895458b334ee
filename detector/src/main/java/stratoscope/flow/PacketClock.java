package stratoscope.flow;

/**
 * The time of the flow table, told by packets. Belongs to the table's owner thread.
 *
 * <p>A lone absurd time stamp (a damaged record, a card that lost its clock) must not expire every flow: a jump of more than the limit,
 * forward or back, holds only if the next packet agrees with it. Until then the packet gets the time before the jump and is counted.
 * Small steps back are normal where several queues feed one table.
 */
final class PacketClock {
  private final long maxJumpMicros;
  private final FlowCounts counts;
  private long nowMicros;
  private boolean isRunning;
  private long doubtedMicros;
  private boolean isDoubting;

  PacketClock(long maxJumpMicros, FlowCounts counts) {
    this.maxJumpMicros = maxJumpMicros;
    this.counts = counts;
  }

  /** Believes the next stamp, whatever it is: it comes from another capture. */
  void startAnew() {
    isRunning = false;
  }

  /** Takes the stamp of the next packet and returns the time at which to handle it. */
  long tick(long timestampMicros) {
    if (isNear(timestampMicros, nowMicros, maxJumpMicros) || !isRunning) {
      isRunning = true;
      isDoubting = false;
      nowMicros = timestampMicros;
      return timestampMicros;
    }
    return onJump(timestampMicros);
  }

  private long onJump(long timestampMicros) {
    if (isDoubting && isNear(timestampMicros, doubtedMicros, maxJumpMicros)) {
      isDoubting = false;
      nowMicros = timestampMicros;
      counts.add(FlowCount.CLOCK_JUMPS);
    } else {
      isDoubting = true;
      doubtedMicros = timestampMicros;
      counts.add(FlowCount.CLOCK_DOUBTED);
    }
    return nowMicros;
  }

  /** True if two times lie at most so far apart, whatever their order; safe for every pair of times. */
  static boolean isNear(long a, long b, long limitMicros) {
    long difference = a - b;
    boolean hasOverflowed = ((a ^ b) & (a ^ difference)) < 0;
    return !hasOverflowed && difference <= limitMicros && difference >= -limitMicros;
  }
}
