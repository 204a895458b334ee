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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stratoscope.inventory.CaseFile;

/** Writes what a screening counted: a table, JSON lines, or CSV. */
public final class ScreenReport {
  /** More than anyone reads on a screen. */
  private static final int MAX_ROWS = 1000;
  private static final int MAX_GROUP_CHARS = 40;
  private static final double MAX_WHOLE = 1e15;
  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
  private static final MathContext SHORT = new MathContext(4, RoundingMode.HALF_EVEN);

  private ScreenReport() {}

  /** What is told of each row; null is unknown. */
  private record Column(String title, String key, Function<Screening.Row, @Nullable Object> value) {}

  private static final List<Column> COLUMNS = List.of(
      new Column("BY", "by", row -> row.by().label()),
      new Column("GROUP", "group", Screening.Row::group),
      new Column("ADDRESSES", "addresses", row -> count(row.addresses())),
      new Column("IPV6 /64", "networks_ipv6", row -> count(row.networks())),
      new Column("SEEN", "seen", Screening.Row::seen),
      new Column("CLEAN", "clean", Screening.Row::clean),
      new Column("SUSPECTED", "suspected", Screening.Row::suspected),
      new Column("PROBABLE", "probable", Screening.Row::probable),
      new Column("CONFIRMED", "confirmed", Screening.Row::confirmed),
      new Column("REPEATED", "repeated", Screening.Row::repeated),
      new Column("NOTIFIED", "notified", row -> row.cases(CaseFile.State.NOTIFIED)),
      new Column("EXPLAINED", "explained", row -> row.cases(CaseFile.State.EXPLAINED)),
      new Column("REMEDIED", "remedied", row -> row.cases(CaseFile.State.REMEDIED)),
      new Column("FALSE ALARM", "false_alarm", row -> row.cases(CaseFile.State.FALSE_ALARM)),
      new Column("KWH LOW", "kwh_low", row -> known(row.lowKwh())),
      new Column("KWH HIGH", "kwh_high", row -> known(row.highKwh())));

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
  public static void table(List<Screening.Row> rows, OutputStream out) throws IOException {
    List<Screening.Row> shown = rows.size() <= MAX_ROWS ? rows
        : rows.stream().filter(row -> row.by() == Screening.By.ALL || row.found() > 0).limit(MAX_ROWS).toList();
    TextTable table = new TextTable();
    boolean hasCases = !rows.isEmpty() && !rows.get(0).cases().isEmpty();
    List<Column> columns = COLUMNS.stream().filter(column -> hasCases || !isOfCases(column)).toList();
    for (Column column : columns) {
      table.column(column.title, MAX_GROUP_CHARS, shown.stream().map(row -> cell(column.value.apply(row))).toList());
    }
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(table.render(row -> UnaryOperator.identity()));
    if (shown.size() < rows.size()) {
      writer.write(String.format(Locale.ROOT, "%,d more groups are not shown: -f json or -f csv has them all.%n",
          rows.size() - shown.size()));
    }
    writer.flush();
  }

  /** Those that only say something where statuses are known. */
  private static boolean isOfCases(Column column) {
    return Arrays.stream(CaseFile.State.values()).anyMatch(state -> state.label().equals(column.key));
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "-" : value instanceof Double number ? new BigDecimal(number).round(SHORT).toString()
        : value instanceof Long count ? String.format(Locale.ROOT, "%,d", count) : value.toString();
  }

  /** Writes one object a line. */
  public static void json(List<Screening.Row> rows, OutputStream out) throws IOException {
    try (JsonGenerator g = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .setRootValueSeparator(null)) {
      for (Screening.Row row : rows) {
        g.writeStartObject();
        g.writeStringField("event_type", "screen");
        for (Column column : COLUMNS) {
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
    } else if (value == null) {
      g.writeNull();
    } else {
      g.writeString(value.toString());
    }
  }

  /** Writes CSV (RFC 4180, UTF-8, header first). A text that a spreadsheet would run as a formula gets an apostrophe in front. */
  public static void csv(List<Screening.Row> rows, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(String.join(",", COLUMNS.stream().map(Column::key).toList()) + "\r\n");
    for (Screening.Row row : rows) {
      List<String> cells = new ArrayList<>();
      for (Column column : COLUMNS) {
        Object value = column.value.apply(row);
        cells.add(value == null ? "" : value instanceof String text ? quoted(text) : value.toString());
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
