package stratoscope.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureException;
import stratoscope.names.AddressRange;
import stratoscope.packet.IpAddress;

/**
 * What became of cases, as a user notes it: a CSV file with the columns {@code case} (an owner, or an address), {@code status},
 * {@code date}, {@code note}. Rows are only ever added; the last one of a case counts. One thread. A row that can't be used is an error,
 * since somebody would be told the wrong thing; bounded in rows and in characters.
 */
public final class CaseFile {
  private static final String CASE = "case";
  private static final List<String> COLUMNS = List.of(CASE, "status", "date", "note");
  /** A province has some ten thousand cases a year. */
  private static final int MAX_ROWS = 1_000_000;
  private static final int MAX_TEXT_CHARS = 1000;
  /** What spreadsheets would run; an apostrophe keeps them from it. */
  private static final String FORMULA_STARTS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  /** Without it Excel takes a file for one of the local encoding, and garbles names of owners when it saves it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Map<String, Status> byCase = new HashMap<>();

  /** How far a case has come. */
  public enum State {
    NOTIFIED, EXPLAINED, REMEDIED,
    /** Nobody mines there: to be shown, and not to be counted. */
    FALSE_ALARM;

    /** The word for it in files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return label();
    }
  }

  /**
   * A row.
   *
   * @param date on which that became so, as {@code 2026-11-29}
   * @param note of the user's; may hold anything
   */
  public record Status(State state, String date, @Nullable String note) {
    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if it can't be written, with a reason for people
     */
    public static Status of(State state, String date, @Nullable String note) {
      long days = TimeUnit.MICROSECONDS.toDays(new Times(ZoneOffset.UTC).from(date));
      return new Status(state, LocalDate.ofEpochDay(days).toString(), note == null ? null : bounded(note));
    }
  }

  private CaseFile() {}

  /** Without rows. */
  public static CaseFile empty() {
    return new CaseFile();
  }

  private static String bounded(String text) {
    if (text.length() > MAX_TEXT_CHARS) {
      throw new IllegalArgumentException("a text of more than " + MAX_TEXT_CHARS + " characters");
    }
    return text;
  }

  /**
   * Reads a file.
   *
   * @throws InventoryException with file, line and reason, at the first thing that is wrong
   */
  public static CaseFile read(Path file) throws InventoryException {
    InventoryProblems problems = new InventoryProblems();
    CaseFile cases = new CaseFile();
    try {
      CsvTable table = open(file);
      table.read(COLUMNS, problems, row -> cases.add(row.cells(), row.line()));
    } catch (NoSuchFileException e) {
      throw new InventoryException(file + ": no such file; --set-status makes one");
    } catch (IOException e) {
      throw new InventoryException(file + ": can't be read: " + CaptureException.reason(e));
    }
    if (problems.count() > 0) {
      throw new InventoryException(problems.messages().get(0));
    }
    return cases;
  }

  private static CsvTable open(Path file) throws IOException, InventoryException {
    CsvTable table = CsvTable.open(file);
    if (!table.has(CASE, "status", "date")) {
      throw new InventoryException(file + ":1: is no list of cases: it needs the columns case, status, date");
    }
    return table;
  }

  private void add(String[] cells, long line) {
    String who = unquoted(bounded(cells[0].strip()));
    if (who.isEmpty()) {
      throw new IllegalArgumentException("an owner, a customer or an address is missing");
    }
    if (line > MAX_ROWS) {
      throw new IllegalArgumentException("more than " + MAX_ROWS + " lines");
    }
    add(who, Status.of(state(cells[1].strip()), cells[2], CsvTable.textOrNull(unquoted(cells[3]))));
  }

  /** Adds a row, here alone. */
  public void add(String who, Status status) {
    byCase.put(keyOf(who.strip()), status);
  }

  private static State state(String word) {
    for (State state : State.values()) {
      if (state.label().equalsIgnoreCase(word)) {
        return state;
      }
    }
    throw new IllegalArgumentException("unknown status '" + word + "' (known: notified, explained, remedied, false_alarm)");
  }

  private static String keyOf(String who) {
    IpAddress address = AddressRange.addressOrNull(who);
    return address == null ? who : address.toString();
  }

  /**
   * The status of a customer, or, if none is noted, of the address, or else of its owner; null if there is none either.
   *
   * @param customer as {@link Holder#customer} has it
   */
  public @Nullable Status of(String customer, @Nullable String owner, String address) {
    String closest = customer.equals(owner) ? address : customer;
    return Stream.of(closest, address, Objects.requireNonNullElse(owner, "")).map(byCase::get).filter(Objects::nonNull).findFirst()
        .orElse(null);
  }

  /**
   * Adds a row to a file, which is made if there is none; what is in it stays as it is.
   *
   * @param who an owner, a customer, or an address
   * @throws InventoryException if that can't be, with a reason
   */
  public static void append(Path file, String who, Status status) throws InventoryException {
    if (who.length() > MAX_TEXT_CHARS) {
      throw new InventoryException(file + ": can't be written: a case of more than " + MAX_TEXT_CHARS + " characters");
    }
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, BYTE_ORDER_MARK + String.join(",", COLUMNS) + "\r\n", UTF_8, StandardOpenOption.CREATE_NEW);
      }
      read(file);
      Charset charset = TextFiles.charsetOf(file);
      CsvTable table = open(file);
      List<String> texts = List.of(who, status.state.label(), status.date, status.note == null ? "" : status.note);
      String row = table.columns().stream().map(COLUMNS::indexOf).map(place -> place < 0 ? "" : cell(texts.get(place)))
          .collect(Collectors.joining(String.valueOf(table.separator())));
      Files.writeString(file, (endsInLine(file) ? "" : "\r\n") + row + "\r\n", charset, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new InventoryException(file + ": can't be written: " + e.getMessage());
    }
  }

  private static boolean endsInLine(Path file) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      bytes.position(Math.max(0, bytes.size() - 1)).read(last);
      return bytes.size() == 0 || last.get(0) == '\n';
    }
  }

  private static String cell(String text) {
    String safe = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> ",;\t\"\r\n#".indexOf(c) >= 0) ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.charAt(0) == '\'' && FORMULA_STARTS.indexOf(text.charAt(1)) >= 0 ? text.substring(1) : text;
  }
}
