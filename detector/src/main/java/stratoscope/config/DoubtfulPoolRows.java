package stratoscope.config;

import java.util.HashMap;
import java.util.Map;
import stratoscope.names.AddressRange;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;

/**
 * Warns of rows of the pool directory that say of the same host, on the same ports, that it is of the same kind; of those that half the
 * Internet would fit; and of days in an order that can't be. One thread.
 */
final class DoubtfulPoolRows implements PoolFiles.RowListener {
  /** Bits that addresses of a row differ in at most: those of a large operator are in a prefix of 8 bits, or of 16 of IPv6. */
  private static final int MOST_IPV4_BITS = 24;
  private static final int MOST_IPV6_HIGH_BITS = 48;

  private final RuleProblems problems;
  /** Where each row was read first. Memory is that of the files: only a check of rules keeps this. */
  private final Map<String, String> places = new HashMap<>();

  DoubtfulPoolRows(RuleProblems problems) {
    this.problems = problems;
  }

  @Override
  public void onRow(PoolEntry entry, String file, long line) {
    String indicator = PoolDirectory.normalise(entry.indicator());
    String where = file + ":" + line;
    String before = places.putIfAbsent(indicator + ' ' + entry.ports() + ' ' + entry.kinds().stream().sorted().toList(), where);
    if (before != null) {
      problems.warning(where + ": warning: '" + indicator + "' is here twice: " + before + " says the same");
    }
    if (AddressRange.isAddressLike(indicator) && isWide(AddressRange.parse(indicator))) {
      problems.warning(where + ": warning: '" + indicator + "' holds so many addresses that it says nothing of a pool");
    }
    if (entry.expires() != PoolEntry.NO_DAY && entry.expires() <= Math.max(entry.lastSeen(), entry.firstSeen())) {
      problems.warning(where + ": warning: '" + indicator + "' had expired by the day on which it was seen");
    } else if (entry.lastSeen() != PoolEntry.NO_DAY && entry.lastSeen() < entry.firstSeen()) {
      problems.warning(where + ": warning: '" + indicator + "' was last seen before it was first seen");
    }
  }

  private static boolean isWide(AddressRange range) {
    long high = range.last().high() - range.first().high();
    return range.first().isIpv4() ? (range.last().low() - range.first().low()) >>> MOST_IPV4_BITS != 0 : high >>> MOST_IPV6_HIGH_BITS != 0;
  }
}
