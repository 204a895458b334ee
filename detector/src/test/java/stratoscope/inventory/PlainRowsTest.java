package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are the same, and on the same lines, whoever splits them, and however much of a file is read at once. */
class PlainRowsTest {
  /** Nothing fits into them: all is left to the reader of any CSV. */
  private static final int NO_BLOCKS = 1;

  @TempDir
  private Path folder;

  private static List<String> read(CsvTable csv, int blockChars) throws IOException {
    List<String> taken = new ArrayList<>();
    InventoryProblems problems = new InventoryProblems();
    csv.read(List.of("a", "b", "d"), Set.of("b"), blockChars, problems, row -> {
      String text = row.line() + ": " + String.join("|", row.cells());
      if (text.contains("bad")) {
        throw new IllegalArgumentException(text);
      }
      taken.add(text);
    });
    taken.addAll(problems.messages());
    return taken;
  }

  private void assertSameInAnyBlocks(byte[] bytes) throws IOException, InventoryException {
    CsvTable csv = CsvTable.open(Files.write(folder.resolve("a.csv"), bytes));
    List<String> wanted = read(csv, NO_BLOCKS);
    assertThat(wanted).hasSizeGreaterThan(3);
    for (int blockChars = NO_BLOCKS + 1; blockChars < bytes.length + 3; blockChars++) {
      assertThat(read(csv, blockChars)).as("blocks of %d", blockChars).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "a,b,c,d\n1,x\nbad,x,,\n2,y,z,z,z\n\n3, x \n,\nbad,y\n4,y,,d\n5,x",
    "\uFEFF# why\r\nsep=,\r\na;b\r\n1;x\r\n# no row\r\n\uFEFF2;y\r\nbad;y\r\n   \r\n#\r\n3;x\r\n",
    "sep=;\ra;b\r1;x\rbad;y\r2;y\n3;x\rbad;y\n\rbad;z\n4;\u3000z\u3000\r",
    "a,b\n1,\"x, y\"\n\"2\",\" y \"\r\nbad,\"\"\n\"# 3\",z\n#bad\n\"\",\"\"\n4,\"x\"",
    "a,b\n1,x\n\"2\",\"a \"\"quoted\"\" word\"\nbad,\"\n\n\"\n\"3\n\",z\nbad,z\n4,x\n",
    "a,b\n1,5\" pipe\n2,x\" y\n3, \"z\"\nbad,\"x\"\n4,\"\"\"\"\n5,x\n",
    "a,b,c,d\r\n1,\u00A0x\u200B,,\r\n,,,\r\n2\u00A0,y,,\r\nbad,z,,\r\n,, ,\u3000\r\n,,c,\r\n\"\",\"\",,\r\n3,x,,\r\n,,,",
    "a,b\n1,x\n2,\"never closed\n3,x\nbad,y\n4,y\n5,\"nor this\n6,z\nbad,z\n7,\"",
    "a,b\n1,x\n2,\"closed\"too early\n3,x\nbad,y\n4,\"one\ntwo\"\n5,y\n6,\"x\" \n"})
  void rows_splitPlainly_areThoseOfTheReaderOfAnyCsv(String text) throws Exception {
    assertSameInAnyBlocks(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "GB18030"})
  void rows_inChinese_areTheSame(String charset) throws Exception {
    assertSameInAnyBlocks("a,b\n1,某某网吧\n2,学校\n3,某某\n坏 bad,学校\n\uD840\uDC00,4\n".getBytes(Charset.forName(charset)));
  }

  @Test
  void blankRows_areLeftOut_andCellsAreStrippedOfWhatIsNotSeen() throws Exception {
    CsvTable csv = CsvTable.open(Files.writeString(folder.resolve("a.csv"),
        "a;b;c;d\n;;;\n\uFEFF1;\u00A0x\u200B;;\n; ;\u00A0;\n;;c;\n;;;\n"));
    for (int blockChars : new int[] {NO_BLOCKS, 1 << 16}) {
      assertThat(read(csv, blockChars)).containsExactly("3: 1|x|", "5: ||");
    }
  }

  @Test
  void rows_ofManyFields_areTheSame() throws Exception {
    CsvTable csv = CsvTable.open(Files.writeString(folder.resolve("a.csv"), "a,b\n1,x" + ",".repeat(5000) + "\n2,y\n3,z\n4,x\n"));
    assertThat(read(csv, 1 << 16)).isEqualTo(read(csv, NO_BLOCKS)).hasSize(4);
  }
}
