package stratoscope.inventory;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;

/** Reads leases and translations that are CSV: of Kea's memfile, of FreeRADIUS' table {@code radacct}, of carriers' NAT. One thread. */
final class LeaseTables {
  private static final long MICROS_PER_SECOND = 1_000_000;
  /** A lease of so many seconds never ends (RFC 2131, RFC 8415). */
  private static final long FOREVER_SECONDS = 0xFFFF_FFFFL;
  /** What Kea calls 1: another machine was found to use the address. */
  private static final String DECLINED = "1";
  /** What MySQL exports in the place of nothing. */
  private static final List<String> NULLS = List.of("NULL", "\\N");

  private static final List<String> KEA = List.of("address", "valid_lifetime", "expire", "hwaddr", "client_id", "duid", "hostname", "state",
      "prefix_len");
  private static final List<String> RADACCT = List.of("username", "acctstarttime", "acctstoptime", "callingstationid", "framedipaddress",
      "framedipv6address", "framedipv6prefix", "delegatedipv6prefix");
  private static final List<String> NAT = List.of("public_address", "port_range", "port_first", "port_last", "private_address", "from",
      "to", "subscriber");

  private final Times times;
  private final SubscriberTable.Builder table;
  private final InventoryProblems problems;
  /** Of the memfile being read, the last lease of each address, as it is written. */
  private final Map<String, Integer> keaLeases = new HashMap<>();

  LeaseTables(ZoneOffset zone, SubscriberTable.Builder table, InventoryProblems problems) {
    times = new Times(zone);
    this.table = table;
    this.problems = problems;
  }

  /** Reads a table of one of these kinds; false if it is of none. */
  boolean read(CsvTable csv) throws IOException {
    if (csv.has("address", "valid_lifetime", "expire")) {
      csv.read(KEA, problems, row -> addKea(row.cells()));
      keaLeases.clear();
    } else if (csv.has("username", "acctstarttime") && (csv.has("framedipaddress") || csv.has("framedipv6prefix"))) {
      csv.read(RADACCT, problems, row -> addRadius(withoutNulls(row.cells())));
    } else if (csv.has("public_address", "private_address")) {
      csv.read(NAT, problems, row -> addNat(withoutNulls(row.cells())));
    } else {
      return false;
    }
    return true;
  }

  private static String[] withoutNulls(String[] cells) {
    Arrays.setAll(cells, i -> NULLS.contains(cells[i]) ? "" : cells[i]);
    return cells;
  }

  /**
   * Of the rows of one address each replaces those before it. One without a lifetime deletes the lease: it ends then. Kea itself writes
   * when the lease was last renewed and not when it was deleted; such a lease may have been used until it expires.
   */
  private void addKea(String[] cells) {
    long seconds = number(cells[1], "valid_lifetime");
    long expire = number(cells[2], "expire");
    String id = first(cells, 3, 5);
    String bits = cells[8].strip();
    String prefix = bits.isEmpty() || !cells[0].contains(":") ? cells[0].strip() : cells[0].strip() + "/" + bits;
    AddressRange addresses = AddressRange.parse(prefix);
    long from = (expire - seconds) * MICROS_PER_SECOND;
    Integer replaced = keaLeases.get(prefix);
    if (replaced != null) {
      table.endLease(replaced, from);
    }
    if (seconds > 0 && id != null && !cells[7].strip().equals(DECLINED)) {
      keaLeases.put(prefix, table.addLease(addresses, id, CsvTable.textOrNull(cells[6]), "dhcp", from,
          seconds == FOREVER_SECONDS ? Long.MAX_VALUE : expire * MICROS_PER_SECOND));
    }
  }

  private void addRadius(String[] cells) {
    String user = CsvTable.textOrNull(cells[0]);
    if (user == null) {
      throw new IllegalArgumentException("no username");
    }
    long from = times.from(cells[1]);
    long to = cells[2].isBlank() || cells[2].startsWith("0000") ? Long.MAX_VALUE : times.from(cells[2]);
    boolean hasAddress = false;
    for (int i = 4; i < cells.length; i++) {
      if (!cells[i].isBlank()) {
        table.addSession(AddressRange.parse(cells[i].strip()), user, CsvTable.textOrNull(cells[3]), from, to);
        hasAddress = true;
      }
    }
    if (!hasAddress) {
      throw new IllegalArgumentException("no framed address or prefix");
    }
  }

  private void addNat(String[] cells) {
    String[] ports = cells[1].isBlank() ? new String[] {cells[2], cells[3]} : cells[1].split("-", 2);
    int first = (int) number(ports[0], "port");
    int last = ports.length == 1 || ports[1].isBlank() ? first : (int) number(ports[1], "port");
    table.addTranslation(address(cells[0]), first, last, address(cells[4]), CsvTable.textOrNull(cells[7]),
        cells[5].isBlank() ? Long.MIN_VALUE : times.from(cells[5]), cells[6].isBlank() ? Long.MAX_VALUE : times.until(cells[6]));
  }

  private static IpAddress address(String text) {
    IpAddress address = AddressRange.addressOrNull(text.strip());
    if (address == null) {
      throw new IllegalArgumentException("'" + text + "' is no address");
    }
    return address;
  }

  private static long number(String text, String what) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > 12 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(what + " '" + text + "' is no number");
    }
    return Long.parseLong(digits);
  }

  private static @Nullable String first(String[] cells, int from, int to) {
    for (int i = from; i <= to; i++) {
      if (!cells[i].isBlank()) {
        return cells[i].strip();
      }
    }
    return null;
  }
}
