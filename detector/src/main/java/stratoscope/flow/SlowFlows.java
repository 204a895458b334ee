package stratoscope.flow;

import java.util.concurrent.TimeUnit;

/**
 * Connections of no interest by their words that go on and on at a slow pace, as mining inside a cipher does. Belongs to the table's
 * owner thread.
 *
 * <p>A connection is due for a look when it is still there {@link #DUE_SECONDS} after its first payload and has sent no more segments since
 * than a miner and a pool would. One that is looked at, or is too busy, is let be for longer. Fixed slots of one number each, which a
 * newer connection overwrites: that costs another its turn, and nothing more.
 */
final class SlowFlows {
  /** What a slot says of the connection. */
  enum Turn { FIRST, WAITS, DUE }

  static final int DUE_SECONDS = 20;
  /** Segments with payload until then: pools of chains with ten blocks a second push as many jobs. */
  private static final int MOST_SEGMENTS = 255;
  private static final int BUSY_SECONDS = 60;
  private static final int JUDGED_SECONDS = 3600;

  private static final int COUNT_BITS = 8;
  private static final int SECONDS_BITS = 24;
  private static final int SECONDS = (1 << SECONDS_BITS) - 1;

  /** From the top: 32 bits of the hash, the second from which it is watched, the segments since. */
  private final long[] slots;

  SlowFlows(int slots) {
    this.slots = new long[slots];
  }

  /** Counts a payload of a connection. */
  Turn onPayload(long hash, long nowMicros) {
    int index = indexOf(hash);
    long slot = slots[index];
    int now = secondsOf(nowMicros);
    if ((slot ^ hash) >>> (COUNT_BITS + SECONDS_BITS) != 0) {
      slots[index] = slot(hash, now, 1);
      return Turn.FIRST;
    }
    int since = ((int) (slot >>> COUNT_BITS) & SECONDS) - now;
    int age = -(since << COUNT_BITS >> COUNT_BITS);
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

  private static int secondsOf(long micros) {
    return (int) TimeUnit.MICROSECONDS.toSeconds(micros) & SECONDS;
  }

  private static long slot(long hash, int seconds, int count) {
    return (hash >>> (COUNT_BITS + SECONDS_BITS) << (COUNT_BITS + SECONDS_BITS)) | (long) (seconds & SECONDS) << COUNT_BITS | count;
  }

  private int indexOf(long hash) {
    return (int) hash & (slots.length - 1);
  }
}
