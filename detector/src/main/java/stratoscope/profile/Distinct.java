package stratoscope.profile;

import stratoscope.state.StateException;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/**
 * Counts distinct things by their hashes, exactly up to its bound. One thread. What is new beyond the bound is not counted, so that the
 * count is "at least" then. A thing takes 32 bytes at most.
 */
public final class Distinct {
  private static final int FIRST_SLOTS = 4;
  private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01B3L;

  private static final long[] NO_SLOTS = {};
  private static final Distinct NONE = new Distinct(0);

  private final int maxCount;
  /** Open addressing; 0 is free. */
  private long[] slots = NO_SLOTS;
  private int count;

  /** @param maxCount things told apart */
  public Distinct(int maxCount) {
    this.maxCount = maxCount;
  }

  /** Adds a text. */
  public void add(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    add(hash);
  }

  /** Adds a number. */
  public void add(long number) {
    long mixed = (number ^ (number >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
    mixed ^= mixed >>> 32;
    addHash(mixed == 0 ? 1 : mixed);
  }

  /** Adds all that another has. */
  public void addAll(Distinct other) {
    addAll(other, NONE);
  }

  /** Adds all that another has and a third has not. */
  void addAll(Distinct other, Distinct but) {
    for (long hash : other.slots) {
      if (hash != 0 && !but.has(hash)) {
        addHash(hash);
      }
    }
  }

  private boolean has(long hash) {
    return slots.length > 0 && slots[slotOf(hash)] == hash;
  }

  private void addHash(long hash) {
    if (count < maxCount && (count + 1) * 2 > slots.length) {
      long[] old = slots;
      slots = new long[Math.max(FIRST_SLOTS, old.length * 2)];
      for (long known : old) {
        if (known != 0) {
          slots[slotOf(known)] = known;
        }
      }
    }
    int slot = slots.length == 0 ? 0 : slotOf(hash);
    if (count < maxCount && slots[slot] == 0) {
      slots[slot] = hash;
      count++;
    }
  }

  /** Where it is, or would be. */
  private int slotOf(long hash) {
    int at = (int) hash & (slots.length - 1);
    while (slots[at] != 0 && slots[at] != hash) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }

  /** How many there were, at least. */
  public int count() {
    return count;
  }

  /** True if there may have been more. */
  public boolean isFull() {
    return count >= maxCount;
  }

  /** The same as it is now. */
  public Distinct copy() {
    Distinct copy = new Distinct(maxCount);
    copy.slots = slots.length == 0 ? slots : slots.clone();
    copy.count = count;
    return copy;
  }

  public void save(StateWriter out) {
    out.number(count);
    for (long hash : slots) {
      if (hash != 0) {
        out.number(hash);
      }
    }
  }

  /** Adds all that was saved, as far as there is room. */
  public void restore(StateReader in) throws StateException {
    for (int left = in.size(); left > 0; left--) {
      long hash = in.number();
      addHash(hash == 0 ? 1 : hash);
    }
  }
}
