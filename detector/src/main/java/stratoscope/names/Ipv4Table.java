package stratoscope.names;

import java.util.Arrays;

/**
 * Finds prefixes of IPv4 addresses of one length: an open-addressed hash table that grows. Immutable once filled. A slot is one number: the
 * prefix, and what is found; so a look-up costs one access to memory.
 */
final class Ipv4Table {
  private static final int MULTIPLIER = 0x9E37_79B1;
  private static final long EMPTY = -1;

  private final int seed;
  /** Of each the prefix in the upper half, what is found in the lower one; or {@link #EMPTY}. */
  private long[] slots = {EMPTY, EMPTY, EMPTY, EMPTY};
  private int used;

  Ipv4Table(int seed) {
    this.seed = seed;
  }

  /** What was put for a prefix; -1 if nothing was. */
  int find(int prefix) {
    return (int) slots[slotOf(prefix)];
  }

  /** Lets something be found, 0 or more, in place of what was. */
  void put(int prefix, int found) {
    if (2 * used >= slots.length) {
      grow();
    }
    int slot = slotOf(prefix);
    used += slots[slot] == EMPTY ? 1 : 0;
    slots[slot] = ((long) prefix << Integer.SIZE) | found;
  }

  private void grow() {
    long[] before = slots;
    slots = new long[2 * before.length];
    Arrays.fill(slots, EMPTY);
    for (long slot : before) {
      if (slot != EMPTY) {
        slots[slotOf((int) (slot >>> Integer.SIZE))] = slot;
      }
    }
  }

  /** The slot of a prefix, or the empty one where it would be. */
  private int slotOf(int prefix) {
    int slot = ((prefix ^ seed) * MULTIPLIER) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
    while (slots[slot] != EMPTY && (int) (slots[slot] >>> Integer.SIZE) != prefix) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }
}
