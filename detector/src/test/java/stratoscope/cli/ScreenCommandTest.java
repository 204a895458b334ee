package stratoscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code screen}, on captures and on what a scan wrote. */
class ScreenCommandTest {
  private static final String TWO_MINERS = CommandLineRun.MINERS;

  @TempDir
  private Path folder;
  private Path owners;

  @BeforeEach
  void writeInventory() throws Exception {
    owners = Files.writeString(folder.resolve("owners.csv"), """
        prefix,owner,nature,region,site
        10.1.1.0/24,"=A, School",school,Zhejiang,
        198.51.100.0/24,Transit,,,
        192.0.2.0/24,Nobody seen,school,Hainan,
        2001:db8::/48,Six,residential,,
        """);
  }

  private static JsonNode row(CommandLineRun run, String by, String group) throws Exception {
    for (String line : run.lines()) {
      RecordSchema.check(line);
      JsonNode row = new ObjectMapper().readTree(line);
      if (row.path("by").asText().equals(by) && row.path("group").asText().equals(group)) {
        return row;
      }
    }
    throw new AssertionError("no row " + by + " " + group + " in " + run);
  }

  private CommandLineRun screen(String... rest) {
    String[] arguments = new String[rest.length + 3];
    arguments[0] = "screen";
    arguments[1] = "--inventory";
    arguments[2] = owners.toString();
    System.arraycopy(rest, 0, arguments, 3, rest.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void capture_tellsSeenAndCleanAndFound_byOwnerAndNature() throws Exception {
    CommandLineRun run = screen("-f", "json", TWO_MINERS);
    assertThat(run.code()).isZero();
    JsonNode school = row(run, "owner", "=A, School");
    assertThat(school.path("addresses").asInt()).isEqualTo(256);
    assertThat(school.path("confirmed").asInt()).isEqualTo(2);
    assertThat(school.path("seen").asInt()).isEqualTo(school.path("clean").asInt() + 2);
    JsonNode unseen = row(run, "owner", "Nobody seen");
    assertThat(unseen.path("seen").asInt()).isZero();
    assertThat(row(run, "nature", "school").path("addresses").asInt()).isEqualTo(512);
    assertThat(row(run, "nature", "unknown").path("addresses").asInt()).isEqualTo(256);
    assertThat(row(run, "owner", "Six").path("networks_ipv6").asInt()).isEqualTo(65_536);
    JsonNode all = row(run, "all", "all");
    assertThat(all.path("addresses").asInt()).isEqualTo(768);
    assertThat(all.path("confirmed").asInt()).isEqualTo(2);
  }

  @Test
  void recordsOfScans_tellRepeatedOnes_butNotWhatWasSeen() throws Exception {
    Path january = folder.resolve("january.json");
    Path february = folder.resolve("february.json");
    CommandLineRun.of("scan", "-f", "json", "-w", january.toString(), TWO_MINERS);
    CommandLineRun.of("scan", "-f", "json", "-w", february.toString(), TWO_MINERS);
    CommandLineRun run = screen("-f", "json", "--by", "owner", january.toString(), february.toString());
    JsonNode school = row(run, "owner", "=A, School");
    assertThat(school.path("confirmed").asInt()).isEqualTo(2);
    assertThat(school.path("repeated").asInt()).isEqualTo(2);
    assertThat(school.path("seen").isNull()).isTrue();
    assertThat(school.path("clean").isNull()).isTrue();
    assertThat(run.out()).doesNotContain("\"by\":\"nature\"");
    assertThat(row(screen("-f", "json", january.toString()), "all", "all").path("repeated").asInt()).isZero();
  }

  @Test
  void minersInNoInventory_areAGroupOfTheirOwn() throws Exception {
    owners = Files.writeString(folder.resolve("other.csv"), "prefix,owner\n203.0.113.0/24,A\n");
    CommandLineRun run = screen("-f", "json", TWO_MINERS);
    assertThat(row(run, "owner", "not in the inventory").path("confirmed").asInt()).isEqualTo(2);
    assertThat(row(run, "owner", "not in the inventory").path("seen").isNull()).isTrue();
    assertThat(row(run, "all", "all").path("confirmed").asInt()).isEqualTo(2);
    assertThat(row(run, "all", "all").path("clean").asInt()).isZero();
  }

  @Test
  void csv_isSafeForSpreadsheets_andATableIsForPeople() {
    assertThat(screen("-f", "csv", TWO_MINERS).lines())
        .contains("by,group,addresses,networks_ipv6,seen,clean,suspected,probable,confirmed,repeated,kwh_low,kwh_high")
        .anyMatch(line -> line.startsWith("owner,\"'=A, School\",256,0,"));
    assertThat(screen("-f", "table", TWO_MINERS).out()).contains("CONFIRMED").contains("Nobody seen");
  }

  @Test
  void inventoryAlone_isCounted() throws Exception {
    CommandLineRun run = screen("-f", "json");
    assertThat(row(run, "all", "all").path("addresses").asInt()).isEqualTo(768);
    assertThat(row(run, "all", "all").path("confirmed").asInt()).isZero();
  }

  @Test
  void result_goesIntoAFile_andAnExitCodeTells() throws Exception {
    Path file = folder.resolve("out.csv");
    assertThat(screen("-f", "csv", "-w", file.toString(), "--exit-code", TWO_MINERS).code()).isEqualTo(1);
    assertThat(Files.readString(file)).startsWith("by,group");
    assertThat(screen("-f", "csv", "--exit-code", CommandLineRun.NO_MINER).code()).isZero();
  }

  @Test
  void wrongUse_isOneClearLine() throws Exception {
    assertThat(CommandLineRun.of("screen", TWO_MINERS).errors())
        .containsExactly("stratoscope: whose addresses are to be screened is missing: --inventory FILE|DIR");
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"event_type\":\"host\",\n\"host\":{]}");
    assertThat(screen(broken.toString()).errors()).singleElement().asString().startsWith("stratoscope: " + broken + ":2: no JSON: ");
    Path other = Files.writeString(folder.resolve("other.json"), "{\"event_type\":\"host\"}");
    assertThat(screen(other.toString()).errors()).singleElement().asString().contains("a host record without ip, verdict or last_seen");
    assertThat(screen("none.pcap").code()).isEqualTo(2);
    assertThat(screen("--by", "colour").errors()).singleElement().asString().contains("all, owner, nature, region, site");
  }
}
