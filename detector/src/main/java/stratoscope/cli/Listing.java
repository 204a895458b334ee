package stratoscope.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import stratoscope.report.TextTable;

/** A list that a command prints, as a table or as one JSON object a line. Immutable. */
final class Listing<T> {

  /**
   * What is told of each row.
   *
   * @param title above the table's column
   * @param key in JSON
   * @param maxChars of the table's column
   * @param value a text, a number, true or false; null if unknown
   */
  record Column<T>(String title, String key, int maxChars, Function<T, @Nullable Object> value) {}

  private static final JsonFactory JSON = new JsonFactory();

  private final List<Column<T>> columns;

  Listing(List<Column<T>> columns) {
    this.columns = List.copyOf(columns);
  }

  void print(List<T> rows, ListFormat format, PrintWriter out) {
    if (format == ListFormat.JSON) {
      rows.forEach(row -> out.println(json(row)));
    } else if (!rows.isEmpty()) {
      TextTable table = new TextTable();
      for (Column<T> column : columns) {
        table.column(column.title, column.maxChars, rows.stream().map(row -> cell(column.value.apply(row))).toList());
      }
      out.print(table.render(row -> UnaryOperator.identity()));
    }
    out.flush();
  }

  private static String cell(@Nullable Object value) {
    return value == null || value.equals(false) ? "-" : value.equals(true) ? "yes" : value.toString();
  }

  private String json(T row) {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(text)) {
      g.writeStartObject();
      for (Column<T> column : columns) {
        g.writeFieldName(column.key);
        write(g, column.value.apply(row));
      }
      g.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter doesn't fail
    }
    return text.toString();
  }

  private static void write(JsonGenerator g, @Nullable Object value) throws IOException {
    if (value instanceof Integer number) {
      g.writeNumber(number);
    } else if (value instanceof Long number) {
      g.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      g.writeBoolean(truth);
    } else if (value == null) {
      g.writeNull();
    } else {
      g.writeString(value.toString());
    }
  }
}
