package stratoscope.flow;

/**
 * Connections of no interest by their words that go on and on at a slow pace, as mining inside a cipher does. Belongs to the table's
 * owner thread.
 *
 * <p>A connection is due for a look when it is still there {@link #DUE_SECONDS} after its first payload and has sent no more segments since
 * than a miner and a pool would. One that is looked at, or is too busy, is let be for longer. Slots of one number each, which a
 * newer connection overwrites: that costs another its turn, and nothing more. The slots double when too many lose theirs, since few fit
 * into a processor's cache.
 */
final class SlowFlows {
  /** What a slot says of the connection. */
  enum Turn { FIRST, WAITS, DUE }

  static final int DUE_SECONDS = 20;
  /** Segments with payload until then: pools of chains with ten blocks a second push as many jobs. */
  private static final int MOST_SEGMENTS = 255;
  private static final int BUSY_SECONDS = 60;
  private static final int JUDGED_SECONDS = 3600;

  private static final int MICROS_BITS = 20;
  private static final int COUNT_BITS = 8;
  private static final int SECONDS_BITS = 24;
  private static final int SECONDS = (1 << SECONDS_BITS) - 1;

  private static final int FIRST_SLOTS = 1 << 17;

  private final int maxSlots;
  /** From the top: 32 bits of the hash, the second from which it is watched, the segments since. */
  private long[] slots;
  /** Connections that lost their slot while they may have been going on. */
  private int displaced;

  /** @param maxSlots a power of two, at most 2^32 */
  SlowFlows(int maxSlots) {
    this.maxSlots = maxSlots;
    slots = new long[Math.min(FIRST_SLOTS, maxSlots)];
  }

  /** Counts a payload of a connection. */
  Turn onPayload(long hash, long nowMicros) {
    int index = indexOf(hash);
    long slot = slots[index];
    int now = secondsOf(nowMicros);
    int age = ageOf(slot, now);
    if ((slot ^ hash) >>> (COUNT_BITS + SECONDS_BITS) != 0) {
      slots[index] = slot(hash, now, 1);
      if (slot != 0 && age < BUSY_SECONDS) {
        onDisplaced();
      }
      return Turn.FIRST;
    }
    int count = (int) slot & MOST_SEGMENTS;
    if (count == MOST_SEGMENTS && age >= 0) {
      slots[index] = slot(hash, now + BUSY_SECONDS, 0);
    } else if (age >= DUE_SECONDS) {
      slots[index] = slot(hash, now + JUDGED_SECONDS, 0);
      return Turn.DUE;
    } else if (age >= 0) {
      slots[index] = slot + 1;
    }
    return Turn.WAITS;
  }

  /** Drops what is known, since the addresses and ports now mean another connection. */
  void forget(long hash) {
    int index = indexOf(hash);
    if ((slots[index] ^ hash) >>> (COUNT_BITS + SECONDS_BITS) == 0) {
      slots[index] = 0;
    }
  }

  /** Seconds since the connection is watched, below 0 if it will be. */
  private static int ageOf(long slot, int now) {
    int until = ((int) (slot >>> COUNT_BITS) & SECONDS) - now;
    return -(until << COUNT_BITS >> COUNT_BITS);
  }

  private void onDisplaced() {
    displaced++;
    if (displaced > slots.length / 4 && slots.length < maxSlots) {
      displaced = 0;
      long[] old = slots;
      slots = new long[2 * old.length];
      for (long slot : old) {
        slots[indexOf(slot)] = slot;
      }
    }
  }

  /** Units of 1.05 seconds, near enough, without a division. */
  private static int secondsOf(long micros) {
    return (int) (micros >> MICROS_BITS) & SECONDS;
  }

  private static long slot(long hash, int seconds, int count) {
    return (hash >>> (COUNT_BITS + SECONDS_BITS) << (COUNT_BITS + SECONDS_BITS)) | (long) (seconds & SECONDS) << COUNT_BITS | count;
  }

  /** By bits that the slot keeps. */
  private int indexOf(long hash) {
    return (int) (hash >>> 32) & (slots.length - 1);
  }
}
