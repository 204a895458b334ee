package stratoscope.names;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a table of names finds by hash, and by letters, for names of all lengths. */
class NameTableTest {
  private static final int MANY = 50_000;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Random random = new Random(7);

  private String label(int length) {
    StringBuilder label = new StringBuilder();
    for (int i = 0; i < length; i++) {
      label.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return label.toString();
  }

  private static NameTable filled(List<String> names, int skipped) {
    Texts texts = new Texts();
    names.forEach(texts::add);
    NameTable table = new NameTable(texts, skipped, names.size(), 99);
    for (int row = 0; row < names.size(); row++) {
      assertThat(table.put(row)).isEqualTo(-1);
    }
    return table;
  }

  private static int find(NameTable table, String name) {
    byte[] text = ("  " + name + "  ").getBytes(US_ASCII);
    long hash = table.hash(text, 2, text.length - 2);
    int found = table.find(hash, text, 2, text.length - 2);
    assertThat(table.screen(hash)).as("by hash").isEqualTo(found);
    return found;
  }

  /** The first row of a name; -1 if it is not there. */
  private static int row(NameTable table, String name) {
    int found = find(table, name);
    return found < 0 ? -1 : table.row(found);
  }

  @Test
  void names_ofAllLengths_areFound_andNoOthers() {
    List<String> names = new ArrayList<>();
    for (int length = 1; length <= 253; length++) {
      names.add("n" + label(length - 1));
    }
    for (int i = 0; i < MANY; i++) {
      names.add(label(5 + random.nextInt(20)) + "." + i);
    }
    NameTable table = filled(names, 0);
    for (int row = 0; row < names.size(); row++) {
      assertThat(row(table, names.get(row))).isEqualTo(row);
      assertThat(row(table, names.get(row).toUpperCase(Locale.ROOT))).isEqualTo(row);
      assertThat(find(table, names.get(row) + "!")).isEqualTo(-1);
      assertThat(find(table, "!" + names.get(row))).isEqualTo(-1);
    }
  }

  @Test
  void letters_inFrontOfARow_areLeftOut() {
    NameTable table = filled(List.of("=pool.example", "=other.example"), 1);
    assertThat(row(table, "other.example")).isEqualTo(1);
    assertThat(find(table, "=other.example")).isEqualTo(-1);
  }

  @Test
  void rows_ofOneName_areTold() {
    Texts texts = new Texts();
    List.of("a.example", "b.example", "a.example").forEach(texts::add);
    NameTable table = new NameTable(texts, 0, 3, 1);
    assertThat(List.of(table.put(2), table.put(1), table.put(0))).containsExactly(-1, -1, 2);
    int found = find(table, "a.example");
    assertThat(table.row(found)).isZero();
    assertThat(table.hasMany(found)).isTrue();
    assertThat(table.hasMany(find(table, "b.example"))).isFalse();
  }

  /** Nobody can make two names of one hash on purpose, so another name comes with this one's hash. */
  @Test
  void collision_isFoundByHash_andNotByLetters() {
    NameTable table = filled(List.of("pool.example"), 0);
    byte[] listed = "pool.example".getBytes(US_ASCII);
    byte[] other = "shop.example".getBytes(US_ASCII);
    long hash = table.hash(listed, 0, listed.length);
    assertThat(table.screen(hash)).isNotNegative();
    assertThat(table.find(hash, other, 0, other.length)).isEqualTo(-1);
    assertThat(table.isName(0, listed, 0, listed.length)).isTrue();
    assertThat(table.isName(0, other, 0, other.length)).isFalse();
  }

  @Test
  void hashes_ofSuffixes_areThoseOfTheNamesThemselves() {
    NameTable table = filled(List.of("x"), 0);
    for (int i = 0; i < 20_000; i++) {
      byte[] text = (label(random.nextInt(12)) + "." + label(random.nextInt(12)) + "." + label(random.nextInt(12))).getBytes(US_ASCII);
      assertThat(suffixHashes(table, text, random.nextInt(3))).isEqualTo(ownHashes(table, text));
    }
  }

  /** As one pass over a text makes them, which stands behind a few other bytes. */
  private static List<Long> suffixHashes(NameTable table, byte[] name, int front) {
    byte[] text = new byte[front + name.length];
    System.arraycopy(name, 0, text, front, name.length);
    List<Long> hashes = new ArrayList<>();
    long hash = table.start();
    for (int at = text.length; at > front; at -= 8) {
      long word = NameTable.word(text, front, at);
      for (long dots = NameTable.dots(word); dots != 0; dots ^= Long.highestOneBit(dots)) {
        hashes.add(NameTable.end(hash, word & ~(-1L >>> Long.numberOfLeadingZeros(dots))));
      }
      hash = NameTable.step(hash, word);
    }
    return hashes;
  }

  private static List<Long> ownHashes(NameTable table, byte[] name) {
    List<Long> hashes = new ArrayList<>();
    for (int i = name.length - 1; i >= 0; i--) {
      if (name[i] == '.') {
        hashes.add(table.hash(name, i + 1, name.length));
      }
    }
    return hashes;
  }
}
