package stratoscope.inventory;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file whose first row names its columns: commas, semicolons or tabs between cells, UTF-8 with or without its mark, or GB18030. Rows
 * that can't be used are noted with file and line, and the others are read. One thread.
 */
final class CsvTable {
  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int BUFFER_CHARS = 1 << 13;
  /** Rows are split in blocks; a longer row is left to the reader of any CSV. */
  private static final int BLOCK_CHARS = 1 << 16;
  private static final String SEPARATORS = ",;\t";
  /** First line by which Excel is told the separator. */
  private static final Pattern SAID_SEPARATOR = Pattern.compile("\"?sep=([^\"#\\w ])\"?\\s*", Pattern.CASE_INSENSITIVE);
  /** Rows behind which reading begins anew, for each of which the file is read up to there once more. */
  private static final int MAX_BROKEN_ROWS = 100;
  private static final Pattern JOINTS = Pattern.compile("[-_\\s]");

  private final Path file;
  private final Charset charset;
  private final char separator;
  private final List<String> columns;
  private final long headerLine;

  private CsvTable(Path file, Charset charset, char separator, List<String> columns, long headerLine) {
    this.file = file;
    this.charset = charset;
    this.separator = separator;
    this.columns = columns;
    this.headerLine = headerLine;
  }

  /** Takes a row, which is the next one's object, too. Throws {@link IllegalArgumentException} with a reason. */
  @FunctionalInterface
  interface RowSink {
    void onRow(CsvRow row);
  }

  /** Opens a file and reads its header. */
  static CsvTable open(Path file) throws IOException, InventoryException {
    Charset charset = TextFiles.charsetOf(file);
    long line = 1;
    String header;
    Character said = null;
    try (BufferedReader in = reader(file, charset)) {
      header = in.readLine();
      for (; header != null; line++) {
        Matcher separator = SAID_SEPARATOR.matcher(header);
        if (separator.matches()) {
          said = separator.group(1).charAt(0);
        } else if (!header.isBlank() && !header.startsWith("#")) {
          break;
        }
        header = in.readLine();
      }
    }
    if (header == null) {
      return new CsvTable(file, charset, SEPARATORS.charAt(0), List.of(), line);
    }
    char separator = said == null ? separatorOf(header) : said;
    try (CsvReader<CsvRecord> csv = reader(separator).ofCsvRecord(header)) {
      List<String> columns = csv.iterator().next().getFields().stream().map(CsvTable::normalised).toList();
      return new CsvTable(file, charset, separator, columns, line);
    } catch (CsvParseException e) {
      throw new InventoryException(file + ":" + line + ": the header can't be read: " + reasonOf(e));
    }
  }

  private static char separatorOf(String header) {
    char separator = SEPARATORS.charAt(0);
    for (int i = 1; i < SEPARATORS.length(); i++) {
      separator = count(header, SEPARATORS.charAt(i)) > count(header, separator) ? SEPARATORS.charAt(i) : separator;
    }
    return separator;
  }

  /** Behind so many lines. */
  private BufferedReader reader(long lines) throws IOException {
    BufferedReader in = reader(file, charset);
    for (long line = 0; line < lines; line++) {
      in.readLine();
    }
    return in;
  }

  /** Behind the mark that may stand at the beginning. */
  private static BufferedReader reader(Path file, Charset charset) throws IOException {
    CharsetDecoder decoder =
        charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    BufferedReader in = new BufferedReader(Channels.newReader(Files.newByteChannel(file), decoder, BUFFER_BYTES), BUFFER_CHARS);
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

  long headerLine() {
    return headerLine;
  }

  char separator() {
    return separator;
  }

  /** Reads all rows. */
  void read(List<String> wanted, InventoryProblems problems, RowSink sink) throws IOException {
    read(wanted, Set.of(), problems, sink);
  }

  /** The same where some of the wanted columns repeat what is in other rows. */
  void read(List<String> wanted, Set<String> repeated, InventoryProblems problems, RowSink sink) throws IOException {
    read(wanted, repeated, BLOCK_CHARS, problems, sink);
  }

  /** The same with blocks of so many characters. */
  void read(List<String> wanted, Set<String> repeated, int blockChars, InventoryProblems problems, RowSink sink) throws IOException {
    boolean[] isRepeated = new boolean[wanted.size()];
    for (int i = 0; i < isRepeated.length; i++) {
      isRepeated[i] = repeated.contains(wanted.get(i));
    }
    CsvRow row = new CsvRow(wanted.stream().map(CsvTable::normalised).mapToInt(columns::indexOf).toArray(), isRepeated);
    row.startBehind(headerLine);
    if (isReadPlain(blockChars, row, problems, sink)) {
      return;
    }
    for (int broken = 0; !readOn(row, problems, sink); broken++) {
      if (broken == MAX_BROKEN_ROWS) {
        problems.add(file + ": the rest is not read: too many rows can't be read");
        return;
      }
      row.startBehind(row.line());
    }
  }

  /** False if a row is not plain, or can't be read: the rows before it are read. */
  private boolean isReadPlain(int blockChars, CsvRow row, InventoryProblems problems, RowSink sink) throws IOException {
    try (BufferedReader in = reader(row.linesBefore())) {
      PlainRows rows = new PlainRows(in, separator, row, blockChars);
      try {
        while (rows.next()) {
          take(row, problems, sink);
        }
        return rows.isAtEnd();
      } catch (IOException e) {
        return false; // it is met again, and said then
      } finally {
        row.startBehind(rows.lines());
      }
    }
  }

  /** False if a row is broken, behind whose first line can be read on: a quote that is not closed holds all the rows to the end. */
  private boolean readOn(CsvRow row, InventoryProblems problems, RowSink sink) throws IOException {
    try (BufferedReader in = reader(row.linesBefore()); CsvReader<CsvRow> csv = reader(separator).build(row, in)) {
      for (CsvRow next : csv) {
        if (!next.isBlank()) {
          take(next, problems, sink);
        }
      }
      return true;
    } catch (CsvParseException e) {
      problems.add(file.toString(), row.line(), "the row can't be read: " + reasonOf(e));
      return false;
    } catch (UncheckedIOException e) {
      problems.add(file + ": the rest can't be read: " + reasonOf(e));
      return true;
    }
  }

  private void take(CsvRow row, InventoryProblems problems, RowSink sink) {
    try {
      sink.onRow(row);
    } catch (IllegalArgumentException e) {
      problems.add(file.toString(), row.line(), String.valueOf(e.getMessage()));
    }
  }

  /** What lies below says it, with a line that is not the file's. */
  private static String reasonOf(Exception e) {
    Throwable said = e.getCause() == null ? e : e.getCause();
    return String.valueOf(said.getMessage()).replaceFirst(" \\(record starting at line .*", "");
  }

  /** A cell that is not empty, stripped; else null. */
  static @Nullable String textOrNull(String cell) {
    String text = cell.strip();
    return text.isEmpty() ? null : text;
  }
}
