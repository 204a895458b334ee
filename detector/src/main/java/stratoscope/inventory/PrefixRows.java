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

  private static final int RECENT = 1 << 16;
  private static final int NOBODY = -1;

  private final Times times;
  private final PrefixTable.Builder table = new PrefixTable.Builder();
  private final List<Owner> owners = new ArrayList<>();
  private int[] ownerOfRow = new int[1 << 10];
  private int rows;
  private final boolean isForCases;
  private final List<String> wanted;
  /** Numbers of owners, each in the place that the hash of its cells says, so that rows of one owner mostly share one. */
  private final int[] recent = new int[RECENT];

  /** @param isForCases whether accounts, tariff classes and contacts are kept: of a million rows they take most of the memory */
  PrefixRows(ZoneOffset zone, boolean isForCases) {
    times = new Times(zone);
    this.isForCases = isForCases;
    wanted = COLUMNS.stream().filter(column -> isForCases || !OF_CASES.contains(column)).toList();
    Arrays.fill(recent, NOBODY);
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
    String[] cells = row.cells();
    AddressRange range = AddressRange.parse(cells[0]);
    String since = cells[cells.length - 2];
    String until = cells[cells.length - 1];
    long from = since.isEmpty() ? Long.MIN_VALUE : times.from(since);
    long to = until.isEmpty() ? Long.MAX_VALUE : times.until(until);
    if (from >= to) {
      throw new IllegalArgumentException("valid_to '" + until + "' is not after valid_from '" + since + "'");
    }
    table.add(range, from, to);
    if (rows == ownerOfRow.length) {
      ownerOfRow = Arrays.copyOf(ownerOfRow, 2 * rows);
    }
    // where accounts are kept hardly two rows are alike but neighbours
    ownerOfRow[rows++] = ownerOf(cells, isForCases ? 0 : row.hash(1, cells.length - 2));
  }

  private int ownerOf(String[] cells, int hash) {
    int slot = (hash ^ hash >>> 16) & RECENT - 1;
    if (recent[slot] == NOBODY || !isOf(owners.get(recent[slot]), cells)) {
      recent[slot] = owners.size();
      owners.add(new Owner(textOrNull(cells[1]), textOrNull(cells[2]), textOrNull(cells[3]),
          textOrNull(cells[4]), isForCases ? textOrNull(cells[5]) : null,
          isForCases ? textOrNull(cells[6]) : null, isForCases ? textOrNull(cells[7]) : null));
    }
    return recent[slot];
  }

  private boolean isOf(Owner owner, String[] cells) {
    return is(owner.name(), cells[1]) && is(owner.nature(), cells[2]) && is(owner.region(), cells[3]) && is(owner.site(), cells[4])
        && (!isForCases
            || (is(owner.account(), cells[5]) && is(owner.tariffClass(), cells[6]) && is(owner.contact(), cells[7])));
  }

  private static boolean is(@Nullable String text, String cell) {
    return text == null ? cell.isEmpty() : text.equals(cell);
  }

  private static @Nullable String textOrNull(String cell) {
    return cell.isEmpty() ? null : cell;
  }

  PrefixTable table() {
    return table.build();
  }

  /** Each once or, where rows of one lie far apart, several times. */
  List<Owner> owners() {
    return owners;
  }

  /** Of each row, the number of its owner. */
  int[] ownerOfRow() {
    return Arrays.copyOf(ownerOfRow, rows);
  }
}
