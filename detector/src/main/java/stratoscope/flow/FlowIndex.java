package stratoscope.flow;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.TcpSegment;

/**
 * Finds a flow by its hash: open addressing over a plain array of hashes, with the flows in a second array that is touched only when a
 * hash agrees. Belongs to the table's owner thread.
 *
 * <p>Linear probing, at most half full, deletion by moving back what follows, so nothing decays with age. Doubles as it fills.
 */
final class FlowIndex {
  private static final int FIRST_SLOTS = 1024;

  /** 0 marks an empty slot. */
  private long[] hashes = new long[FIRST_SLOTS];
  private @Nullable TrackedFlow[] flows = new TrackedFlow[FIRST_SLOTS];
  private int size;

  @Nullable TrackedFlow find(long hash, TcpSegment segment) {
    int mask = hashes.length - 1;
    for (int slot = (int) hash & mask; hashes[slot] != 0; slot = (slot + 1) & mask) {
      if (hashes[slot] == hash) {
        TrackedFlow flow = flows[slot];
        if (flow != null && flow.flow.matches(segment)) {
          return flow;
        }
      }
    }
    return null;
  }

  void add(TrackedFlow flow) {
    if (2 * (size + 1) > hashes.length) {
      grow();
    }
    insert(flow.hash, flow);
    size++;
  }

  void remove(TrackedFlow flow) {
    int mask = hashes.length - 1;
    int hole = (int) flow.hash & mask;
    while (flows[hole] != flow) {
      hole = (hole + 1) & mask;
    }
    for (int slot = (hole + 1) & mask; hashes[slot] != 0; slot = (slot + 1) & mask) {
      int home = (int) hashes[slot] & mask;
      boolean mayMoveBack = ((slot - home) & mask) >= ((slot - hole) & mask);
      if (mayMoveBack) {
        hashes[hole] = hashes[slot];
        flows[hole] = flows[slot];
        hole = slot;
      }
    }
    hashes[hole] = 0;
    flows[hole] = null;
    size--;
  }

  int size() {
    return size;
  }

  private void insert(long hash, @Nullable TrackedFlow flow) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (hashes[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    hashes[slot] = hash;
    flows[slot] = flow;
  }

  private void grow() {
    long[] oldHashes = hashes;
    @Nullable TrackedFlow[] oldFlows = flows;
    hashes = new long[2 * oldHashes.length];
    flows = new TrackedFlow[2 * oldHashes.length];
    for (int slot = 0; slot < oldHashes.length; slot++) {
      if (oldHashes[slot] != 0) {
        insert(oldHashes[slot], oldFlows[slot]);
      }
    }
  }
}
