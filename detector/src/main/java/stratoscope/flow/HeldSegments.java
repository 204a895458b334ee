package stratoscope.flow;

import java.util.Arrays;
import stratoscope.packet.TcpSegment;

/**
 * The segments of one stream that wait for a hole in front of them to fill: in order, without overlap. Belongs to the table's owner thread.
 *
 * <p>Of bytes that come twice, the first copy stays. Bounded in segments and bytes of its own, and by what all streams share.
 */
final class HeldSegments {
  private static final HeldSegment[] EMPTY = {};
  private static final int FIRST_CAPACITY = 4;

  private final FlowOptions options;
  private final OutOfOrderBudget budget;
  private HeldSegment[] segments = EMPTY;
  private int count;
  private long costBytes;

  HeldSegments(FlowOptions options, OutOfOrderBudget budget) {
    this.options = options;
    this.budget = budget;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Where the first held byte belongs, beyond all positions if there is none. */
  long firstPosition() {
    return count == 0 ? Long.MAX_VALUE : segments[0].position;
  }

  /** Behind the last held byte, 0 if there is none. */
  long lastEnd() {
    return count == 0 ? 0 : segments[count - 1].end();
  }

  /** When the first held segment came; only if there is one. */
  long firstArrivedMicros() {
    return segments[0].arrivedMicros;
  }

  boolean hasRoomFor(int length, boolean isMining) {
    long cost = HeldSegment.costOf(length);
    return count < options.maxOutOfOrderSegments
        && costBytes + cost <= options.maxOutOfOrderBytes
        && budget.hasRoomFor(cost, isMining);
  }

  /**
   * Copies what is new of a segment's payload that belongs at {@code start}, and returns how many bytes that was. One that lies across
   * others is split around them, so the count may pass its bound once, by as many as are held.
   */
  int add(TcpSegment segment, long start, long nowMicros) {
    long end = start + segment.payloadLength;
    long cursor = start;
    int added = 0;
    for (int i = 0; cursor < end; i++) {
      long limit = i < count ? Math.min(end, segments[i].position) : end;
      if (cursor < limit) {
        insert(i, HeldSegment.copyOf(segment, start, cursor, limit, nowMicros));
        added += (int) (limit - cursor);
      }
      cursor = Math.max(cursor, segments[i].end());
    }
    return added;
  }

  /** Takes out the first segment; only if there is one. */
  HeldSegment removeFirst() {
    HeldSegment first = segments[0];
    count--;
    System.arraycopy(segments, 1, segments, 0, count);
    costBytes -= first.cost();
    budget.giveBack(first.cost());
    if (count == 0) {
      segments = EMPTY;
    }
    return first;
  }

  void clear() {
    budget.giveBack(costBytes);
    costBytes = 0;
    count = 0;
    segments = EMPTY;
  }

  private void insert(int index, HeldSegment segment) {
    if (count == segments.length) {
      segments = Arrays.copyOf(segments, Math.max(FIRST_CAPACITY, 2 * count));
    }
    System.arraycopy(segments, index, segments, index + 1, count - index);
    segments[index] = segment;
    count++;
    costBytes += segment.cost();
    budget.take(segment.cost());
  }
}
