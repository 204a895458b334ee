package stratoscope.inventory;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All tariffs known. Immutable. */
public final class Tariffs {
  /** Knows of none. */
  public static final Tariffs NONE = new Tariffs(List.of());
  private static final char FIRST_OF_CHINESE = '\u2E80';
  private static final String CHINA = "国";
  /** What stands behind the name of a division; Hainan is another one's, too: 青海省海南藏族自治州. */
  private static final Pattern DIVISION = Pattern.compile("省|市|自治[区州县]|地区|[州区县盟]");
  /** Streets and houses bear names of provinces in all others: 四川北路, 山西路, Shandong Road. */
  private static final Pattern STREET = Pattern.compile("[东西南北中一二三四]?(?:大?街|大?道|路|巷|弄|大厦|广场|宾馆|饭店|酒店)"
      + "|\\s+(?:(?:north|south|east|west|middle|central)\\s+)?(?:road|rd|street|st|avenue|ave|lane|tower|building|hotel)\\b");

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

  /** True if a text holds a name as words of its own; in Chinese, which has none, it begins or ends the text, or a division's. */
  private static boolean names(String text, String name) {
    String lower = text.toLowerCase(Locale.ROOT);
    String wanted = name.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(wanted);
    while (at >= 0) {
      String rest = lower.substring(at + wanted.length());
      if (isApart(lower.substring(0, at), rest) && !STREET.matcher(rest).lookingAt()) {
        return true;
      }
      at = lower.indexOf(wanted, at + 1);
    }
    return false;
  }

  private static boolean isApart(String before, String rest) {
    char left = before.isEmpty() ? ' ' : before.charAt(before.length() - 1);
    char right = rest.isEmpty() ? ' ' : rest.charAt(0);
    return !isLetter(left) && !isLetter(right)
        && (!Character.isLetter(left) || !Character.isLetter(right) || before.endsWith(CHINA) || DIVISION.matcher(rest).lookingAt());
  }

  private static boolean isLetter(char c) {
    return c < FIRST_OF_CHINESE && Character.isLetter(c);
  }
}
