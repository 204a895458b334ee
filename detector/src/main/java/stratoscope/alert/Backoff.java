package stratoscope.alert;

import java.util.function.DoubleSupplier;

/**
 * When to try again: after each failure in a row twice as long as before, up to a bound, and of that a random part from half to all, so
 * that many sensors don't come at once. One thread.
 */
final class Backoff {
  private final long firstNanos;
  private final long mostNanos;
  private final DoubleSupplier random;
  private long stepNanos;
  private long dueNanos;

  /** @param random from 0 to 1 */
  Backoff(long firstNanos, long mostNanos, DoubleSupplier random) {
    this.firstNanos = firstNanos;
    this.mostNanos = mostNanos;
    this.random = random;
  }

  void onFailure(long nowNanos) {
    stepNanos = stepNanos == 0 ? firstNanos : Math.min(mostNanos, stepNanos * 2);
    dueNanos = nowNanos + (long) (stepNanos * (0.5 + random.getAsDouble() / 2));
  }

  void onSuccess() {
    stepNanos = 0;
  }

  boolean isFailing() {
    return stepNanos != 0;
  }

  /** How long to wait still; 0 if it may be tried. */
  long waitNanos(long nowNanos) {
    return isFailing() ? Math.max(0, dueNanos - nowNanos) : 0;
  }
}
