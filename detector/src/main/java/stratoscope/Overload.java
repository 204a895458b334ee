package stratoscope;

import stratoscope.capture.Strain;

/**
 * How much work a detector has to leave out to keep up, from 0 (none) to 3, told by how full the memory of its waiting packets is and by
 * packets that found no room there. One thread; its time is the packets'. It rises at once, by a level with each look while packets are
 * lost, and falls by one level after each second of calm.
 */
final class Overload {
  private static final long PERIOD_MICROS = 100_000;
  /** Shares of the memory from which on each level holds: half a ring is beyond any burst that it was made for. */
  private static final double[] BEGINS = {0.5, 0.7, 0.85};
  /** Well below the first level, so that it is not left and reached in turn. */
  private static final double CALM_SHARE = 0.25;
  private static final long CALM_MICROS = 1_000_000;

  private long lastMicros = Long.MIN_VALUE;
  private long strainedMicros;
  private long lost = -1;
  private int level;

  /** True ten times a second, and when the clock went back. */
  boolean isDue(long nowMicros) {
    if (nowMicros - lastMicros < PERIOD_MICROS && nowMicros >= lastMicros && lastMicros != Long.MIN_VALUE) {
      return false;
    }
    lastMicros = nowMicros;
    return true;
  }

  /** The level by now. */
  int look(Strain strain, long nowMicros) {
    boolean isLosing = lost >= 0 && strain.lost() > lost;
    lost = strain.lost();
    int wanted = isLosing ? Math.min(level + 1, BEGINS.length) : 0;
    for (int i = wanted; i < BEGINS.length && strain.usedShare() >= BEGINS[i]; i++) {
      wanted = i + 1;
    }
    if (wanted > level || isLosing || strain.usedShare() >= CALM_SHARE || nowMicros < strainedMicros) {
      level = Math.max(level, wanted);
      strainedMicros = nowMicros;
    } else if (level > 0 && nowMicros - strainedMicros >= CALM_MICROS) {
      level--;
      strainedMicros = nowMicros;
    }
    return level;
  }

  int level() {
    return level;
  }
}
