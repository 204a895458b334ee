package stratoscope.alert;

/**
 * How often is told. Times in microseconds of packet time.
 *
 * @param repeatMicros between two alerts of a host that is still there
 * @param goneMicros of silence after which it is gone
 * @param windowMicros between two alerts that say it is new
 * @param perHostPerHour alerts of one host, over all it does; as many may come at once
 * @param maxKeys hosts, places and dialects kept in mind
 */
public record AlertTerms(long repeatMicros, long goneMicros, long windowMicros, int perHostPerHour, int maxKeys) {
  private static final long MINUTE_MICROS = 60_000_000;

  /** 32,768 keys with a finding of about 2 kB each are 64 MB. */
  public static AlertTerms defaults() {
    return new AlertTerms(240 * MINUTE_MICROS, 30 * MINUTE_MICROS, 60 * MINUTE_MICROS, 20, 32_768);
  }
}
