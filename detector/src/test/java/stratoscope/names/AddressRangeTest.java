package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.IpAddress;

/** Addresses, prefixes and ranges as people write them. */
class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({"::,::", "::1,::1", "1::,1::", "2001:db8:0:0:0:0:0:1,2001:db8::1", "2001:DB8::AbCd,2001:db8::abcd",
      "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0", "::2:3:4:5:6:7:8,0:2:3:4:5:6:7:8",
      "64:ff9b::192.0.2.33,64:ff9b::c000:221", "1:2:3:4:5:6:192.0.2.33,1:2:3:4:5:6:c000:221", "::ffff:192.0.2.1,192.0.2.1"})
  void addressOrNull_ofAnAddress_isIt(String text, String canonical) {
    assertThat(AddressRange.addressOrNull(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {":", ":::", "1:", ":1", "1:2", "1:::2", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
      "::1:2:3:4:5:6:7:8", "12345::", "g::", "1::1.2.3", "::1.2.3.4:5", "::1.2.3.256", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::-1",
      "::1 "})
  void addressOrNull_ofNoAddress_isNull(String text) {
    assertThat(AddressRange.addressOrNull(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/0008", "2001:db8::/129", "10.0.0.9-10.0.0.1"})
  void parse_ofNoRange_saysSo(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).hasMessage("'" + text + "' is no address, prefix or range of addresses");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1/8,10.0.0.0/8", "::ffff:192.0.2.0/24,::/24"})
  void parse_ofAPrefixWithBitsBehindIt_saysWhatIsMeant(String text, String meant) {
    assertThatThrownBy(() -> AddressRange.parse(text)).hasMessageContaining(": " + meant + " is meant");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/8,10.0.0.0/8", "192.0.2.7,192.0.2.7", "10.0.0.1-10.0.0.6,10.0.0.1 10.0.0.2/31 10.0.0.4/31 10.0.0.6",
      "0.0.0.0-255.255.255.255,0.0.0.0/0", "::ffff:192.0.2.0/120,192.0.2.0/24", "::ffff:0:0/96,0.0.0.0/0",
      "2001:db8::ffff-2001:db8::1:0,2001:db8::ffff 2001:db8::1:0", "::/0,::/0",
      "2001:db8:0:0:ffff:ffff:ffff:ffff-2001:db8:0:1::,2001:db8::ffff:ffff:ffff:ffff 2001:db8:0:1::"})
  void forEachPrefix_ofARange_isAsFewAsCanBe(String text, String prefixes) {
    List<String> found = new ArrayList<>();
    AddressRange.parse(text).forEachPrefix((high, low, bits) -> found.add(prefixOf(high, low, bits)));
    assertThat(String.join(" ", found)).isEqualTo(prefixes);
  }

  private static String prefixOf(long high, long low, int bits) {
    return new AddressRange(new IpAddress(high, low), new IpAddress(
        high | ~AddressRange.highMask(bits), low | ~AddressRange.lowMask(bits))).toString();
  }
}
