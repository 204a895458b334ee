package stratoscope.record;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Packet times as text. */
public final class Timestamps {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final long MICROS_PER_SECOND = 1_000_000;

  private Timestamps() {}

  /** RFC 3339, UTC, microseconds: {@code 2023-11-14T22:13:20.051000Z}. */
  public static String rfc3339(long micros) {
    long nanos = Math.floorMod(micros, MICROS_PER_SECOND) * 1000;
    return RFC_3339.format(Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND), nanos));
  }
}
