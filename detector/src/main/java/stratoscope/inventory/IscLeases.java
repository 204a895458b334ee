package stratoscope.inventory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;

/**
 * Reads the lease files of ISC's dhcpd, {@code dhcpd.leases} and {@code dhcpd6.leases} (dhcpd.leases(5)), line by line as it writes them:
 * <pre>
 * lease 192.0.2.10 {
 *   starts 4 2023/11/16 10:00:00;
 *   ends 4 2023/11/16 22:00:00;
 *   binding state active;
 *   hardware ethernet 02:00:00:00:00:01;
 *   client-hostname "rig";
 * }
 * ia-na "id" {
 *   cltt 4 2023/11/16 10:00:00;
 *   iaaddr 2001:db8::1 {
 *     ends 4 2023/11/16 22:00:00;
 *   }
 * }
 * </pre>
 * Its times are in UTC. A lease that is no longer active tells who had the address before; one told later replaces it. One thread.
 */
final class IscLeases {
  /** States in which nobody had the address. */
  private static final Set<String> NOBODYS = Set.of("abandoned", "backup", "reset");
  private static final Pattern OPENING = Pattern.compile("(lease|iaaddr|iaprefix|ia-na|ia-pd|ia-ta)\\s+(.+?)\\s*\\{");
  /** A text in quotes may hold semicolons; one whose quotes don't end is cut at the first. */
  private static final String VALUE = "(?:[^\";]*+(?:\"(?:[^\"\\\\]|\\\\.)*+\"[^\";]*+)*+|.*?)";
  private static final Pattern STATEMENT = Pattern.compile("(?:option\\s+)?([a-z0-9.-]+)\\s+(" + VALUE + ");.*");
  private static final Pattern WEEKDAY = Pattern.compile("^\\d\\s+");

  private final Path file;
  private final SubscriberTable.Builder table;
  private final InventoryProblems problems;
  private final Times times = new Times(ZoneOffset.UTC);
  /** Of the lease being read, and of the client around it. */
  private final Map<String, String> said = new HashMap<>();
  private final Map<String, String> saidAround = new HashMap<>();
  /** Of each address, which each lease replaces: dhcpd appends a lease anew when it changes, as when it is released before its end. */
  private final Map<AddressRange, Integer> lastLeases = new HashMap<>();
  private @Nullable String address;
  private @Nullable String client;
  private long openedAt;

  IscLeases(Path file, SubscriberTable.Builder table, InventoryProblems problems) {
    this.file = file;
    this.table = table;
    this.problems = problems;
  }

  /** True if a text from the beginning of a file is of such a one. */
  static boolean isLikely(String beginning) {
    return beginning.lines().map(String::strip)
        .anyMatch(line -> OPENING.matcher(line).matches() || line.startsWith("server-duid") || line.startsWith("authoring-byte-order"));
  }

  void read() throws IOException, InventoryException {
    long line = 0;
    try (BufferedReader in = TextFiles.reader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        onLine(text.strip(), line);
      }
    }
    if (address != null) {
      problems.add(file.toString(), openedAt, "the lease has no end");
    }
  }

  private void onLine(String text, long line) {
    Matcher opening = OPENING.matcher(text);
    if (opening.matches()) {
      if (opening.group(1).startsWith("ia-")) {
        client = unquoted(opening.group(2));
        saidAround.clear();
      } else {
        address = opening.group(2);
        openedAt = line;
        said.clear();
      }
      return;
    }
    if (text.startsWith("}")) {
      onEnd();
      return;
    }
    Matcher statement = STATEMENT.matcher(text);
    if (statement.matches()) {
      (address == null ? saidAround : said).put(statement.group(1), statement.group(2).strip());
    }
  }

  private void onEnd() {
    if (address == null) {
      client = null;
      return;
    }
    try {
      add(AddressRange.parse(address));
    } catch (IllegalArgumentException e) {
      problems.add(file.toString(), openedAt, "lease " + address + ": " + e.getMessage());
    }
    address = null;
  }

  private void add(AddressRange range) {
    String state = said.getOrDefault("binding", "").replace("state ", "");
    String starts = client == null ? said.get("starts") : saidAround.get("cltt");
    String id = NOBODYS.contains(state) ? null : idOf();
    if (starts == null) {
      if (id != null) {
        throw new IllegalArgumentException("it does not say when it began");
      }
      return;
    }
    String ends = said.getOrDefault("ends", "never");
    long from = micros(starts);
    long to = ends.equals("never") ? Long.MAX_VALUE : micros(ends);
    Integer replaced = lastLeases.get(range);
    if (replaced != null) {
      table.replaceLease(replaced, from, to);
    }
    if (id != null) {
      String hostname = said.get("client-hostname");
      lastLeases.put(range, table.addLease(range, id, hostname == null ? null : unquoted(hostname), "dhcp", from, to));
    }
  }

  /** The line that a relay names is the customer's; a machine behind it may change. */
  private @Nullable String idOf() {
    for (String key : new String[] {"agent.circuit-id", "agent.remote-id", "hardware", "uid"}) {
      String value = said.get(key);
      if (value != null) {
        return unquoted(value.replace("ethernet ", ""));
      }
    }
    return client;
  }

  /** {@code 4 2023/11/16 10:00:00}, or {@code epoch 1700128800}. */
  private long micros(String text) {
    return times.from(text.startsWith("epoch ") ? text.substring("epoch ".length()) : WEEKDAY.matcher(text).replaceFirst(""));
  }

  private static String unquoted(String text) {
    return text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }
}
