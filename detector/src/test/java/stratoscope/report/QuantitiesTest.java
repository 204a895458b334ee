package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as people read them. */
class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
      "0, 0 H/s", "0.4, 0 H/s", "999, 999 H/s", "1000, 1.0 kH/s", "11000000000000, 11.0 TH/s", "1.25e15, 1.3 PH/s", "3.4e18, 3.4 EH/s",
      "5e20, 500.0 EH/s", "5e21, 5.0 ZH/s", "5e25, 50000.0 ZH/s"})
  void hashrate_hasThePrefixThatMakesItShort(double hashesPerSecond, String text) {
    assertThat(Quantities.hashrate(hashesPerSecond)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"999.6, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB", "999999999, 1.0 GB"})
  void bytes_thatRoundToTheNextPrefix_getIt(double bytes, String text) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(text);
  }
}
