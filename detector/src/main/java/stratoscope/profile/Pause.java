package stratoscope.profile;

import java.util.List;

/**
 * A stretch in which a session did not mine, though it was open.
 *
 * @param isAwake whether jobs came on meanwhile; else nothing did
 */
public record Pause(long fromMicros, long toMicros, boolean isAwake) {
  /** How long it was. */
  public long micros() {
    return toMicros - fromMicros;
  }

  /** How long all of them were. */
  static long micros(List<Pause> pauses) {
    long micros = 0;
    for (Pause pause : pauses) {
      micros += pause.micros();
    }
    return micros;
  }
}
