package stratoscope.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.IpAddress;
import stratoscope.testing.Allocation;

/** Which row a name or an address finds, and which it does not. */
class PoolDirectoryTest {
  private static final WebLabels LABELS = new WebLabels(List.of("www", "api", "stats"), List.of("ns", "mx"));
  private static final PoolSource SOURCE = new PoolSource("made-up", "Made up", null, "MIT", "2026-01-01", 0.5);

  private static final PoolDirectory POOLS = directory("nanopool.example", "=mine.example", "sub.mine.example", "big.example 3333",
      "big.example 4444-4450", "=api.big.example", "xn--bcher-kva.example", "192.0.2.1", "192.0.2.1 3333", "192.0.2.0/24 5555",
      "198.51.100.5-198.51.100.9", "2001:db8::1 3333", "2001:db8:1::/48", "browser coinhive.example");

  private static PoolDirectory directory(String... rows) {
    PoolDirectory.Builder builder = new PoolDirectory.Builder(LABELS);
    for (String row : rows) {
      boolean isBrowser = row.startsWith("browser ");
      String[] parts = row.replace("browser ", "").split(" ");
      builder.add(new PoolEntry(parts[0], Ports.parse(parts.length > 1 ? parts[1] : ""),
          Set.of(isBrowser ? PoolKind.BROWSER_MINER : PoolKind.POOL), "Pool", List.of("XMR"), Confidence.LIKELY, 20_000, 20_100, 20_300,
          SOURCE));
    }
    return builder.build();
  }

  private static String found(PoolDirectory pools, int index) {
    if (index == PoolDirectory.NONE) {
      return "-";
    }
    PoolEntry entry = pools.entry(index);
    String kind = entry.kinds().contains(PoolKind.POOL_WEBSITE) ? " site" : "";
    return entry.indicator() + (entry.ports().isEmpty() ? "" : " " + entry.ports()) + kind;
  }

  @ParameterizedTest
  @CsvSource({
      "nanopool.example, nanopool.example", "xmr-eu1.nanopool.example, nanopool.example", "a.b.c.nanopool.example, nanopool.example",
      "XMR.NanoPool.EXAMPLE., nanopool.example", "mynanopool.example, -", "nanopool.example.org, -", "example, -", ".example, -",
      "nanopool.example.., -", "mine.example, =mine.example", "x.mine.example, -", "sub.mine.example, sub.mine.example",
      "y.sub.mine.example, sub.mine.example", "www.nanopool.example, nanopool.example site", "www2.nanopool.example, nanopool.example site",
      "api-eth.nanopool.example, nanopool.example site", "eu.stats.nanopool.example, nanopool.example site",
      "wwwx.nanopool.example, nanopool.example", "ns1.nanopool.example, -", "mx.eu.nanopool.example, -",
      "www.coinhive.example, coinhive.example", "xn--bcher-kva.example, xn--bcher-kva.example"})
  void byName_ofName_findsTheRowThatSaysMost(String name, String row) {
    assertThat(found(POOLS, POOLS.byName(name, 0))).isEqualTo(row);
  }

  @ParameterizedTest
  @CsvSource({"big.example, 0, big.example 3333", "big.example, 4447, big.example 4444-4450", "eu.big.example, 4450, big.example 4444-4450",
      "big.example, 9, big.example 3333", "api.big.example, 4444, =api.big.example"})
  void byName_withPort_prefersTheRowThatListsIt(String name, int port, String row) {
    assertThat(found(POOLS, POOLS.byName(name, port))).isEqualTo(row);
  }

  @Test
  void screen_ofBytesInside_looksAtTheseOnly() {
    byte[] text = "GET mine.example:80".getBytes(StandardCharsets.US_ASCII);
    assertThat(found(POOLS, POOLS.screen(text, 4, 16, 0))).isEqualTo("=mine.example");
    assertThat(POOLS.screen(text, 4, 4, 0)).isEqualTo(PoolDirectory.NONE);
  }

  @Test
  void screen_ofAnything_neverThrows() {
    Random random = new Random(1);
    byte[] text = new byte[400];
    for (int i = 0; i < 50_000; i++) {
      random.nextBytes(text);
      for (int j = 0; j < text.length; j += 1 + random.nextInt(5)) {
        text[j] = '.';
      }
      assertThat(POOLS.screen(text, 0, random.nextInt(text.length), i)).isEqualTo(PoolDirectory.NONE);
    }
  }

  @ParameterizedTest
  @CsvSource({
      "192.0.2.1, 3333, 192.0.2.1 3333", "192.0.2.1, 4444, 192.0.2.1", "192.0.2.1, 0, 192.0.2.1", "192.0.2.2, 5555, 192.0.2.0/24 5555",
      "192.0.2.2, 5556, -", "192.0.2.2, 0, -", "198.51.100.4, 1, -", "198.51.100.5, 1, 198.51.100.5-198.51.100.9",
      "198.51.100.9, 1, 198.51.100.5-198.51.100.9", "198.51.100.10, 1, -", "2001:db8::1, 3333, 2001:db8::1 3333", "2001:db8::1, 1, -",
      "2001:db8:1:ffff::9, 1, 2001:db8:1::/48", "2001:db8:2::, 1, -", "::192.0.2.1, 1, -", "0.0.0.0, 0, -"})
  void byAddress_ofAddress_findsTheLongestPrefixWhosePortsFit(String address, int port, String row) {
    IpAddress ip = Objects.requireNonNull(AddressRange.addressOrNull(address));
    assertThat(found(POOLS, POOLS.byAddress(ip.high(), ip.low(), port))).isEqualTo(row);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "com", "a..b", ".a.b", "a b.c", "1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/24", "1.2.3.4-1.2.3.3",
      "::1::", "1:2:3:4:5:6:7:8:9", "gg::1", "1.2.3.4-::1", "/", "-", "1.2.3.4/", "a.b/c"})
  void add_ofNoIndicator_saysSo(String indicator) {
    assertThatThrownBy(() -> directory(indicator + " ")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'");
  }

  @Test
  void unpack_ofPacked_isTheSame() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    POOLS.pack(new DataOutputStream(bytes));
    PoolDirectory read = PoolDirectory.unpack(ByteBuffer.wrap(bytes.toByteArray()), LABELS, Map.of("made-up", SOURCE));
    assertThat(read.size()).isEqualTo(POOLS.size());
    for (int i = 0; i < POOLS.size(); i++) {
      assertThat(read.entry(i)).isEqualTo(POOLS.entry(i));
    }
    assertThat(found(read, read.byName("www.nanopool.example", 0))).isEqualTo("nanopool.example site");
  }

  @Test
  void lookUps_allocateNothing() {
    byte[] name = "www.eu.nanopool.example".getBytes(StandardCharsets.US_ASCII);
    long bytes = Allocation.leastBytes(() -> {
      int sum = 0;
      for (int i = 0; i < 100_000; i++) {
        sum += POOLS.screen(name, i & 3, name.length, i) + POOLS.byAddress(0, 0xFFFFC0000200L + i, 3333);
      }
      assertThat(sum).isNotZero();
    });
    assertThat(bytes).isLessThan(10_000);
  }

  private static PoolEntry lasting(String indicator, String ports, Confidence confidence, int expires, PoolKind kind) {
    return new PoolEntry(indicator, Ports.parse(ports), Set.of(kind), "until " + expires, List.of(), confidence, PoolEntry.NO_DAY,
        PoolEntry.NO_DAY, expires, null);
  }

  @ParameterizedTest
  @CsvSource({"eu.old.example, 50, until 100", "eu.old.example, 150, until 1000", "eu.old.example, 2000, -",
      "www.old.example, 150, until 1000",
      "mx.old.example, 150, -", "two.example, 50, until 200", "two.example, 150, until 200", "two.example, 300, -",
      "198.51.100.1, 50, until 100",
      "198.51.100.1, 150, until 300", "198.51.100.1, 400, until 500", "198.51.100.1, 600, -", "site.example, 50, until 100"})
  void entryAt_passesOverWhatHasExpired(String host, int day, String found) {
    PoolDirectory.Builder builder = new PoolDirectory.Builder(LABELS);
    builder.add(lasting("=eu.old.example", "", Confidence.LIKELY, 100, PoolKind.POOL));
    builder.add(lasting("=www.old.example", "", Confidence.LIKELY, 100, PoolKind.POOL));
    builder.add(lasting("old.example", "", Confidence.LIKELY, 1000, PoolKind.POOL));
    builder.add(lasting("two.example", "", Confidence.CANDIDATE, 100, PoolKind.POOL));
    builder.add(lasting("two.example", "", Confidence.CONFIRMED, 200, PoolKind.POOL));
    builder.add(lasting("site.example", "", Confidence.CANDIDATE, 100, PoolKind.POOL_WEBSITE));
    builder.add(lasting("site.example", "", Confidence.CONFIRMED, 200, PoolKind.POOL));
    builder.add(lasting("198.51.100.1", "3333", Confidence.LIKELY, 100, PoolKind.POOL));
    builder.add(lasting("198.51.100.1", "3333", Confidence.LIKELY, 300, PoolKind.POOL));
    builder.add(lasting("198.51.100.0/24", "", Confidence.LIKELY, 500, PoolKind.POOL));
    PoolDirectory pools = builder.build();
    IpAddress address = AddressRange.addressOrNull(host);
    PoolEntry entry = address == null ? pools.entryAt(host, 0, day(day)) : pools.entryAt(address, 3333, day(day));
    assertThat(entry == null ? "-" : entry.pool()).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"x.mine.example, Mine", "y.x.mine.example, Mine", "z.mine.example, Mine", "www.x.mine.example, Mine", "q.other.example, "})
  void entryAt_ofRowWithoutOperator_hasThatAboveIt(String host, String operator) {
    PoolDirectory.Builder builder = new PoolDirectory.Builder(LABELS);
    for (String row : List.of("=x.mine.example", "x.mine.example", "mine.example Mine", "other.example", "=mine.example Site")) {
      String[] parts = row.split(" ");
      builder.add(new PoolEntry(parts[0], Ports.NONE, Set.of(PoolKind.POOL), parts.length > 1 ? parts[1] : null, List.of(),
          Confidence.LIKELY, PoolEntry.NO_DAY, PoolEntry.NO_DAY, PoolEntry.NO_DAY, SOURCE));
    }
    assertThat(Objects.requireNonNull(builder.build().entryAt(host, 0, 0)).pool()).isEqualTo(operator);
  }

  @Test
  void entryAt_ofAnyName_isThatOfByName() {
    for (String name : List.of("eu.nanopool.example", "X.mine.example.", "mine.example", "y.sub.mine.example", "www.nanopool.example",
        "ns1.nanopool.example", "", ".", "..", "a..nanopool.example", ".nanopool.example", "n\u00FCx.nanopool.example")) {
      for (int port : new int[] {0, 4447}) {
        int index = POOLS.byName(name, port);
        assertThat(POOLS.entryAt(name, port, 0)).as(name).isEqualTo(index < 0 ? null : POOLS.entry(index));
      }
    }
  }

  @Test
  void byAddress_ofOneBehindNat64_findsThatOfIpv4() {
    IpAddress behind = Objects.requireNonNull(AddressRange.addressOrNull("64:ff9b::192.0.2.1"));
    assertThat(found(POOLS, POOLS.byAddress(behind.high(), behind.low(), 3333))).isEqualTo("192.0.2.1 3333");
    assertThat(Objects.requireNonNull(POOLS.entryAt(behind, 3333, 0)).indicator()).isEqualTo("192.0.2.1");
    IpAddress other = Objects.requireNonNull(AddressRange.addressOrNull("64:ff9b:1::192.0.2.1"));
    assertThat(POOLS.byAddress(other.high(), other.low(), 3333)).isEqualTo(PoolDirectory.NONE);
  }

  @Test
  void strengthAt_fallsFromHalfWayToExpiry() {
    PoolEntry entry = POOLS.entry(0);
    assertThat(entry.strengthAt(day(100))).as("long before").isEqualTo(0.4);
    assertThat(entry.strengthAt(day(20_200))).as("half-way").isEqualTo(0.4);
    assertThat(entry.strengthAt(day(20_250))).isEqualTo(0.2);
    assertThat(entry.strengthAt(day(20_300))).isZero();
    assertThat(entry.strengthAt(day(90_000))).isZero();
  }

  private static long day(long day) {
    return day * 86_400_000_000L;
  }
}
