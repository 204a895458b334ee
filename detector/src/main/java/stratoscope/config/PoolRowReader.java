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
import org.jspecify.annotations.Nullable;
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
  private final Map<String, Object> understood = new HashMap<>();

  /** @param sources those known, by id; others are taken as they are called */
  PoolRowReader(Map<String, PoolSource> sources) {
    this.sources = sources;
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
    return new PoolEntry(cells[0].strip(), once("ports", cells[1], Ports::parse), once("kind", cells[2], PoolRowReader::kinds),
        cells[3].isBlank() ? null : once("pool", cells[3], String::strip), once("coins", cells[4], PoolRowReader::coins),
        once("confidence", cells[5], PoolRowReader::confidence), day(cells[6]), day(cells[7]), day(cells[8]), source(cells[9]));
  }

  @SuppressWarnings("unchecked") // each column puts and takes values of one type
  private <T> T once(String column, String text, Reading<T> reading) {
    String key = column + ' ' + text;
    Object value = understood.get(key);
    if (value == null) {
      value = reading.of(text);
      if (understood.size() >= MAX_KEPT) {
        understood.clear();
      }
      understood.put(key, value);
    }
    return (T) value;
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

  private int day(String text) {
    return text.isEmpty() ? PoolEntry.NO_DAY : once("day", text, PoolRowReader::dayOf);
  }

  /** Days since 1970 of an ISO date. */
  static int dayOf(String text) {
    try {
      return Math.toIntExact(LocalDate.parse(text.strip()).toEpochDay());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no date (2022-09-15)", e);
    }
  }

  private @Nullable PoolSource source(String id) {
    return id.isBlank() ? null : once("source", id, text -> sourceOf(text.strip(), sources));
  }

  /** The source of that id; one that nothing is known of where none is. */
  static PoolSource sourceOf(String id, Map<String, PoolSource> sources) {
    PoolSource known = sources.get(id);
    return known == null ? new PoolSource(id, id, null, null, null, 1) : known;
  }
}
