package stratoscope.flow;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.TcpSegment;

/**
 * Finds a flow by its hash: open addressing over plain arrays. Belongs to the table's owner thread.
 *
 * <p>A look-up that finds nothing, the usual one, reads one byte of the hash per slot it passes: the tags of 200 000 flows fit a second
 * level cache, their hashes do not. Whole hashes are read when a tag agrees, flows when a hash does. Linear probing, at most half full,
 * deletion by moving back what follows, so nothing decays with age. Doubles as it fills.
 */
final class FlowIndex {
  private static final int FIRST_SLOTS = 1024;

  /** 0 marks an empty slot. */
  private byte[] tags = new byte[FIRST_SLOTS];
  private long[] hashes = new long[FIRST_SLOTS];
  private @Nullable TrackedFlow[] flows = new TrackedFlow[FIRST_SLOTS];
  private int size;

  @Nullable TrackedFlow find(long hash, TcpSegment segment) {
    byte wanted = tagOf(hash);
    int mask = tags.length - 1;
    for (int slot = (int) hash & mask; tags[slot] != 0; slot = (slot + 1) & mask) {
      if (tags[slot] == wanted && hashes[slot] == hash) {
        TrackedFlow flow = flows[slot];
        if (flow != null && flow.flow.matches(segment)) {
          return flow;
        }
      }
    }
    return null;
  }

  void add(TrackedFlow flow) {
    if (2 * (size + 1) > tags.length) {
      grow();
    }
    insert(flow.hash, flow);
    size++;
  }

  void remove(TrackedFlow flow) {
    int mask = tags.length - 1;
    int hole = (int) flow.hash & mask;
    while (flows[hole] != flow) {
      hole = (hole + 1) & mask;
    }
    for (int slot = (hole + 1) & mask; tags[slot] != 0; slot = (slot + 1) & mask) {
      int home = (int) hashes[slot] & mask;
      boolean mayMoveBack = ((slot - home) & mask) >= ((slot - hole) & mask);
      if (mayMoveBack) {
        tags[hole] = tags[slot];
        hashes[hole] = hashes[slot];
        flows[hole] = flows[slot];
        hole = slot;
      }
    }
    tags[hole] = 0;
    flows[hole] = null;
    size--;
  }

  int size() {
    return size;
  }

  private void insert(long hash, @Nullable TrackedFlow flow) {
    int mask = tags.length - 1;
    int slot = (int) hash & mask;
    while (tags[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    tags[slot] = tagOf(hash);
    hashes[slot] = hash;
    flows[slot] = flow;
  }

  private void grow() {
    byte[] oldTags = tags;
    long[] oldHashes = hashes;
    @Nullable TrackedFlow[] oldFlows = flows;
    tags = new byte[2 * oldTags.length];
    hashes = new long[2 * oldHashes.length];
    flows = new TrackedFlow[2 * oldHashes.length];
    for (int slot = 0; slot < oldTags.length; slot++) {
      if (oldTags[slot] != 0) {
        insert(oldHashes[slot], oldFlows[slot]);
      }
    }
  }

  /** Seven bits that take no part in choosing the slot; never 0. */
  private static byte tagOf(long hash) {
    return (byte) (0x80 | hash >>> 57);
  }
}
