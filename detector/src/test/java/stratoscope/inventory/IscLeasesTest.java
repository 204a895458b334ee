package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.names.AddressRange;

/** Leases that are told anew: the last of an address is the one there is (dhcpd.leases(5)). */
class IscLeasesTest {
  @TempDir
  private Path folder;
  private final StringBuilder leases = new StringBuilder();

  private void lease(int startHour, int endHour, String state, String client) {
    leases.append(String.format(Locale.ROOT, "lease 192.0.2.10 {\n  starts 2 2023/11/14 %02d:00:00;\n  ends 2 2023/11/14 %02d:00:00;\n"
        + "  binding state %s;\n  hardware ethernet 02:00:00:00:00:%s;\n}\n", startHour, endHour, state, client));
  }

  private @Nullable String at(int hour) throws Exception {
    Path file = Files.writeString(folder.resolve("dhcpd.leases"), leases);
    Subscriber subscriber = new InventoryFiles(ZoneOffset.UTC).read(file).holderOf(AddressRange.parse("192.0.2.10").first(), 0,
        Instant.parse(String.format(Locale.ROOT, "2023-11-14T%02d:30:00Z", hour)).toEpochMilli() * 1000).subscriber();
    return subscriber == null ? null : subscriber.id();
  }

  @Test
  void releasedLease_endsThen_andSoDoTheRenewedOnesBeforeIt() throws Exception {
    lease(2, 20, "active", "01");
    lease(8, 22, "active", "01");
    lease(8, 12, "released", "01");
    lease(8, 12, "free", "01");
    assertThat(at(3)).isEqualTo("02:00:00:00:00:01");
    assertThat(at(11)).isEqualTo("02:00:00:00:00:01");
    assertThat(at(15)).as("nobody's").isNull();
    lease(16, 18, "active", "02");
    assertThat(at(17)).isEqualTo("02:00:00:00:00:02");
    assertThat(at(18)).isNull();
    lease(17, 23, "abandoned", "02");
    assertThat(at(16)).isEqualTo("02:00:00:00:00:02");
    assertThat(at(17)).isNull();
  }

  @Test
  void leaseThatIsProlonged_orToldAgain_staysWhole() throws Exception {
    lease(2, 10, "active", "01");
    lease(2, 10, "active", "01");
    lease(2, 20, "active", "01");
    assertThat(at(9)).isEqualTo("02:00:00:00:00:01");
    assertThat(at(19)).isEqualTo("02:00:00:00:00:01");
  }
}
