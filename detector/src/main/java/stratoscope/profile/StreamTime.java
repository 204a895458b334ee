package stratoscope.profile;

/** How long a stream of jobs and shares was alive: pauses longer than {@link #MAX_PAUSE_MICROS} do not count. One thread. */
final class StreamTime {
  /** New blocks bring new jobs: of Bitcoin each ten minutes on average, of which one wait in 400 is longer than this. */
  static final long MAX_PAUSE_MICROS = 3_600_000_000L;

  private long lastMicros = Long.MIN_VALUE;
  private long activeMicros;
  private long moments;

  void add(long micros) {
    if (moments > 0 && micros > lastMicros && micros - lastMicros <= MAX_PAUSE_MICROS) {
      activeMicros += micros - lastMicros;
    }
    lastMicros = Math.max(lastMicros, micros);
    moments++;
  }

  /** NaN if there were fewer than two moments. */
  double seconds() {
    return moments < 2 ? Double.NaN : activeMicros / 1e6;
  }
}
