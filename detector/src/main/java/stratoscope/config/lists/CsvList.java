package stratoscope.config.lists;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads CSV with a header whose columns are told by their names, and MISP's CSV. */
final class CsvList {
  private static final List<String> HOST =
      List.of("indicator", "domain", "host", "hostname", "fqdn", "name", "url", "ip", "ip_address", "address", "dst_ip", "ioc", "value");
  private static final List<String> PORT = List.of("port", "dst_port", "ports");
  private static final List<String> DAY = List.of("last_seen", "date", "first_seen", "timestamp", "updated", "added");

  private CsvList() {}

  /** True if a line is the header of such a file. */
  static boolean isHeader(String line) {
    List<String> names = Arrays.stream(line.split(",", -1)).map(CsvList::nameOf).toList();
    return names.size() > 1 && place(names, HOST) >= 0;
  }

  private static String nameOf(String cell) {
    return cell.replace("\"", "").strip().toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  private static int place(List<String> names, List<String> wanted) {
    return wanted.stream().mapToInt(names::indexOf).filter(place -> place >= 0).findFirst().orElse(-1);
  }

  static void read(Reader in, ListSink sink) {
    List<String> names = List.of();
    MispAttributes misp = new MispAttributes();
    for (CsvRecord record : CsvReader.builder().commentStrategy(CommentStrategy.SKIP).detectBomHeader(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE).ofCsvRecord(in)) {
      if (names.isEmpty()) {
        names = record.getFields().stream().map(CsvList::nameOf).toList();
      } else if (names.contains("type") && names.contains("value")) {
        misp.add(cell(record, names.indexOf("type")), cell(record, names.indexOf("value")), cell(record, names.indexOf("to_ids")),
            dayOf(cell(record, place(names, DAY))), record.getStartingLineNumber());
      } else {
        read(record, names, sink);
      }
    }
    misp.handOver(sink);
  }

  private static void read(CsvRecord record, List<String> names, ListSink sink) {
    String host = cell(record, place(names, HOST));
    String port = cell(record, place(names, PORT));
    LocalDate day = dayOf(cell(record, place(names, DAY)));
    long line = record.getStartingLineNumber();
    if (host.isEmpty()) {
      sink.refuse("the row names no host", line);
    } else if (port.isEmpty() || port.equals("0")) {
      HostText.read(host, day, line, sink);
    } else if (HostText.portOf(port) < 0) {
      sink.refuse("'" + port + "' is no port", line);
    } else {
      sink.accept(HostText.exact(host), HostText.portOf(port), day, line);
    }
  }

  private static String cell(CsvRecord record, int place) {
    return place < 0 || place >= record.getFieldCount() ? "" : record.getField(place).strip();
  }

  /** The day of an ISO date or time, or of seconds since 1970; null if it is none. */
  static @Nullable LocalDate dayOf(String text) {
    try {
      if (text.matches("\\d{9,10}")) {
        return Instant.ofEpochSecond(Long.parseLong(text)).atZone(ZoneOffset.UTC).toLocalDate();
      }
      return text.length() < 10 ? null : LocalDate.parse(text.substring(0, 10));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
