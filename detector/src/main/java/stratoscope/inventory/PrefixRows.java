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
  private static final int OWNER_COLUMNS = 8;

  private final Times times;
  private final PrefixTable.Builder table = new PrefixTable.Builder();
  private final List<Owner> owners = new ArrayList<>();
  private final String[] lastCells = new String[OWNER_COLUMNS];
  private @Nullable Owner last;

  PrefixRows(ZoneOffset zone) {
    times = new Times(zone);
  }

  /** Reads a file that has a column {@value #PREFIX}. */
  void read(CsvTable csv, String file, InventoryProblems problems) throws IOException {
    for (String column : csv.columns()) {
      if (!column.isEmpty() && COLUMNS.stream().map(CsvTable::normalised).noneMatch(column::equals)) {
        problems.add(file, 1, "column '" + column + "' is not read; known: " + String.join(", ", COLUMNS));
      }
    }
    csv.read(COLUMNS, REPEATED, problems, (cells, line) -> add(cells));
  }

  private void add(String[] cells) {
    AddressRange range = AddressRange.parse(cells[0]);
    long from = cells[8].isEmpty() ? Long.MIN_VALUE : times.from(cells[8]);
    long to = cells[9].isEmpty() ? Long.MAX_VALUE : times.until(cells[9]);
    if (from >= to) {
      throw new IllegalArgumentException("valid_to '" + cells[9] + "' is not after valid_from '" + cells[8] + "'");
    }
    table.add(range, from, to);
    owners.add(ownerOf(cells));
  }

  private Owner ownerOf(String[] cells) {
    if (last == null || !Arrays.equals(cells, 1, OWNER_COLUMNS, lastCells, 1, OWNER_COLUMNS)) {
      last = new Owner(CsvTable.textOrNull(cells[1]), CsvTable.textOrNull(cells[2]), CsvTable.textOrNull(cells[3]),
          CsvTable.textOrNull(cells[4]), CsvTable.textOrNull(cells[5]), CsvTable.textOrNull(cells[6]), CsvTable.textOrNull(cells[7]));
      System.arraycopy(cells, 0, lastCells, 0, OWNER_COLUMNS);
    }
    return last;
  }

  PrefixTable table() {
    return table.build();
  }

  /** By row. */
  List<Owner> owners() {
    return owners;
  }
}
