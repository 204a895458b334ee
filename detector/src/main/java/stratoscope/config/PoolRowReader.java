package stratoscope.config;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import stratoscope.names.Confidence;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.names.PoolSource;
import stratoscope.names.Ports;

/**
 * Makes entries of the pool directory out of the cells of a CSV file. One thread. Cells of a column are mostly equal, so each text is
 * understood once; of more than {@link #MAX_KEPT} different ones it forgets.
 */
final class PoolRowReader {
  static final List<String> COLUMNS =
      List.of("indicator", "ports", "kind", "pool", "coins", "confidence", "first_seen", "last_seen", "expires", "source");
  static final String BETWEEN = ";";

  private static final int MAX_KEPT = 100_000;

  private final Map<String, PoolSource> sources;
  /** By column. */
  private final List<Map<String, Object>> understood = new ArrayList<>();
  /** By column, of the row before: it mostly has the same. */
  private final String[] lastTexts = new String[COLUMNS.size()];
  private final Object[] lastValues = new Object[COLUMNS.size()];

  /** @param sources those known, by id; others are taken as they are called */
  PoolRowReader(Map<String, PoolSource> sources) {
    this.sources = sources;
    COLUMNS.forEach(column -> understood.add(new HashMap<>()));
  }

  /** How a text is understood; throws {@link IllegalArgumentException} with a reason for people. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(String text);
  }

  /**
   * Reads a row.
   *
   * @param cells in the order of {@link #COLUMNS}; empty where the file has none
   * @throws IllegalArgumentException with a reason for people
   */
  PoolEntry read(String[] cells) {
    return new PoolEntry(cells[0].strip(), once(1, cells, Ports::parse), once(2, cells, PoolRowReader::kinds),
        cells[3].isBlank() ? null : once(3, cells, String::strip), once(4, cells, PoolRowReader::coins),
        once(5, cells, PoolRowReader::confidence), once(6, cells, PoolRowReader::day), once(7, cells, PoolRowReader::day),
        once(8, cells, PoolRowReader::day), cells[9].isBlank() ? null : once(9, cells, id -> PoolSource.of(id.strip(), sources)));
  }

  @SuppressWarnings("unchecked") // each column puts and takes values of one type
  private <T> T once(int column, String[] cells, Reading<T> reading) {
    String text = cells[column];
    if (!text.equals(lastTexts[column])) {
      Map<String, Object> known = understood.get(column);
      if (known.size() >= MAX_KEPT) {
        known.clear();
      }
      lastValues[column] = known.computeIfAbsent(text, reading::of);
      lastTexts[column] = text;
    }
    return (T) lastValues[column];
  }

  private static Set<PoolKind> kinds(String text) {
    Set<PoolKind> kinds = EnumSet.noneOf(PoolKind.class);
    for (String word : text.split(BETWEEN, -1)) {
      kinds.add(kind(word.strip()));
    }
    return Set.copyOf(kinds);
  }

  /** @throws IllegalArgumentException with a reason for people */
  static PoolKind kind(String word) {
    return named(word, "kind", PoolKind.values(), PoolKind::label);
  }

  private static List<String> coins(String text) {
    List<String> coins = new ArrayList<>();
    for (String coin : text.split(BETWEEN, -1)) {
      if (!coin.isBlank()) {
        coins.add(coin.strip().toUpperCase(Locale.ROOT));
      }
    }
    return List.copyOf(coins);
  }

  static Confidence confidence(String word) {
    if (word.isBlank()) {
      return Confidence.LIKELY;
    }
    return named(word.strip(), "confidence", Confidence.values(), Confidence::label);
  }

  private static <T> T named(String word, String what, T[] all, Function<T, String> label) {
    for (T each : all) {
      if (label.apply(each).equals(word)) {
        return each;
      }
    }
    String known = String.join(", ", Arrays.stream(all).map(label).toList());
    throw new IllegalArgumentException("unknown " + what + " '" + word + "' (known: " + known + ")");
  }

  private static int day(String text) {
    return text.isBlank() ? PoolEntry.NO_DAY : dayOf(text);
  }

  /**
   * Days since 1970 of an ISO date.
   *
   * @throws IllegalArgumentException with a reason for people
   */
  static int dayOf(String text) {
    try {
      return Math.toIntExact(LocalDate.parse(text.strip()).toEpochDay());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is no date (2022-09-15)", e);
    }
  }
}
