package stratoscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that line up, and nothing in them that a terminal would obey. */
class TextTableTest {
  private static final int MAX_CHARS = 44;

  private final TextTable table = new TextTable();

  private void column(String title, String... values) {
    table.column(title, MAX_CHARS, List.of(values));
  }

  private String render() {
    return table.render(row -> UnaryOperator.identity());
  }

  @Test
  void columns_areAsWideAsTheirWidestCell() {
    column("A", "wide");
    column("LONG", "b");
    column("C", "c");
    assertThat(render()).isEqualTo("""
        A     LONG  C
        wide  b     c
        """);
  }

  @Test
  void noColumns_noText() {
    assertThat(render()).isEmpty();
  }

  @Test
  void paint_colorsTheLineOfItsNumberAndNotItsEnd() {
    column("A", "a");
    column("B", "b");
    assertThat(table.render(row -> line -> "<" + row + " " + line + ">")).isEqualTo("<0 A  B>\n<1 a  b>\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b[31mred", "\u001b]0;title\u0007", "a\nb", "a\rb", "\u0000", "\u007f", "\u009b2J", "\u202Egnp.exe",
      "\u200b", "\u2028", "\uE000", "\uD83D"})
  void whatATerminalWouldObey_isADot(String text) {
    column("", text);
    column("", "end");
    String line = render().substring(1);
    assertThat(line.strip().chars()).as("no control character is left")
        .noneMatch(c -> Character.isISOControl(c) || "\u202E\u200b\u2028\uE000\uD83D".indexOf(c) >= 0);
    assertThat(line).contains(".").endsWith("end\n");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void longCells_keepBothEnds() {
    column("", "4" + "x".repeat(93) + "END");
    String cell = render().strip();
    assertThat(cell).hasSize(MAX_CHARS).startsWith("4xxx").endsWith("xxxEND").contains("…");
  }

  @Test
  void cellsOfTheLimit_areNotCut() {
    column("", "y".repeat(MAX_CHARS));
    assertThat(render().strip()).isEqualTo("y".repeat(MAX_CHARS));
  }

  @Test
  void longCells_areNotCutInsideACharacter() {
    column("", Stream.of("", "a", "ab", "abc").map(shift -> shift + "😀".repeat(60)).toArray(String[]::new));
    assertThat(render().codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).as("halves of characters").isEmpty();
    render().lines().skip(1).forEach(line -> assertThat(line.codePointCount(0, line.length())).isEqualTo(MAX_CHARS));
  }

  @Test
  void cellsWithCharactersOfTwoUnits_lineUp() {
    column("", "😀😀", "abc");
    column("", "x", "x");
    assertThat(render().lines().skip(1)).containsExactly("😀😀   x", "abc  x");
  }

  @Test
  void chinese_linesUp_andIsCutByItsWidth() {
    column("", "浙江省", "abc", "x".repeat(6), "校".repeat(60));
    column("", "x", "x", "x", "x");
    List<String> lines = render().lines().skip(1).toList();
    String padding = " ".repeat(MAX_CHARS - 1 - 6);
    assertThat(lines).containsExactly("浙江省" + padding + "  x", "abc   " + padding + "  x", "xxxxxx" + padding + "  x",
        "校".repeat(11) + "…" + "校".repeat(10) + "  x");
  }
}
