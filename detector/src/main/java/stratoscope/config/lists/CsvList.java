package stratoscope.config.lists;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.names.PoolKind;

/**
 * Reads CSV with a header whose columns are told by their names, and MISP's CSV. Between columns stands a comma, a semicolon, a tab or a
 * bar; the header may be the last comment in front of the rows.
 */
final class CsvList {
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
  private static final List<String> HOST =
      List.of("indicator", "domain", "host", "hostname", "fqdn", "name", "url", "ip", "ip_address", "ipaddress", "address", "dst_ip", "ioc",
          "ioc_value", "value", "data");
  private static final List<String> PORT = List.of("port", "dst_port", "ports");
  private static final List<String> DAY = List.of("last_seen", "date", "first_seen", "timestamp", "updated", "added", "dateadded");
  /** Words that tell a column by themselves, among others: {@code Pool Domain}, {@code destination_ip}, {@code first_seen_utc}. */
  private static final List<String> HOST_WORDS = List.of("domain", "host", "hostname", "fqdn", "url", "ip", "indicator", "ioc");
  private static final List<String> PORT_WORDS = List.of("port", "ports");
  private static final List<String> DAY_WORDS = List.of("seen", "date", "updated", "added", "online");
  /** Of columns that are about who went there, or told of it. */
  private static final Set<String> OTHERS =
      Set.of("src", "source", "client", "victim", "local", "reference", "references", "ref", "report", "type");
  /** Of an address whose provider is in a column, names are the provider's. */
  private static final Set<String> ADDRESS = Set.of("ip", "ip_address", "ipaddress", "address", "dst_ip");
  private static final List<String> TYPE = List.of("type", "indicator_type", "ioc_type");
  /** Types of indicators that are no hosts, though they may look so: {@code xmrig.exe}. */
  private static final Pattern NO_HOST =
      Pattern.compile("descr|reference|link|file|path|hash|\\bsha|md5|mail|process|command|registry|user|certificate|task|service");
  private static final Pattern SECONDS = Pattern.compile("\\d{9,10}");

  private final List<String> names;
  private final List<Integer> hosts = new ArrayList<>();
  private final int port;
  private final int day;
  private final int type;

  private CsvList(List<String> names) {
    this.names = names;
    HOST.forEach(name -> addHost(names.indexOf(name)));
    if (hosts.isEmpty()) {
      HOST_WORDS.forEach(word -> addHost(place(names, List.of(), List.of(word))));
    }
    if (names.stream().anyMatch(name -> name.equals("isp") || name.contains("abuse")) && names.stream().anyMatch(ADDRESS::contains)) {
      hosts.removeIf(place -> !ADDRESS.contains(names.get(place)));
    }
    port = place(names, PORT, PORT_WORDS);
    day = place(names, DAY, DAY_WORDS);
    type = place(names, TYPE, List.of());
  }

  private void addHost(int place) {
    if (place >= 0 && !hosts.contains(place)) {
      hosts.add(place);
    }
  }

  /** How a file is to be read: what stands between columns, and their names where a comment said them, else empty. */
  private record Form(char separator, List<String> names) {}

  /** True if a file that begins so has a header, be it in a comment. */
  static boolean isCsv(List<String> start) {
    return formOf(start) != null;
  }

  private static @Nullable Form formOf(List<String> start) {
    String comment = "";
    for (String line : start) {
      if (line.startsWith("#")) {
        comment = line.replaceFirst("^[#\\s]+", "");
      } else if (!line.isBlank()) {
        for (char separator : SEPARATORS) {
          List<String> names = namesOf(line, separator);
          List<String> said = namesOf(comment, separator);
          boolean isHeader = isHeader(names);
          if (isHeader(said) && said.size() == names.size() && !(isHeader && new CsvList(names).hosts.equals(new CsvList(said).hosts))) {
            return new Form(separator, said); // a row may hold such words as "domain", too
          }
          if (isHeader) {
            return new Form(separator, List.of());
          }
        }
        return null;
      }
    }
    return null;
  }

  private static boolean isHeader(List<String> names) {
    return names.size() > 1 && !new CsvList(names).hosts.isEmpty();
  }

  private static List<String> namesOf(String line, char separator) {
    try {
      return line.isEmpty() ? List.of() : reader(separator).ofSingleCsvRecord(line).getFields().stream().map(CsvList::nameOf).toList();
    } catch (CsvParseException e) {
      return List.of();
    }
  }

  private static String nameOf(String cell) {
    return cell.replace("\"", "").strip().toLowerCase(Locale.ROOT).replaceAll("[\\s.-]", "_");
  }

  private static int place(List<String> names, List<String> wanted, List<String> words) {
    for (String name : wanted) {
      if (names.contains(name)) {
        return names.indexOf(name);
      }
    }
    for (int i = 0; i < names.size(); i++) {
      List<String> parts = List.of(names.get(i).split("_", -1));
      if (words.stream().anyMatch(parts::contains) && parts.stream().noneMatch(OTHERS::contains)) {
        return i;
      }
    }
    return -1;
  }

  private static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder().commentStrategy(CommentStrategy.SKIP).fieldSeparator(separator).trimWhitespacesAroundQuotes(true)
        .allowUnclosedQuote(false).extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  static void read(List<String> start, Reader in, ListSink sink) {
    Form form = formOf(start);
    CsvList list = form == null || form.names.isEmpty() ? null : new CsvList(form.names);
    MispAttributes misp = new MispAttributes();
    for (CsvRecord record : reader(form == null ? ',' : form.separator).ofCsvRecord(in)) {
      if (list != null && list.isOfPools(record)) {
        sink.refuse("is of the form of rules/pools/*.csv already: copy it there", record.getStartingLineNumber());
        return;
      }
      if (list == null) {
        list = new CsvList(record.getFields().stream().map(CsvList::nameOf).toList());
      } else if (list.names.contains("type") && list.names.contains("value")) {
        misp.add(cell(record, list.names.indexOf("type")), cell(record, list.names.indexOf("value")),
            cell(record, list.names.indexOf("category")), cell(record, list.names.indexOf("to_ids")), dayOf(cell(record, list.day)),
            record.getStartingLineNumber());
      } else {
        list.read(record, sink);
      }
    }
    misp.handOver(sink);
  }

  /** True of a row of the pool directory, which says of what kind its host is. */
  private boolean isOfPools(CsvRecord record) {
    String kind = cell(record, names.indexOf("kind"));
    return names.contains("indicator") && Stream.of(PoolKind.values()).anyMatch(each -> kind.startsWith(each.label()));
  }

  private void read(CsvRecord record, ListSink sink) {
    String host = hosts.stream().map(place -> cell(record, place)).filter(cell -> !cell.isEmpty()).findFirst().orElse("");
    if (host.isEmpty()) {
      sink.refuse("the row names no host", record.getStartingLineNumber());
    } else if (NO_HOST.matcher(cell(record, type).toLowerCase(Locale.ROOT)).find()) {
      sink.refuse("what is of type '" + cell(record, type) + "' names no host", record.getStartingLineNumber());
    } else {
      HostText.read(host, cell(record, port), dayOf(cell(record, day)), record.getStartingLineNumber(), sink);
    }
  }

  private static String cell(CsvRecord record, int place) {
    return place < 0 || place >= record.getFieldCount() ? "" : record.getField(place).strip();
  }

  /** The day of an ISO date or time, or of seconds since 1970; null if it is none. */
  static @Nullable LocalDate dayOf(String text) {
    try {
      if (SECONDS.matcher(text).matches()) {
        return Instant.ofEpochSecond(Long.parseLong(text)).atZone(ZoneOffset.UTC).toLocalDate();
      }
      return text.length() < 10 ? null : LocalDate.parse(text.substring(0, 10));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
