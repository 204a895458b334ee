package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.packet.IpAddress;

/** Owners of an account that a log names. */
class AccountRowsTest {
  private static final String LOG =
      "username,acctstarttime,acctstoptime,framedipaddress\nline-1,2023-10-01 00:00:00,2023-12-01 00:00:00,192.0.2.10\n";

  @TempDir
  private Path folder;

  @Test
  void account_thatChangesHands_belongsToWhoHasItAtThatTime() throws Exception {
    Inventory inventory = inventory("""
        prefix,owner,account,valid_from,valid_to
        192.0.2.0/24,Carrier,,,
        10.0.0.0/16,Second,line-1,2023-11-16,
        10.1.0.0/16,First,line-1,2023-11-01,2023-11-15
        """);
    assertThat(owner(inventory, "2023-11-10T00:00:00Z")).isEqualTo("First");
    assertThat(owner(inventory, "2023-11-16T12:00:00Z")).isEqualTo("Second");
    assertThat(owner(inventory, "2023-10-10T00:00:00Z")).as("nobody's yet").isEqualTo("Carrier");
  }

  @Test
  void account_ofManyRows_isFoundAmongThem() throws Exception {
    StringBuilder rows = new StringBuilder("prefix,owner,account,valid_from,valid_to\n");
    for (int row = 0; row < 2_000; row++) {
      rows.append("10.").append(row / 250).append('.').append(row % 250).append(".0/24,").append(row < 1_999 ? "Many" : "Late")
          .append(",line-1,").append(row < 1_999 ? "2023-01-01" : "2023-11-16").append(",\n");
    }
    Inventory inventory = inventory(rows.toString());
    assertThat(owner(inventory, "2023-11-10T00:00:00Z")).isEqualTo("Many");
    assertThat(owner(inventory, "2023-11-16T12:00:00Z")).isEqualTo("Late");
  }

  private Inventory inventory(String rows) throws Exception {
    Files.writeString(folder.resolve("a.csv"), rows);
    Files.writeString(folder.resolve("b.csv"), LOG);
    return new InventoryFiles(ZoneOffset.UTC).read(folder);
  }

  private static @Nullable String owner(Inventory inventory, String time) {
    IpAddress address = IpAddress.ofIpv4(0xC000_020A);
    return inventory.holderOf(address, 0, TimeUnit.SECONDS.toMicros(Instant.parse(time).getEpochSecond())).owner().name();
  }
}
