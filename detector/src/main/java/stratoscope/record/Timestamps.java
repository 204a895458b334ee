package stratoscope.record;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Packet times as text. */
public final class Timestamps {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int CHARS = "2023-11-14T22:13:20.051000Z".length();
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** The years that RFC 3339 can write. */
  private static final long MIN_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private Timestamps() {}

  /**
   * RFC 3339, UTC, microseconds: {@code 2023-11-14T22:13:20.051000Z}. Damaged captures hold any time; one outside the years 0 to 9999
   * becomes the first or last second that can be written.
   */
  public static String rfc3339(long micros) {
    long seconds = Math.max(MIN_SECOND, Math.min(MAX_SECOND, Math.floorDiv(micros, MICROS_PER_SECOND)));
    long nanos = Math.floorMod(micros, MICROS_PER_SECOND) * 1000;
    return RFC_3339.format(Instant.ofEpochSecond(seconds, nanos));
  }

  /**
   * The second since 1970 in which a time of a record lies; without a formatter, which takes longer than all else, if it is written as
   * here.
   */
  public static long epochSecond(String time) {
    if (time.length() != CHARS || time.charAt(4) != '-' || time.charAt(10) != 'T' || time.charAt(CHARS - 1) != 'Z') {
      return Instant.parse(time).getEpochSecond();
    }
    LocalDate day = LocalDate.of(number(time, 0, 4), number(time, 5, 7), number(time, 8, 10));
    LocalTime hour = LocalTime.of(number(time, 11, 13), number(time, 14, 16), number(time, 17, 19));
    return day.toEpochSecond(hour, ZoneOffset.UTC);
  }

  private static int number(String time, int from, int to) {
    return Integer.parseInt(time, from, to, 10);
  }

  /** The day, UTC: {@code 2023-11-14}. */
  public static String day(long micros) {
    return rfc3339(micros).substring(0, "2023-11-14".length());
  }
}
