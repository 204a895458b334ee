package stratoscope.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Accounts of rows, kept as bytes. */
class RowTextsTest {
  private final RowTexts texts = new RowTexts();

  @Test
  void texts_ofManyBlocks_areThoseOfTheirRows() {
    int rows = 5_000;
    for (int row = 0; row < rows; row++) {
      texts.set(row, textOf(row));
    }
    for (int row = 0; row < rows; row++) {
      assertThat(texts.get(row)).isEqualTo(row % 7 == 0 ? null : textOf(row));
    }
    assertThat(texts.get(rows)).isNull();
    assertThat(texts.get(1 << 20)).isNull();
  }

  /** Of up to 3,000 bytes, none for every seventh. */
  private static String textOf(int row) {
    return row % 7 == 0 ? "" : (row % 2 == 0 ? "acc-" : "账户") + row + "x".repeat(row % 3_000);
  }

  @Test
  void longestText_isKept_andALongerOneRefused() {
    String longest = "y".repeat(RowTexts.MAX_BYTES);
    texts.set(0, "a");
    texts.set(1, longest);
    texts.set(2, longest);
    texts.set(3, "b");
    assertThatIllegalArgumentException().isThrownBy(() -> texts.set(4, longest + "y"))
        .withMessage("the account has 1048576 bytes; at most 1048575 are read");
    texts.set(4, "c");
    assertThat(texts.get(0)).isEqualTo("a");
    assertThat(texts.get(1)).isEqualTo(longest).isEqualTo(texts.get(2));
    assertThat(texts.get(3)).isEqualTo("b");
    assertThat(texts.get(4)).isEqualTo("c");
  }
}
