package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stratoscope.testing.MakePcaps;

/** {@code scan --inventory}: whose the hosts found are. */
class ScanInventoryTest {
  private static final Path CAPTURE = MakePcaps.root().resolve("stratum-v1/handshake.pcap");

  @TempDir
  private Path folder;

  private static JsonNode hostOf(CommandLineRun run) throws Exception {
    String line = run.out().lines().filter(each -> each.contains("\"event_type\":\"host\"")).findFirst().orElseThrow();
    RecordSchema.check(line);
    return new ObjectMapper().readTree(line).path("host");
  }

  @Test
  void owner_isTold_andWhatItCosts() throws Exception {
    Path shipped = MakePcaps.root().resolve("inventory");
    JsonNode host = hostOf(CommandLineRun.of("scan", "-f", "json", "--inventory", shipped.toString(), CAPTURE.toString()));
    assertThat(host.path("owner").asText()).isEqualTo("Hill Street Data Centre");
    assertThat(host.path("nature").asText()).isEqualTo("data_centre");
    assertThat(host.path("region").asText()).isEqualTo("Sichuan");
    assertThat(host.path("contact").asText()).isEqualTo("noc@hill-street.example");
    assertThat(host.at("/surcharge/tariff").asText()).isEqualTo("sichuan-2022");
    double kwh = host.at("/energy_kwh/high").asDouble();
    assertThat(kwh).isPositive();
    assertThat(host.at("/surcharge/amount_high").asDouble()).isEqualTo(kwh * 2);
  }

  @Test
  void subscriber_isTold_whereALogKnowsIt() throws Exception {
    Files.writeString(folder.resolve("nat.csv"), "public_address,port_range,private_address,from,to,subscriber\n"
        + "10.1.8.10,40000-49999,100.64.0.9,2023-11-15 06:00,2023-11-15 07:00,line-7\n");
    JsonNode host = hostOf(CommandLineRun.of("scan", "-f", "json", "--inventory", folder.toString(), "--inventory-zone", "+08:00",
        CAPTURE.toString()));
    assertThat(host.at("/subscribers/0/id").asText()).isEqualTo("line-7");
    assertThat(host.at("/subscribers/0/private_ip").asText()).isEqualTo("100.64.0.9");
    assertThat(host.at("/subscribers/0/from").asText()).isEqualTo("2023-11-14T22:00:00.000000Z");
    assertThat(host.path("owner").isNull()).isTrue();
  }

  @Test
  void badRows_areTold_unlessQuiet() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), "prefix,owner\nx,A\n10.0.0.0/8,B\n");
    CommandLineRun run = CommandLineRun.of("scan", "-f", "json", "--inventory", file.toString(), CAPTURE.toString());
    assertThat(run.err()).contains(file + ":2: 'x' is no address, prefix or range of addresses");
    assertThat(hostOf(run).path("owner").asText()).isEqualTo("B");
    assertThat(CommandLineRun.of("scan", "-q", "-f", "json", "--inventory", file.toString(), CAPTURE.toString()).err()).isEmpty();
  }

  @Test
  void badRows_areAllTold_butOnATerminalTheFirstOnes_andCountedInTheRecords() throws Exception {
    Path file = Files.writeString(folder.resolve("jo@example.org.csv"), "prefix,owner\n" + "x,A\n".repeat(1002) + "10.0.0.0/8,B\n");
    String[] scan = {"scan", "-f", "json", "--mask-identities", "--inventory", file.toString(), CAPTURE.toString()};
    CommandLineRun run = CommandLineRun.of(scan);
    assertThat(run.errors()).hasSize(1001).contains("stratoscope: " + file + ":1001: 'x' is no address, prefix or range of addresses")
        .last().isEqualTo("stratoscope: 2 more problems in the inventory; what can be used of it is used");
    String stats = run.lines().get(run.lines().size() - 1);
    RecordSchema.check(stats);
    JsonNode by = new ObjectMapper().readTree(stats).at("/stats/made_by");
    assertThat(by.path("inventory_rows").asLong()).isEqualTo(1);
    assertThat(by.path("inventory_problems").asLong()).isEqualTo(1002);
    assertThat(by.path("inventory").asText()).doesNotContain("jo@example.org").matches(".*/email-[0-9a-f]{12}\\.csv");
    System.setProperty("stratoscope.stderr.terminal", "true");
    try {
      assertThat(CommandLineRun.of(scan).errors().stream().filter(line -> line.startsWith("stratoscope: "))).hasSize(11).last().isEqualTo(
          "stratoscope: 992 more problems in the inventory ('2> FILE' tells up to 1000); what can be used of it is used");
    } finally {
      System.clearProperty("stratoscope.stderr.terminal");
    }
  }

  @Test
  void wrongInventory_isOneClearLine() {
    CommandLineRun run = CommandLineRun.of("scan", "--inventory", "none.csv", CAPTURE.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().strip()).isEqualTo("stratoscope: none.csv: no such file or folder; --inventory needs one");
    CommandLineRun zone = CommandLineRun.of("scan", "--inventory", "none.csv", "--inventory-zone", "Mars", CAPTURE.toString());
    assertThat(zone.err().strip()).isEqualTo("stratoscope: --inventory-zone can't be 'Mars', but an offset from UTC: +08:00");
  }
}
