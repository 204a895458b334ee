package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3339 for every number that a capture may hold as its time. */
class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
      "1700000000051000, 2023-11-14T22:13:20.051000Z",
      "0, 1970-01-01T00:00:00.000000Z",
      "1, 1970-01-01T00:00:00.000001Z",
      "-1, 1969-12-31T23:59:59.999999Z",
      "-1000000, 1969-12-31T23:59:59.000000Z",
      "951782400000000, 2000-02-29T00:00:00.000000Z",
      "253402300799999999, 9999-12-31T23:59:59.999999Z",
      "-62167219200000000, 0000-01-01T00:00:00.000000Z"})
  void rfc3339_isExactToTheMicrosecond(long micros, String text) {
    assertThat(Timestamps.rfc3339(micros)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
      "253402300800000000, 9999-12-31T23:59:59", "9223372036854775807, 9999-12-31T23:59:59",
      "-62167219200000001, 0000-01-01T00:00:00", "-9223372036854775808, 0000-01-01T00:00:00"})
  void rfc3339_beyondFourDigitYears_isTheFirstOrLastSecond(long micros, String second) {
    assertThat(Timestamps.rfc3339(micros)).startsWith(second).matches(".{19}\\.\\d{6}Z");
  }

  @Test
  void rfc3339_inAnyLocale_hasAsciiDigits() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Timestamps.rfc3339(0)).isEqualTo("1970-01-01T00:00:00.000000Z");
    } finally {
      Locale.setDefault(before);
    }
  }
}
