package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;

/** Which row an address belongs to, by examples, and against asking every row. */
class PrefixTableTest {
  private static final long ALWAYS = Long.MIN_VALUE;
  private static final long EVER = Long.MAX_VALUE;

  private record Row(AddressRange range, long from, long to) {
    boolean holds(IpAddress address, long micros) {
      return address.compareTo(range.first()) >= 0 && address.compareTo(range.last()) <= 0 && micros >= from && micros < to;
    }

    BigInteger width() {
      return new BigInteger(1, bytes(range.last())).subtract(new BigInteger(1, bytes(range.first())));
    }

    private static byte[] bytes(IpAddress address) {
      return BigInteger.valueOf(address.high() >>> 1).shiftLeft(65).or(BigInteger.valueOf(address.high() & 1).shiftLeft(64))
          .or(BigInteger.valueOf(address.low() >>> 1).shiftLeft(1)).or(BigInteger.valueOf(address.low() & 1)).toByteArray();
    }
  }

  private static Row row(String range) {
    return new Row(AddressRange.parse(range), ALWAYS, EVER);
  }

  private static Row row(String range, long from, long to) {
    return new Row(AddressRange.parse(range), from, to);
  }

  private static PrefixTable table(List<Row> rows) {
    return table(rows, false);
  }

  private static PrefixTable table(List<Row> rows, boolean isByTime) {
    PrefixTable.Builder builder = new PrefixTable.Builder(isByTime);
    rows.forEach(row -> builder.add(row.range, row.from, row.to));
    return builder.build();
  }

  private static int find(PrefixTable table, String address, long micros) {
    IpAddress asked = AddressRange.addressOrNull(address);
    return table.find(asked.high(), asked.low(), micros);
  }

  @Test
  void find_ofNestedPrefixes_takesTheLongest() {
    PrefixTable table = table(List.of(row("192.0.0.0/16"), row("192.0.2.0/24"), row("192.0.2.64/26"), row("2001:db8::/32")));
    assertThat(find(table, "192.0.2.65", 0)).isEqualTo(2);
    assertThat(find(table, "192.0.2.128", 0)).isEqualTo(1);
    assertThat(find(table, "192.0.3.0", 0)).isEqualTo(0);
    assertThat(find(table, "192.1.0.0", 0)).isEqualTo(PrefixTable.NONE);
    assertThat(find(table, "191.255.255.255", 0)).isEqualTo(PrefixTable.NONE);
    assertThat(find(table, "2001:db8:ffff::1", 0)).isEqualTo(3);
    assertThat(find(table, "2001:db9::", 0)).isEqualTo(PrefixTable.NONE);
    assertThat(find(table, "::", 0)).isEqualTo(PrefixTable.NONE);
  }

  @Test
  void find_ofOnePrefixAtSeveralTimes_takesTheOneThatIsValid() {
    PrefixTable table = table(List.of(row("10.0.0.0/24", 100, 200), row("10.0.0.0/24", 200, 300), row("10.0.0.0/8", ALWAYS, EVER)));
    assertThat(find(table, "10.0.0.1", 150)).isEqualTo(0);
    assertThat(find(table, "10.0.0.1", 200)).isEqualTo(1);
    assertThat(find(table, "10.0.0.1", 300)).as("the one around it holds where it is over").isEqualTo(2);
  }

  @Test
  void find_ofRowsThatOverlapInTime_takesTheLaterOne_andOfEqualOnesTheLast() {
    PrefixTable table = table(List.of(row("10.0.0.0/24", 150, 300), row("10.0.0.0/24", 100, 300), row("10.0.1.0/24"), row("10.0.1.0/24")));
    assertThat(find(table, "10.0.0.1", 160)).isEqualTo(0);
    assertThat(find(table, "10.0.0.1", 120)).isEqualTo(1);
    assertThat(find(table, "10.0.1.1", 0)).isEqualTo(3);
  }

  @Test
  void find_ofARange_comparesItsWholeWidth() {
    PrefixTable table = table(List.of(row("10.0.0.1-10.0.0.254"), row("10.0.0.0/28"), row("10.0.0.0/24")));
    assertThat(find(table, "10.0.0.1", 0)).as("/32 of the range, but the range is wide").isEqualTo(1);
    assertThat(find(table, "10.0.0.200", 0)).isEqualTo(0);
    assertThat(find(table, "10.0.0.255", 0)).isEqualTo(2);
  }

  @Test
  void find_ofTheWholeSpace_holdsAll() {
    PrefixTable table = table(List.of(row("::/0"), row("0.0.0.0/0"), row("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
    assertThat(find(table, "::", 0)).isEqualTo(0);
    assertThat(find(table, "255.255.255.255", 0)).isEqualTo(1);
    assertThat(find(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 0)).isEqualTo(2);
    assertThat(find(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", 0)).isEqualTo(0);
  }

  @Test
  void find_amongAddressesAtBothEndsOfTheRoom_takesTheLongest() {
    List<String> ranges = List.of("ffff::/16", "0:0:0:1::/64", "::1:0:0:0/80", "10.0.0.0/8", "0:0:0:1::7", "::5", "0:1::/32", "10.0.0.0/9",
        "0:0:0:1::/65", "::/65", "8000::/1");
    PrefixTable table = table(ranges.stream().map(PrefixTableTest::row).toList());
    List<String> asked = List.of("ffff::1", "0:0:0:1:8000::", "::1:0:0:9", "10.200.0.1", "0:0:0:1::7", "::5", "0:1:2::", "10.1.0.1",
        "0:0:0:1::8", "::6", "8000::1");
    for (int i = 0; i < asked.size(); i++) {
      assertThat(find(table, asked.get(i), 0)).as(asked.get(i)).isEqualTo(i);
    }
  }

  @Test
  void find_inAnEmptyTable_findsNothing() {
    assertThat(find(table(List.of()), "192.0.2.1", 0)).isEqualTo(PrefixTable.NONE);
  }

  @Test
  void stretches_countEachAddressOnce() {
    PrefixTable table = table(List.of(row("10.0.0.0/24"), row("10.0.0.0/26"), row("10.0.2.0-10.0.2.9"), row("2001:db8::/64")));
    double[] counts = new double[4];
    table.forEachStretch(0, (row, addresses, isIpv4) -> counts[row] += addresses);
    assertThat(counts).containsExactly(192, 64, 10, Math.scalb(1.0, 64));
  }

  @Test
  void find_atRandom_agreesWithAskingEveryRow() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Row> rows = new ArrayList<>();
      boolean hasRanges = seed % 2 == 0;
      for (int i = 0; i < random.nextInt(200); i++) {
        int first = random.nextInt(512);
        int bits = 23 + random.nextInt(10);
        long from = random.nextInt(4) == 0 ? random.nextInt(10) : ALWAYS;
        long to = random.nextInt(4) == 0 ? 10 + random.nextInt(10) : EVER;
        boolean isIpv6 = random.nextInt(3) == 0;
        int last = hasRanges && random.nextBoolean() ? first + random.nextInt(512 - first) : -1;
        int aligned = first & -(1 << (32 - bits));
        String range = isIpv6 ? last < 0 ? "2001:db8::" + Integer.toHexString(aligned) + "/" + (96 + bits)
            : "2001:db8::" + Integer.toHexString(first) + "-2001:db8::" + Integer.toHexString(last)
            : last < 0 ? "10.0." + (aligned >> 8) + "." + (aligned & 255) + "/" + bits
            : "10.0." + (first >> 8) + "." + (first & 255) + "-10.0." + (last >> 8) + "." + (last & 255);
        rows.add(row(range, from, to));
      }
      PrefixTable table = table(rows);
      PrefixTable byTime = table(rows, true);
      for (int i = 0; i < 400; i++) {
        int bits = random.nextInt(530);
        String text = random.nextBoolean() ? "10.0." + (bits >> 8) + "." + (bits & 255) : "2001:db8::" + Integer.toHexString(bits);
        long micros = random.nextInt(20);
        assertThat(find(table, text, micros)).as("seed %d: %s at %d", seed, text, micros).isEqualTo(slowFind(rows, text, micros, false));
        assertThat(find(byTime, text, micros)).as("seed %d: %s at %d", seed, text, micros).isEqualTo(slowFind(rows, text, micros, true));
      }
    }
  }

  private static int slowFind(List<Row> rows, String text, long micros, boolean isByTime) {
    IpAddress address = AddressRange.addressOrNull(text);
    int best = PrefixTable.NONE;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (row.holds(address, micros)) {
        int byWidth = best < 0 ? -1 : isByTime ? 0 : row.width().compareTo(rows.get(best).width());
        if (byWidth < 0 || (byWidth == 0 && row.from >= rows.get(best).from)) {
          best = i;
        }
      }
    }
    return best;
  }
}
