package stratoscope.inventory;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times as lists of customers and logs write them: {@code 2024-01-31}, {@code 2024/1/31 8:05}, {@code 2024-01-31T08:05:09.5Z},
 * {@code 2024-01-31 08:05:09+08:00}, seconds since 1970. Times without an offset are in the zone it was made for. One thread.
 */
final class Times {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final Pattern FORM = Pattern.compile("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})"
      + "(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?");
  private static final Pattern SECONDS = Pattern.compile("\\d{9,11}");

  /** Times understood lately: rows mostly repeat those of others. */
  private static final int MAX_KEPT = 1 << 14;

  private final ZoneOffset zone;
  private final Map<String, Long> keptFrom = new HashMap<>();
  private final Map<String, Long> keptUntil = new HashMap<>();

  Times(ZoneOffset zone) {
    this.zone = zone;
  }

  /**
   * Microseconds since 1970 of the first moment that a text means.
   *
   * @throws IllegalArgumentException with a reason for people
   */
  long from(String text) {
    return once(text, false, keptFrom);
  }

  /**
   * The same of the moment behind: the end of a day, where a text means a whole day; else the moment itself.
   *
   * @throws IllegalArgumentException with a reason for people
   */
  long until(String text) {
    return once(text, true, keptUntil);
  }

  private long once(String text, boolean isEnd, Map<String, Long> kept) {
    Long known = kept.get(text);
    if (known == null) {
      known = micros(text, isEnd);
      if (kept.size() < MAX_KEPT) {
        kept.put(text, known);
      }
    }
    return known;
  }

  private long micros(String text, boolean isEnd) {
    String stripped = text.strip();
    if (SECONDS.matcher(stripped).matches()) {
      return Long.parseLong(stripped) * MICROS_PER_SECOND;
    }
    Matcher form = FORM.matcher(stripped);
    if (form.matches()) {
      try {
        return micros(form, isEnd);
      } catch (DateTimeException e) {
        // no such day or time: said below
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no date or time (2024-01-31, 2024-01-31 08:05:09, 2024-01-31T08:05:09+08:00)");
  }

  private long micros(Matcher form, boolean isEnd) {
    LocalDate day = LocalDate.of(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
    if (form.group(4) == null) {
      return micros(OffsetDateTime.of((isEnd ? day.plusDays(1) : day).atStartOfDay(), zone));
    }
    String fraction = form.group(7) == null ? "0" : form.group(7);
    LocalTime time = LocalTime.of(Integer.parseInt(form.group(4)), Integer.parseInt(form.group(5)),
        form.group(6) == null ? 0 : Integer.parseInt(form.group(6)),
        Integer.parseInt((fraction + "00000000").substring(0, 9)));
    return micros(OffsetDateTime.of(LocalDateTime.of(day, time), form.group(8) == null ? zone : offset(form.group(8))));
  }

  private static ZoneOffset offset(String text) {
    return text.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(text);
  }

  private static long micros(OffsetDateTime time) {
    return time.toEpochSecond() * MICROS_PER_SECOND + time.getNano() / 1000;
  }
}
