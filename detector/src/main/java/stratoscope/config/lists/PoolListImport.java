package stratoscope.config.lists;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import stratoscope.names.AddressRange;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolKind;
import stratoscope.names.Ports;

/**
 * Makes rows of {@code rules/pools/*.csv} out of lists of others, whose form is told by their content: plain lists of hosts, files of
 * hosts, CSV with a header, MISP's CSV and JSON, Suricata's datasets and rules. One thread. Holds all rows until they are written, since
 * the newest day among them says when they expire; of refusals beyond {@link #MAX_KEPT} only the count.
 */
public final class PoolListImport {
  /** Nobody reads more. */
  public static final int MAX_KEPT = 1000;
  private static final int SNIFFED_CHARS = 1 << 16;
  private static final int MAX_REFUSAL_CHARS = 1000;

  private record Row(String indicator, Ports ports, @Nullable LocalDate day) {}

  private final ListOptions options;
  /** By indicator and port. */
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<String> refusals = new ArrayList<>();
  private long duplicates;
  private long refused;
  private @Nullable LocalDate newest;

  public PoolListImport(ListOptions options) {
    this.options = options;
  }

  /**
   * Reads a list.
   *
   * @param name in complaints
   * @throws IOException if it can't be read, or breaks off
   */
  public void read(String name, BufferedReader in) throws IOException {
    ListSink sink = new ListSink() {
      @Override
      public void accept(String indicator, Ports ports, @Nullable LocalDate day, long line) {
        PoolListImport.this.accept(indicator, ports, day, name + ":" + line);
      }

      @Override
      public void refuse(String reason, long line) {
        PoolListImport.this.refuse(name + ":" + line + ": " + reason);
      }
    };
    long before = rows.size() + duplicates + refused;
    skipMark(in);
    List<String> start = start(in);
    String first = start.stream().map(PlainList::withoutComment).filter(line -> !line.isEmpty()).findFirst().orElse("");
    try {
      if (first.startsWith("{") || first.matches("\\[\\s*([{\"].*)?")) {
        MispJson.read(in, sink);
      } else if (SuricataRules.isRule(first)) {
        SuricataRules.read(in, sink);
      } else if (CsvList.isCsv(start)) {
        CsvList.read(start, in, sink);
      } else {
        PlainList.read(in, sink);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CsvParseException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (rows.size() + duplicates + refused == before) {
      refuse(name + ": nothing in it names a host");
    }
  }

  /** Passes over the mark that some editors put in front of UTF-8. */
  private static void skipMark(BufferedReader in) throws IOException {
    in.mark(1);
    if (in.read() != '\uFEFF') {
      in.reset();
    }
  }

  /** The first lines; the reader stands at their start again. */
  private static List<String> start(BufferedReader in) throws IOException {
    in.mark(SNIFFED_CHARS);
    char[] start = new char[SNIFFED_CHARS - 1];
    int length = 0;
    for (int read = in.read(start, 0, start.length); read > 0; read = in.read(start, length, start.length - length)) {
      length += read;
    }
    in.reset();
    return new String(start, 0, length).lines().toList();
  }

  private void accept(String indicator, Ports ports, @Nullable LocalDate day, String where) {
    String normal;
    try {
      normal = PoolDirectory.normalise(indicator.strip());
    } catch (IllegalArgumentException e) {
      refuse(where + ": " + e.getMessage());
      return;
    }
    if (SharedDomains.contains(normal)) {
      refuse(where + ": '" + normal + "' is shared by many: only names below it can be listed");
    } else if (!options.isPrivateAllowed() && AddressRange.isAddressLike(normal) && !AddressRange.parse(normal).isPublic()) {
      refuse(where + ": '" + normal + "' is no address of the Internet (--allow-private takes it)");
    } else {
      String key = ports.isEmpty() ? normal : normal + ' ' + ports;
      Row known = rows.putIfAbsent(key, new Row(normal, ports, day));
      if (known != null) {
        duplicates++;
        rows.put(key, new Row(normal, ports, later(known.day, day)));
      }
      newest = later(newest, day);
    }
  }

  private static @Nullable LocalDate later(@Nullable LocalDate one, @Nullable LocalDate other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private void refuse(String what) {
    refused++;
    if (refusals.size() < MAX_KEPT) {
      refusals.add(what.length() <= MAX_REFUSAL_CHARS ? what : what.substring(0, MAX_REFUSAL_CHARS) + "...");
    }
  }

  /**
   * Writes the rows as CSV with a header.
   *
   * @param today the day on which rows were seen if no list says one
   */
  public void write(Writer out, LocalDate today) throws IOException {
    String seen = Objects.requireNonNullElse(newest, today).toString();
    String expires = expires(today).toString();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out)) {
      csv.writeRecord("indicator", "ports", "kind", "pool", "confidence", "last_seen", "expires", "source");
      for (Row row : rows.values()) {
        csv.writeRecord(row.indicator, row.ports.toString(), kindOf(row).label(), options.pool(),
            options.confidence().label(), row.day == null ? seen : row.day.toString(), expires, options.source());
      }
    }
  }

  /** Lists of pools name their web sites, too, and who looks at one does not mine. */
  private PoolKind kindOf(Row row) {
    boolean isSite = row.ports.isEmpty() && PoolEntry.hostNameOf(row.indicator).startsWith("www.");
    return isSite && options.kind() == PoolKind.POOL ? PoolKind.POOL_WEBSITE : options.kind();
  }

  private LocalDate expires(LocalDate today) {
    LocalDate seen = Objects.requireNonNullElse(newest, today);
    return Objects.requireNonNullElse(options.expires(), seen.plusDays(options.expiresAfterDays()));
  }

  /** True if what it writes says nothing on that day any more. */
  public boolean isOver(LocalDate today) {
    return !rows.isEmpty() && !expires(today).isAfter(today);
  }

  /** How many rows there are to write. */
  public long accepted() {
    return rows.size();
  }

  public long duplicates() {
    return duplicates;
  }

  public long refused() {
    return refused;
  }

  /** File, line and reason of each, one line. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }
}
