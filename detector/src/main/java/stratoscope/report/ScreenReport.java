package stratoscope.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.CaseFile;
import stratoscope.record.Timestamps;

/**
 * A list of what a screening found, to be written as a table, JSON lines, or CSV. Immutable.
 *
 * @param <T> what a row is about
 */
public final class ScreenReport<T> {
  /** More than anyone reads on a screen. */
  private static final int MAX_ROWS = 1000;
  private static final int MAX_GROUP_CHARS = 40;
  private static final double MAX_WHOLE = 1e15;
  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
  /** Columns that only say something where statuses, or logs of subscribers, are known. */
  private static final Set<String> AT_TIMES = Stream.concat(Stream.of("status", "status_date", "subscriber"),
      Arrays.stream(CaseFile.State.values()).map(CaseFile.State::label)).collect(Collectors.toSet());
  private static final MathContext SHORT = new MathContext(4, RoundingMode.HALF_EVEN);

  /** What is told of each row, a list with its elements; null is unknown. */
  private record Column<T>(String title, String key, Function<T, @Nullable Object> value) {}

  private static final List<Column<Screening.Row>> OF_GROUPS = List.of(
      new Column<>("BY", "by", row -> row.by().label()),
      new Column<>("GROUP", "group", Screening.Row::group),
      new Column<>("ADDRESSES", "addresses", row -> count(row.addresses())),
      new Column<>("IPV6 /64", "networks_ipv6", row -> count(row.networks())),
      new Column<>("SEEN", "seen", Screening.Row::seen),
      new Column<>("CLEAN", "clean", Screening.Row::clean),
      new Column<>("SUSPECTED", "suspected", Screening.Row::suspected),
      new Column<>("PROBABLE", "probable", Screening.Row::probable),
      new Column<>("CONFIRMED", "confirmed", Screening.Row::confirmed),
      new Column<>("REPEATED", "repeated", Screening.Row::repeated),
      new Column<>("NOTIFIED", "notified", row -> row.cases(CaseFile.State.NOTIFIED)),
      new Column<>("EXPLAINED", "explained", row -> row.cases(CaseFile.State.EXPLAINED)),
      new Column<>("REMEDIED", "remedied", row -> row.cases(CaseFile.State.REMEDIED)),
      new Column<>("FALSE ALARM", "false_alarm", row -> row.cases(CaseFile.State.FALSE_ALARM)),
      new Column<>("KWH LOW", "kwh_low", row -> known(row.lowKwh())),
      new Column<>("KWH HIGH", "kwh_high", row -> known(row.highKwh())));

  private static final List<Column<Screening.Offender>> OF_ADDRESSES = List.of(
      new Column<>("ADDRESS", "ip", Screening.Offender::address),
      new Column<>("VERDICT", "verdict", address -> address.verdict().label()),
      new Column<>("OWNER", "owner", address -> address.owner().name()),
      new Column<>("NATURE", "nature", address -> address.owner().nature()),
      new Column<>("REGION", "region", address -> address.owner().region()),
      new Column<>("SITE", "site", address -> address.owner().site()),
      new Column<>("SUBSCRIBER", "subscriber", Screening.Offender::subscriber),
      new Column<>("FOUND IN", "found_in", Screening.Offender::periods),
      new Column<>("LAST SEEN", "last_seen", address -> Timestamps.rfc3339(address.lastMicros())),
      new Column<>("STATUS", "status", address -> address.status() == null ? null : address.status().state().label()),
      new Column<>("SINCE", "status_date", address -> address.status() == null ? null : address.status().date()),
      new Column<>("KWH LOW", "kwh_low", address -> known(address.lowKwh())),
      new Column<>("KWH HIGH", "kwh_high", address -> known(address.highKwh())));

  private final String eventType;
  private final List<Column<T>> columns;
  private final List<T> rows;

  private ScreenReport(String eventType, List<Column<T>> columns, List<T> rows) {
    this.eventType = eventType;
    this.columns = columns;
    this.rows = List.copyOf(rows);
  }

  /** How many addresses of each group were seen, and mine. */
  public static ScreenReport<Screening.Row> ofGroups(List<Screening.Row> groups) {
    return new ScreenReport<>("screen", OF_GROUPS, groups);
  }

  /** Addresses that mine, one by one. */
  public static ScreenReport<Screening.Offender> ofAddresses(List<Screening.Offender> addresses) {
    return new ScreenReport<>("screen_address", OF_ADDRESSES, addresses);
  }

  /** A whole number, unless it is too large for one. */
  private static Object count(double value) {
    if (value < MAX_WHOLE) {
      return Math.round(value);
    }
    return value;
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }

  /** Writes a table for people; of more groups than a screen takes, those in which nothing mines are left out. */
  public void table(OutputStream out) throws IOException {
    List<T> shown = rows.size() <= MAX_ROWS ? rows : rows.stream().filter(ScreenReport::isWorthALine).limit(MAX_ROWS).toList();
    TextTable table = new TextTable();
    for (Column<T> column : columns.stream().filter(this::isWorthAColumn).toList()) {
      table.column(column.title, MAX_GROUP_CHARS, shown.stream().map(row -> cell(column.value.apply(row))).toList());
    }
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(table.render(row -> UnaryOperator.identity()));
    if (shown.size() < rows.size()) {
      writer.write(String.format(Locale.ROOT, "%,d more are not shown: -f json or -f csv has them all.%n",
          rows.size() - shown.size()));
    }
    writer.flush();
  }

  private static boolean isWorthALine(Object row) {
    return !(row instanceof Screening.Row group) || group.by() == Screening.By.ALL || group.found() > 0;
  }

  private boolean isWorthAColumn(Column<T> column) {
    return !AT_TIMES.contains(column.key) || rows.stream().anyMatch(row -> column.value.apply(row) != null);
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "-" : value instanceof Double number ? new BigDecimal(number).round(SHORT).toString()
        : value instanceof Long count ? String.format(Locale.ROOT, "%,d", count) : text(value);
  }

  private static String text(Object value) {
    return value instanceof List<?> list ? String.join(" ", list.stream().map(String::valueOf).toList()) : value.toString();
  }

  /** Writes one object a line. */
  public void json(OutputStream out) throws IOException {
    try (JsonGenerator g = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .setRootValueSeparator(null)) {
      for (T row : rows) {
        g.writeStartObject();
        g.writeStringField("event_type", eventType);
        for (Column<T> column : columns) {
          g.writeFieldName(column.key);
          write(g, column.value.apply(row));
        }
        g.writeEndObject();
        g.writeRaw('\n');
      }
    }
    out.flush();
  }

  private static void write(JsonGenerator g, @Nullable Object value) throws IOException {
    if (value instanceof Long count) {
      g.writeNumber(count);
    } else if (value instanceof Double number) {
      g.writeNumber(number);
    } else if (value instanceof List<?> list) {
      g.writeStartArray();
      for (Object element : list) {
        g.writeString(element.toString());
      }
      g.writeEndArray();
    } else if (value == null) {
      g.writeNull();
    } else {
      g.writeString(value.toString());
    }
  }

  /**
   * Writes CSV (RFC 4180, UTF-8, header first), lists with blanks between their elements. A text that a spreadsheet would run as a formula
   * gets an apostrophe in front.
   */
  public void csv(OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(String.join(",", columns.stream().map(Column::key).toList()) + "\r\n");
    for (T row : rows) {
      List<String> cells = new ArrayList<>();
      for (Column<T> column : columns) {
        Object value = column.value.apply(row);
        cells.add(value == null || value instanceof Number ? Objects.toString(value, "") : quoted(text(value)));
      }
      writer.write(String.join(",", cells) + "\r\n");
    }
    writer.flush();
  }

  private static String quoted(String text) {
    String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean isPlain = List.of("\"", ",", "\n", "\r").stream().noneMatch(safe::contains);
    return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
