package stratoscope.inventory;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;

/** Gathers the rows of inventories: whose prefixes are, and when. One thread. */
final class PrefixRows {
  static final String PREFIX = "prefix";
  private static final List<String> COLUMNS = List.of(PREFIX, "owner", "nature", "region", "site", "account", "tariff_class", "contact",
      "valid_from", "valid_to");
  private static final Set<String> REPEATED =
      Set.of("owner", "nature", "region", "site", "tariff_class", "contact", "valid_from", "valid_to");
  private static final Set<String> OF_CASES = Set.of("account", "tariff_class", "contact");

  private final Times times;
  private final PrefixTable.Builder table = new PrefixTable.Builder();
  private final List<Owner> owners = new ArrayList<>();
  private final List<String> wanted;
  /** What is said of the last owner: of the cells, those between the prefix and the times. */
  private final String[] lastCells;
  private @Nullable Owner last;

  /** @param isForCases whether accounts, tariff classes and contacts are kept: of a million rows they take most of the memory */
  PrefixRows(ZoneOffset zone, boolean isForCases) {
    times = new Times(zone);
    wanted = COLUMNS.stream().filter(column -> isForCases || !OF_CASES.contains(column)).toList();
    lastCells = new String[wanted.size() - 2];
  }

  /** Reads a file that has a column {@value #PREFIX}. */
  void read(CsvTable csv, String file, InventoryProblems problems) throws IOException {
    for (String column : csv.columns()) {
      if (!column.isEmpty() && COLUMNS.stream().map(CsvTable::normalised).noneMatch(column::equals)) {
        problems.add(file, 1, "column '" + column + "' is not read; known: " + String.join(", ", COLUMNS));
      }
    }
    csv.read(wanted, REPEATED, problems, (cells, line) -> add(cells));
  }

  private void add(String[] cells) {
    AddressRange range = AddressRange.parse(cells[0]);
    String since = cells[cells.length - 2];
    String until = cells[cells.length - 1];
    long from = since.isEmpty() ? Long.MIN_VALUE : times.from(since);
    long to = until.isEmpty() ? Long.MAX_VALUE : times.until(until);
    if (from >= to) {
      throw new IllegalArgumentException("valid_to '" + until + "' is not after valid_from '" + since + "'");
    }
    table.add(range, from, to);
    owners.add(ownerOf(cells));
  }

  private Owner ownerOf(String[] cells) {
    if (last == null || !Arrays.equals(cells, 1, lastCells.length, lastCells, 1, lastCells.length)) {
      boolean isForCases = cells.length == COLUMNS.size();
      last = new Owner(textOrNull(cells[1]), textOrNull(cells[2]), textOrNull(cells[3]),
          textOrNull(cells[4]), isForCases ? textOrNull(cells[5]) : null,
          isForCases ? textOrNull(cells[6]) : null, isForCases ? textOrNull(cells[7]) : null);
      System.arraycopy(cells, 0, lastCells, 0, lastCells.length);
    }
    return last;
  }

  private static @Nullable String textOrNull(String cell) {
    return cell.isEmpty() ? null : cell;
  }

  PrefixTable table() {
    return table.build();
  }

  /** By row. */
  List<Owner> owners() {
    return owners;
  }
}
