package stratoscope.cli;

import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as options take it: {@code 90s}, {@code 30m}, {@code 4h}, {@code 1d}; a bare number is seconds. At most a year. */
record TimeSpan(long seconds) {
  private static final long MAX_SECONDS = TimeUnit.DAYS.toSeconds(366);

  long micros() {
    return TimeUnit.SECONDS.toMicros(seconds);
  }

  /** Reads one. */
  static final class Converter implements ITypeConverter<TimeSpan> {
    @Override
    public TimeSpan convert(String text) {
      char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
      long unit = switch (last) {
        case 'm' -> 60;
        case 'h' -> 3600;
        case 'd' -> 86_400;
        default -> 1;
      };
      String number = "smhd".indexOf(last) >= 0 ? text.substring(0, text.length() - 1) : text;
      boolean isNumber = !number.isEmpty() && number.length() <= 9 && number.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!isNumber || Long.parseLong(number) * unit > MAX_SECONDS) {
        throw new TypeConversionException("'" + text + "' is not a time such as 90s, 30m, 4h or 1d, of a year at most");
      }
      return new TimeSpan(Long.parseLong(number) * unit);
    }
  }
}
