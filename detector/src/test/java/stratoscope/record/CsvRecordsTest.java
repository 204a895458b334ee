package stratoscope.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.evidence.Verdict;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;
import stratoscope.profile.ProofPackets;

/** CSV as RFC 4180 has it, read back by a reader of its own, and harmless in spreadsheets. */
class CsvRecordsTest {
  private final SampleFinding sample = new SampleFinding().sign("stratum-v1-subscribe", 40, "").sign("stratum-v1-submit", 45, "");

  private List<List<String>> rows() throws IOException {
    return read(text());
  }

  private String text() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CsvRecords records = new CsvRecords(out)) {
      records.onMining(sample.finding(), new ProofPackets());
      records.onHost(SampleFinding.host("192.0.2.1", Verdict.CONFIRMED));
      records.onStats(SampleFinding.stats(1));
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private String cell(String column) throws IOException {
    List<List<String>> rows = rows();
    return rows.get(1).get(rows.get(0).indexOf(column));
  }

  @Test
  void rows_areTheHeaderAndTheSessions_asWideAsEachOther() throws IOException {
    List<List<String>> rows = rows();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1)).hasSameSizeAs(rows.get(0));
    assertThat(rows.get(0)).doesNotHaveDuplicates().startsWith("first_seen", "last_seen", "verdict");
    assertThat(text()).endsWith("\r\n");
  }

  @Test
  void cells_standUnderTheirNames() throws IOException {
    sample.identity = new Identity("wallet.rig", "wallet", "rig", null);
    sample.coin = "BTC";
    sample.accepted = 6L;
    sample.difficulty = 65536;
    sample.hashrate = new Hashrate(2e13, 1e13, 4e13, "shares");
    sample.miner = SampleFinding.address("2001:db8::9");
    assertThat(cell("first_seen")).isEqualTo("2023-11-14T22:13:20.000000Z");
    assertThat(cell("verdict")).isEqualTo("confirmed");
    assertThat(cell("src_ip")).isEqualTo("2001:db8::9");
    assertThat(cell("src_port")).isEqualTo("41000");
    assertThat(cell("dest_ip")).isEqualTo("198.51.100.20");
    assertThat(cell("dialect")).isEqualTo("stratum-v1");
    assertThat(cell("midstream")).isEqualTo("false");
    assertThat(cell("coin")).isEqualTo("BTC");
    assertThat(cell("wallet")).isEqualTo("wallet");
    assertThat(cell("worker")).isEqualTo("rig");
    assertThat(cell("shares_accepted")).isEqualTo("6");
    assertThat(cell("difficulty")).isEqualTo("65536.0");
    assertThat(cell("hashes_per_second_high")).isEqualTo("4.0E13");
    assertThat(cell("flow_id")).isEqualTo("77");
    assertThat(cell("community_id")).startsWith("1:");
    assertThat(cell("pcap_filename")).isEqualTo("sample.pcap");
    assertThat(cell("evidence")).isEqualTo("stratum-v1-subscribe stratum-v1-submit");
  }

  @Test
  void unknowns_areEmptyAndNever0() throws IOException {
    for (String column : List.of("coin", "algorithm", "user", "wallet", "worker", "agent", "device_class", "shares_submitted",
        "shares_accepted", "shares_rejected", "difficulty", "hashes_per_second", "hashes_per_second_low", "bytes_up", "bytes_down")) {
      assertThat(cell(column)).as(column).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "a\"b", "\"", "two\nlines", "a\r\nb", "矿工,7", "plain", "", "  spaces  ", "';--"})
  void texts_comeBackAsTheyWere(String text) throws IOException {
    sample.agent = text;
    assertThat(cell("agent")).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"})
  void formulas_getAnApostrophe(String formula) throws IOException {
    sample.agent = formula;
    sample.identity = new Identity(formula, formula, formula, null);
    for (String column : List.of("agent", "user", "wallet", "worker")) {
      assertThat(cell(column)).as(column).isEqualTo("'" + formula);
    }
  }

  /** RFC 4180: CRLF between rows, commas between fields, quoted fields may hold both and doubled quotes. */
  private static List<List<String>> read(String csv) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (isQuoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          field.append(csv.charAt(++i));
        } else {
          isQuoted = false;
        }
      } else if (c == '"') {
        assertThat(field).as("a quote opens a field").isEmpty();
        isQuoted = true;
      } else if (c == ',' || c == '\r') {
        row.add(field.toString());
        field.setLength(0);
        if (c == '\r') {
          assertThat(csv.charAt(++i)).as("line feed behind carriage return").isEqualTo('\n');
          rows.add(List.copyOf(row));
          row.clear();
        }
      } else {
        assertThat(c).as("a line feed outside quotes").isNotEqualTo('\n');
        field.append(c);
      }
    }
    assertThat(row).as("the last row is ended").isEmpty();
    return rows;
  }
}
