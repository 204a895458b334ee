package stratoscope.alert;

/**
 * How an outlet goes about it.
 *
 * @param queuedAlerts that wait for its thread at most
 * @param firstRetryNanos after the first failure
 * @param maxRetryNanos after many
 */
record OutletTerms(int queuedAlerts, long firstRetryNanos, long maxRetryNanos) {
  private static final long SECOND_NANOS = 1_000_000_000;

  /** While a receiver hangs for its time-out of ten seconds, a hundred alerts a second find room: 1,000 findings of some kB. */
  static OutletTerms defaults() {
    return new OutletTerms(1000, SECOND_NANOS, 300 * SECOND_NANOS);
  }
}
