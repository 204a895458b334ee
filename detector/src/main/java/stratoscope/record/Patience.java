package stratoscope.record;

import java.util.function.LongSupplier;

/** How long the end of a thread that writes what was found is waited for: as long as it gets on, so that nothing is lost; else a while. */
public final class Patience {
  /** Even when the time for a stop is over: a busy machine may not let it work at once. */
  private static final long MIN_MILLIS = 1000;

  private Patience() {}

  /** The time to wait for one sign of life, of which a stop leaves so much. */
  static long millis(long wanted, long left) {
    return Math.max(MIN_MILLIS, Math.min(wanted, left));
  }

  /**
   * Waits.
   *
   * @param progress changes while it gets on
   * @param wantedMillis for one sign of life
   * @param leftMillis of the stop
   */
  public static void await(Thread thread, LongSupplier progress, long wantedMillis, LongSupplier leftMillis) throws InterruptedException {
    long before;
    do {
      before = progress.getAsLong();
      thread.join(millis(wantedMillis, leftMillis.getAsLong()));
    } while (thread.isAlive() && progress.getAsLong() != before);
  }
}
