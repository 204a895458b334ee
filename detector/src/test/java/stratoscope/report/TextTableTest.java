package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that line up, and nothing in them that a terminal would obey. */
class TextTableTest {
  private static final UnaryOperator<String> PLAIN = line -> line;

  private final TextTable table = new TextTable();

  @Test
  void columns_areAsWideAsTheirWidestCell() {
    table.add(PLAIN, "A", "LONG", "C");
    table.add(PLAIN, "wide", "b", "c");
    assertThat(table.render()).isEqualTo("""
        A     LONG  C
        wide  b     c
        """);
  }

  @Test
  void rowsOfDifferentLength_areTaken() {
    table.add(PLAIN, "a");
    table.add(PLAIN, "b", "c", "");
    assertThat(table.render()).isEqualTo("a\nb  c\n");
    assertThat(new TextTable().render()).isEmpty();
  }

  @Test
  void paint_colorsTheLineAndNotItsEnd() {
    table.add(line -> "<" + line + ">", "a", "b");
    assertThat(table.render()).isEqualTo("<a  b>\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[31mred", "\u001b]0;title\u0007", "a\nb", "a\rb", "\u0000", "\u007f", "\u009b2J", "\u202Egnp.exe",
      "\u200b", "\u2028", "\uE000", "\uD83D"})
  void whatATerminalWouldObey_isADot(String text) {
    table.add(PLAIN, text, "end");
    String line = table.render();
    assertThat(line.strip().chars()).as("no control character is left")
        .noneMatch(c -> Character.isISOControl(c) || "\u202E\u200b\u2028\uE000\uD83D".indexOf(c) >= 0);
    assertThat(line).contains(".").endsWith("end\n");
    assertThat(line.lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"矿工, 矿工", "é, é", "😀, 😀"})
  void otherScripts_stay(String text, String expected) {
    assertThat(TextTable.printable(text)).isEqualTo(expected);
  }

  @Test
  void longCells_keepBothEnds() {
    String wallet = "4" + "x".repeat(93) + "END";
    table.add(PLAIN, wallet);
    String cell = table.render().strip();
    assertThat(cell).hasSize(44).startsWith("4xxx").endsWith("xxxEND").contains("…");
    table.add(PLAIN, "y".repeat(44));
    assertThat(table.render()).contains("y".repeat(44));
  }

  @Test
  void longCells_areNotCutInsideACharacter() {
    for (String shift : List.of("", "a", "ab", "abc")) {
      table.add(PLAIN, shift + "😀".repeat(60));
    }
    assertThat(table.render().codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).as("halves of characters").isEmpty();
    table.render().lines().forEach(line -> assertThat(line.codePointCount(0, line.length())).isEqualTo(44));
  }

  @Test
  void cellsWithCharactersOfTwoUnits_lineUp() {
    table.add(PLAIN, "😀😀", "x");
    table.add(PLAIN, "abc", "x");
    List<String> lines = table.render().lines().toList();
    assertThat(lines.get(0)).isEqualTo("😀😀   x");
    assertThat(lines.get(1)).isEqualTo("abc  x");
  }
}
