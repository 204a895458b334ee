package stratoscope.host;

import java.util.Arrays;

/**
 * Counts distinct addresses, exactly up to its bound. One thread; adding allocates only when the table grows. Beyond the bound new
 * addresses are not counted any more, so the count is "at least".
 */
public final class AddressCounter {
  private static final int FIRST_SLOTS = 1 << 10;

  /** Addresses met lately, by hash: most packets end here, in the processor's caches. */
  private static final int RECENT_SLOTS = 1 << 14;

  private final int maxSlots;
  private final long[] recent = new long[RECENT_SLOTS];
  private long[] slots = new long[FIRST_SLOTS];
  private int count;
  private AddressSink sink = (high, low, micros) -> {};

  /**
   * A counter at 0.
   *
   * @param maxAddresses how many are told apart; each takes up to 32 bytes
   */
  public AddressCounter(int maxAddresses) {
    maxSlots = Math.max(FIRST_SLOTS, Integer.highestOneBit(Math.min(maxAddresses, 1 << 28)) << 2);
  }

  /** Has new addresses told of, from now on. */
  public void tell(AddressSink told) {
    sink = told;
  }

  /**
   * Counts the two addresses of a packet, whichever sent it, unless they were met before.
   *
   * @param micros packet time, since 1970
   */
  public void addPair(long oneHigh, long oneLow, long otherHigh, long otherLow, long micros) {
    add(oneHigh, oneLow, micros);
    add(otherHigh, otherLow, micros);
  }

  private void add(long high, long low, long micros) {
    long hash = hash(high, low);
    int slot = (int) (hash >>> 40) & (RECENT_SLOTS - 1);
    if (recent[slot] != hash) {
      recent[slot] = hash;
      if (count(hash)) {
        sink.onAddress(high, low, micros);
      }
    }
  }

  /** True if it is new, and there was room for it. */
  private boolean count(long hash) {
    int mask = slots.length - 1;
    int at = (int) hash & mask;
    while (slots[at] != hash) {
      if (slots[at] == 0) {
        return insert(at, hash);
      }
      at = (at + 1) & mask;
    }
    return false;
  }

  private boolean insert(int at, long hash) {
    if (count < slots.length / 2) {
      slots[at] = hash;
    } else if (slots.length < maxSlots) {
      grow();
      slots[freeSlot(hash)] = hash;
    } else {
      return false;
    }
    count++;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    Arrays.stream(old).filter(hash -> hash != 0).forEach(hash -> slots[freeSlot(hash)] = hash);
  }

  private int freeSlot(long hash) {
    int at = (int) hash & (slots.length - 1);
    while (slots[at] != 0) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }

  /** Never 0, which marks a free slot. */
  private static long hash(long high, long low) {
    long value = high * 0x9E37_79B9_7F4A_7C15L + low;
    long mixed = (value ^ (value >>> 32)) * 0xD6E8_FEB8_6659_FD93L;
    mixed ^= mixed >>> 32;
    return mixed == 0 ? 1 : mixed;
  }

  public int count() {
    return count;
  }
}
