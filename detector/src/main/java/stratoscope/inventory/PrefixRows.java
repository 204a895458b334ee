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
  private static final int ACCOUNT = COLUMNS.indexOf("account");
  private static final Set<String> OF_CASES = Set.of("account", "tariff_class", "contact");

  private final Times times;
  private final PrefixTable.Builder table = new PrefixTable.Builder();
  private final List<Owner> owners = new ArrayList<>();
  private final RowTexts accounts = new RowTexts();
  private int[] ownerOfRow = new int[1 << 10];
  private int rows;
  private final boolean isForCases;
  private final List<String> wanted;
  /** Numbers of owners, which rows mostly share. */
  private final RecentRows recent;

  /** @param isForCases whether accounts, tariff classes and contacts are kept: of a million rows they take most of the memory */
  PrefixRows(ZoneOffset zone, boolean isForCases) {
    times = new Times(zone);
    this.isForCases = isForCases;
    wanted = COLUMNS.stream().filter(column -> isForCases || !OF_CASES.contains(column)).toList();
    recent = isForCases ? new RecentRows(1, 2, 3, 4, 6, 7) : new RecentRows(1, 2, 3, 4);
  }

  /** Reads a file that has a column {@value #PREFIX}. */
  void read(CsvTable csv, String file, InventoryProblems problems) throws IOException {
    for (String column : csv.columns()) {
      if (!column.isEmpty() && COLUMNS.stream().map(CsvTable::normalised).noneMatch(column::equals)) {
        problems.add(file, csv.headerLine(), "column '" + column + "' is not read; known: " + String.join(", ", COLUMNS));
      }
    }
    csv.read(wanted, REPEATED, problems, this::add);
  }

  private void add(CsvRow row) {
    AddressRange range = AddressRange.parse(row.newText(0));
    String since = row.text(wanted.size() - 2);
    String until = row.text(wanted.size() - 1);
    long from = since.isEmpty() ? Long.MIN_VALUE : times.from(since);
    long to = until.isEmpty() ? Long.MAX_VALUE : times.until(until);
    if (from >= to) {
      throw new IllegalArgumentException("valid_to '" + until + "' is not after valid_from '" + since + "'");
    }
    if (isForCases) {
      accounts.set(rows, row.newText(ACCOUNT));
    }
    table.add(range, from, to);
    if (rows == ownerOfRow.length) {
      ownerOfRow = Arrays.copyOf(ownerOfRow, 2 * rows);
    }
    ownerOfRow[rows++] = ownerOf(row);
  }

  private int ownerOf(CsvRow row) {
    int known = recent.find(row);
    if (known != RecentRows.NONE) {
      return known;
    }
    String[] cells = row.cells();
    owners.add(new Owner(textOrNull(cells[1]), textOrNull(cells[2]), textOrNull(cells[3]), textOrNull(cells[4]), null,
        isForCases ? textOrNull(cells[6]) : null, isForCases ? textOrNull(cells[7]) : null));
    recent.keep(row, owners.size() - 1);
    return owners.size() - 1;
  }

  private static @Nullable String textOrNull(String cell) {
    return cell.isEmpty() ? null : cell;
  }

  PrefixTable table() {
    return table.build();
  }

  OwnerRows owners() {
    return new OwnerRows(owners, Arrays.copyOf(ownerOfRow, rows), accounts, table.facts());
  }
}
