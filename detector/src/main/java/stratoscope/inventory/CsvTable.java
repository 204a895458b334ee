package stratoscope.inventory;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose first row names its columns: commas, semicolons or tabs between cells, UTF-8 with or without its mark, or GB18030. Rows
 * that can't be used are noted with file and line, and the others are read. One thread.
 */
final class CsvTable {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int BUFFER_CHARS = 1 << 16;
  private static final String SEPARATORS = ",;\t";
  private static final Pattern JOINTS = Pattern.compile("[-_\\s]");

  private final Path file;
  private final Charset charset;
  private final char separator;
  private final List<String> columns;

  private CsvTable(Path file, Charset charset, char separator, List<String> columns) {
    this.file = file;
    this.charset = charset;
    this.separator = separator;
    this.columns = columns;
  }

  /** Takes a row, which is the next one's object, too. Throws {@link IllegalArgumentException} with a reason. */
  @FunctionalInterface
  interface RowSink {
    void onRow(CsvRow row);
  }

  /** Opens a file and reads its header. */
  static CsvTable open(Path file) throws IOException, InventoryException {
    Charset charset = TextFiles.charsetOf(file);
    String header = firstLine(file, charset);
    char separator = SEPARATORS.charAt(0);
    for (int i = 1; i < SEPARATORS.length(); i++) {
      separator = count(header, SEPARATORS.charAt(i)) > count(header, separator) ? SEPARATORS.charAt(i) : separator;
    }
    try (CsvReader<CsvRecord> csv = reader(separator).ofCsvRecord(header)) {
      for (CsvRecord record : csv) {
        return new CsvTable(file, charset, separator,
            record.getFields().stream().map(CsvTable::normalised).toList());
      }
    } catch (CsvParseException e) {
      throw new InventoryException(file + ":1: the header can't be read: " + reasonOf(e));
    }
    return new CsvTable(file, charset, separator, List.of());
  }

  private static String firstLine(Path file, Charset charset) throws IOException {
    try (BufferedReader in = reader(file, charset)) {
      String line = in.readLine();
      while (line != null && (line.isBlank() || line.startsWith("#"))) {
        line = in.readLine();
      }
      return line == null ? "" : line;
    }
  }

  /** Behind the mark that may stand at the beginning. */
  private static BufferedReader reader(Path file, Charset charset) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), charset), BUFFER_CHARS);
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
    return in;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  private static CsvReader.CsvReaderBuilder reader(char separator) {
    return CsvReader.builder().fieldSeparator(separator).commentStrategy(CommentStrategy.SKIP).allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE);
  }

  /** Names of columns are equal whatever their case, and whatever joins their words: {@code User-Name}, {@code user_name}. */
  static String normalised(String column) {
    return JOINTS.matcher(column).replaceAll("").toLowerCase(Locale.ROOT);
  }

  boolean has(String... names) {
    return Arrays.stream(names).map(CsvTable::normalised).allMatch(columns::contains);
  }

  /** Names of columns, as {@link #normalised}. */
  List<String> columns() {
    return columns;
  }

  char separator() {
    return separator;
  }

  /** Reads all rows; gives the number of those that were taken. */
  long read(List<String> wanted, InventoryProblems problems, RowSink sink) throws IOException {
    return read(wanted, Set.of(), problems, sink);
  }

  /** The same where some of the wanted columns repeat what is in other rows. */
  long read(List<String> wanted, Set<String> repeated, InventoryProblems problems, RowSink sink) throws IOException {
    boolean[] isRepeated = new boolean[wanted.size()];
    for (int i = 0; i < isRepeated.length; i++) {
      isRepeated[i] = repeated.contains(wanted.get(i));
    }
    CsvRow row = new CsvRow(wanted.stream().map(CsvTable::normalised).mapToInt(columns::indexOf).toArray(), isRepeated);
    long taken = 0;
    try (BufferedReader in = reader(file, charset); CsvReader<CsvRow> csv = reader(separator).build(row, in)) {
      boolean isHeader = true;
      for (CsvRow next : csv) {
        if (!isHeader && !next.isBlank() && take(next, problems, sink)) {
          taken++;
        }
        isHeader = false;
      }
    } catch (CsvParseException | UncheckedIOException e) {
      problems.add(file + ": the rest can't be read: " + reasonOf(e));
    }
    return taken;
  }

  private boolean take(CsvRow row, InventoryProblems problems, RowSink sink) {
    try {
      sink.onRow(row);
      return true;
    } catch (IllegalArgumentException e) {
      problems.add(file.toString(), row.line(), String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static String reasonOf(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("it is no CSV");
  }

  /** A cell that is not empty, stripped; else null. */
  static @Nullable String textOrNull(String cell) {
    String text = cell.strip();
    return text.isEmpty() ? null : text;
  }
}
