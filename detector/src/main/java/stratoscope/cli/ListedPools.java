package stratoscope.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;
import stratoscope.names.HostName;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.packet.IpAddress;

/** The rows of the pool directory as a command lists them. */
final class ListedPools {
  static final Listing<PoolEntry> LISTING = new Listing<>(List.of(
      new Listing.Column<>("HOST", "indicator", 60, PoolEntry::indicator),
      new Listing.Column<>("PORTS", "ports", 30, entry -> textOrNull(entry.ports().toString())),
      new Listing.Column<>("KIND", "kind", 25, ListedPools::kinds),
      new Listing.Column<>("POOL", "pool", 30, PoolEntry::pool),
      new Listing.Column<>("COINS", "coins", 20, entry -> textOrNull(String.join(";", entry.coins()))),
      new Listing.Column<>("CONFIDENCE", "confidence", 10, entry -> entry.confidence().label()),
      new Listing.Column<>("LAST SEEN", "last_seen", 10, entry -> day(entry.lastSeen())),
      new Listing.Column<>("EXPIRES", "expires", 10, entry -> day(entry.expires())),
      new Listing.Column<>("SOURCE", "source", 30, entry -> entry.source() == null ? null : entry.source().id())));

  private ListedPools() {}

  /** Those that one of the words fits, or all if there is none. */
  static List<PoolEntry> in(PoolDirectory pools, List<String> words) {
    Set<String> standing = words.stream().map(word -> pools.byName(asListed(word), 0)).filter(index -> index >= 0)
        .map(index -> pools.entry(index).indicator()).collect(Collectors.toSet());
    List<IpAddress> addresses = words.stream().flatMap(word -> Stream.ofNullable(AddressRange.addressOrNull(word))).toList();
    return IntStream.range(0, pools.size()).mapToObj(pools::entry)
        .filter(entry -> words.isEmpty() || standing.contains(entry.indicator()) || holdsAny(entry, addresses)
            || words.stream().anyMatch(word -> fits(entry, word))).toList();
  }

  /** A name as it is listed, which may be given in letters of any language; other words as they are. */
  private static String asListed(String word) {
    try {
      return HostName.normalise(word);
    } catch (IllegalArgumentException e) {
      return word;
    }
  }

  private static boolean holdsAny(PoolEntry entry, List<IpAddress> addresses) {
    if (addresses.isEmpty() || !AddressRange.isAddressLike(entry.indicator())) {
      return false;
    }
    AddressRange range = AddressRange.parse(entry.indicator());
    return addresses.stream().anyMatch(range::contains);
  }

  private static boolean fits(PoolEntry entry, String word) {
    String small = word.toLowerCase(Locale.ROOT);
    return entry.indicator().contains(small)
        || (entry.pool() != null && entry.pool().toLowerCase(Locale.ROOT).contains(small))
        || entry.coins().contains(word.toUpperCase(Locale.ROOT))
        || entry.kinds().stream().anyMatch(kind -> kind.label().equals(small));
  }

  private static String kinds(PoolEntry entry) {
    return String.join(";", entry.kinds().stream().sorted().map(PoolKind::label).toList());
  }

  private static @Nullable String textOrNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String day(int day) {
    return day == PoolEntry.NO_DAY ? null : LocalDate.ofEpochDay(day).toString();
  }
}
