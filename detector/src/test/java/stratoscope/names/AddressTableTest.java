package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stratoscope.packet.IpAddress;

/** What a table of prefixes finds, against one that asks all of them in turn. */
class AddressTableTest {
  private static final int ROWS = 3000;
  private static final int ASKED = 30_000;

  private final Random random = new Random(5);

  /** Few bits differ, so that prefixes nest and repeat. */
  private String address(boolean isIpv4) {
    return isIpv4 ? "10." + random.nextInt(4) + "." + random.nextInt(4) + "." + random.nextInt(256)
        : "2001:db8:" + random.nextInt(4) + "::" + Integer.toHexString(random.nextInt(65_536));
  }

  private AddressRange range() {
    boolean isIpv4 = random.nextInt(4) > 0;
    AddressRange only = AddressRange.parse(address(isIpv4));
    int bits = isIpv4 ? 96 + 12 + random.nextInt(21) : 44 + random.nextInt(85);
    long high = only.first().high();
    long low = only.first().low();
    return new AddressRange(new IpAddress(high & AddressRange.highMask(bits), low & AddressRange.lowMask(bits)),
        new IpAddress(high | ~AddressRange.highMask(bits), low | ~AddressRange.lowMask(bits)));
  }

  private static List<Integer> rowsOf(AddressTable table, long high, long low, int bits) {
    List<Integer> rows = new ArrayList<>();
    for (int chain = table.find(high, low, bits); chain >= 0; chain = table.next(chain)) {
      rows.add(table.row(chain));
    }
    return rows;
  }

  @Test
  void prefixes_ofBothKinds_areFoundByEachAddressInThem_theLatestRowFirst() {
    AddressTable table = new AddressTable(42);
    Map<String, List<Integer>> all = new HashMap<>();
    for (int row = 0; row < ROWS; row++) {
      AddressRange range = range();
      table.putFirst(range, row);
      int added = row;
      range.forEachPrefix((high, low, bits) -> all.computeIfAbsent(high + "/" + low + "/" + bits, key -> new ArrayList<>()).add(0, added));
    }
    int found = 0;
    for (int i = 0; i < ASKED; i++) {
      IpAddress asked = AddressRange.parse(address(i % 2 == 0)).first();
      for (int bits : table.lengthsFor(asked.high(), asked.low())) {
        String key = (asked.high() & AddressRange.highMask(bits)) + "/" + (asked.low() & AddressRange.lowMask(bits)) + "/" + bits;
        List<Integer> rows = rowsOf(table, asked.high(), asked.low(), bits);
        assertThat(rows).isEqualTo(all.getOrDefault(key, List.of()));
        found += rows.size();
      }
    }
    assertThat(found).isGreaterThan(ASKED);
  }

  @Test
  void lengths_comeLongestFirst_eachKindItsOwn() {
    AddressTable table = new AddressTable(1);
    List.of("10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "10.1.1.1", "2001:db8::/32", "2001:db8::1").forEach(
        text -> table.putFirst(AddressRange.parse(text), 0));
    IpAddress ipv4 = AddressRange.parse("192.0.2.1").first();
    IpAddress ipv6 = AddressRange.parse("2001:db8::2").first();
    assertThat(table.lengthsFor(ipv4.high(), ipv4.low())).containsExactly(128, 112, 104);
    assertThat(table.lengthsFor(ipv6.high(), ipv6.low())).containsExactly(128, 32);
  }
}
