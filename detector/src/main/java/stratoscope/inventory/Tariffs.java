package stratoscope.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tariffs known. Immutable. */
public final class Tariffs {
  /** Knows of none. */
  public static final Tariffs NONE = new Tariffs(List.of());
  private static final char FIRST_OF_CHINESE = '\u2E80';

  private final List<Tariff> tariffs;

  public Tariffs(List<Tariff> tariffs) {
    this.tariffs = List.copyOf(tariffs);
  }

  /** In the order of the file. */
  public List<Tariff> all() {
    return tariffs;
  }

  /**
   * The tariff of a region at a time, of several the one that came last; null if there is none.
   *
   * @param region as an inventory writes it: {@code Zhejiang}, {@code Hangzhou, Zhejiang}, {@code 浙江省杭州市}
   */
  public @Nullable Tariff of(@Nullable String region, long micros) {
    return region == null ? null : tariffs.stream()
        .filter(tariff -> tariff.fromMicros() <= micros
            && Stream.concat(Stream.of(tariff.region()), tariff.names().stream()).anyMatch(name -> names(region, name)))
        .max(Comparator.comparingLong(Tariff::fromMicros)).orElse(null);
  }

  /** True if a text holds a name as words of its own; Chinese has none. */
  private static boolean names(String text, String name) {
    String lower = text.toLowerCase(Locale.ROOT);
    String wanted = name.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(wanted);
    while (at >= 0) {
      int end = at + wanted.length();
      if ((at == 0 || !isLetter(lower.charAt(at - 1))) && (end == lower.length() || !isLetter(lower.charAt(end)))) {
        return true;
      }
      at = lower.indexOf(wanted, at + 1);
    }
    return false;
  }

  private static boolean isLetter(char c) {
    return c < FIRST_OF_CHINESE && Character.isLetter(c);
  }
}
