package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.inventory.CaseFile.State;
import stratoscope.inventory.CaseFile.Status;

/** Statuses of cases: read, added, and refused. */
class CaseFileTest {
  @TempDir
  private Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("cases.csv"), text);
  }

  @Test
  void lastRowOfACase_counts_andAnAddressBeforeItsOwner() throws Exception {
    CaseFile cases = CaseFile.read(file("""
        \uFEFFCase;Status;Date;Note
        North School;notified;2026-11-01;letter 1
        North School;REMEDIED;2026/11/9;"two; machines"
        2001:DB8:0::1;false_alarm;2026-11-02;
        """));
    assertThat(cases.of("North School", "North School", "192.0.2.1")).isEqualTo(new Status(State.REMEDIED, "2026-11-09", "two; machines"));
    assertThat(cases.of("North School", "North School", "2001:db8::1")).isEqualTo(new Status(State.FALSE_ALARM, "2026-11-02", null));
    assertThat(cases.of("", "South School", "192.0.2.1")).isNull();
    assertThat(cases.of("", null, "192.0.2.1")).isNull();
  }

  @Test
  void appendedRows_areReadBack_andWhatWasThereStays() throws Exception {
    Path made = folder.resolve("new.csv");
    CaseFile.append(made, "=A, \"School\"", Status.of(State.NOTIFIED, "2026-11-29", "#1\nsecond line"));
    CaseFile.append(made, "192.0.2.1", Status.of(State.EXPLAINED, "2026-11-30", null));
    assertThat(Files.readString(made)).startsWith("\uFEFFcase,status,date,note\r\n\"'=A, \"\"School\"\"\",notified,");
    CaseFile cases = CaseFile.read(made);
    assertThat(cases.of("", "=A, \"School\"", "x")).isEqualTo(new Status(State.NOTIFIED, "2026-11-29", "#1\nsecond line"));
    assertThat(Objects.requireNonNull(cases.of("", null, "192.0.2.1")).state()).isEqualTo(State.EXPLAINED);
  }

  @Test
  void fileOfExcelInChina_keepsItsColumnsAndItsEncoding() throws Exception {
    Charset gb18030 = Charset.forName("GB18030");
    Path file = Files.write(folder.resolve("excel.csv"), "date;case;clerk;status\r\n2026-1-1;北方学校;张;notified".getBytes(gb18030));
    CaseFile.append(file, "南方学校", Status.of(State.REMEDIED, "2026-02-01", "不写"));
    assertThat(Files.readString(file, gb18030)).isEqualTo(
        "date;case;clerk;status\r\n2026-1-1;北方学校;张;notified\r\n2026-02-01;南方学校;;remedied\r\n");
    assertThat(Objects.requireNonNull(CaseFile.read(file).of("", "北方学校", "x")).date()).isEqualTo("2026-01-01");
  }

  @Test
  void rowsThatExcelLeavesBlank_areNone() throws Exception {
    Path file = file("case;status;date;note;;\r\n;;;;;\r\nNorth School;notified;2026-11-01;;;\r\n\u00A0;;\"\";;;\r\n;;;\r\n");
    assertThat(Objects.requireNonNull(CaseFile.read(file).of("", "North School", "x")).state()).isEqualTo(State.NOTIFIED);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "case,status | 1: is no list of cases: it needs the columns case, status, date",
      "case,status,date\\nA,done,2026-01-01 | 2: unknown status 'done' (known: notified, explained, remedied, false_alarm)",
      "case,status,date\\nA,notified,2026-01-01\\n,notified,2026-01-01 | 3: an owner, a customer or an address is missing",
      "case,status,date\\nA,notified,soon | 2: 'soon' is no date or time"})
  void wrongRow_isRefusedWithFileAndLine(String text, String message) throws Exception {
    Path file = file(text.replace("\\n", "\n"));
    assertThatThrownBy(() -> CaseFile.read(file)).isInstanceOf(InventoryException.class).hasMessageStartingWith(file + ":" + message);
    assertThatThrownBy(() -> CaseFile.append(file, "A", Status.of(State.NOTIFIED, "2026-01-01", null)))
        .as("nothing is added to it").isInstanceOf(InventoryException.class);
    assertThat(Files.readString(file)).isEqualTo(text.replace("\\n", "\n"));
  }

  @Test
  void textTooLong_isRefused() {
    Path file = folder.resolve("new.csv");
    assertThatThrownBy(() -> CaseFile.append(file, "x".repeat(1001), Status.of(State.NOTIFIED, "2026-01-01", null)))
        .hasMessageContaining("1000 characters");
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> Status.of(State.NOTIFIED, "2026-01-01", "x".repeat(1001))).hasMessageContaining("1000 characters");
  }
}
