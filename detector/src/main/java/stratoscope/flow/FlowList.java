package stratoscope.flow;

import org.jspecify.annotations.Nullable;

/**
 * Flows in the order in which they were last touched, oldest first: a doubly linked list through the flows themselves. Belongs to the
 * table's owner thread.
 */
final class FlowList {
  private @Nullable TrackedFlow oldest;
  private @Nullable TrackedFlow newest;
  private int size;

  /** Makes a flow the newest of this list, taking it out of where it was. */
  void touch(TrackedFlow flow, long nowMicros) {
    flow.touchedMicros = nowMicros;
    if (newest == flow) {
      return;
    }
    if (flow.list != null) {
      flow.list.remove(flow);
    }
    flow.list = this;
    flow.previous = newest;
    if (newest == null) {
      oldest = flow;
    } else {
      newest.next = flow;
    }
    newest = flow;
    size++;
  }

  /** Takes a flow of this list out. */
  void remove(TrackedFlow flow) {
    TrackedFlow before = flow.previous;
    TrackedFlow behind = flow.next;
    if (before == null) {
      oldest = behind;
    } else {
      before.next = behind;
    }
    if (behind == null) {
      newest = before;
    } else {
      behind.previous = before;
    }
    flow.previous = null;
    flow.next = null;
    flow.list = null;
    size--;
  }

  @Nullable TrackedFlow oldest() {
    return oldest;
  }

  /** The oldest flow if it was touched longer ago than this (or lies as far in the future, the clock having gone back). */
  @Nullable TrackedFlow oldestBeyond(long ageMicros, long nowMicros) {
    TrackedFlow flow = oldest;
    return flow == null || PacketClock.isNear(nowMicros, flow.touchedMicros, ageMicros) ? null : flow;
  }

  int size() {
    return size;
  }
}
