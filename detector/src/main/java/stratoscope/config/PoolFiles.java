package stratoscope.config;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stratoscope.names.PoolDirectory;
import stratoscope.names.PoolEntry;
import stratoscope.names.PoolSource;
import stratoscope.names.WebLabels;

/**
 * Reads the files {@code pools/*.csv} of a folder of rules, row by row. Of a row that can't be used the file, the line and the reason are
 * noted.
 */
final class PoolFiles {
  static final String FOLDER = "pools/";
  static final String EXTENSION = ".csv";
  private static final int ABSENT = -1;

  private final RuleProblems problems;
  private final PoolRowReader rows;
  private final PoolDirectory.Builder builder;
  private final RowListener listener;

  /** Is told of each row that is taken. */
  @FunctionalInterface
  interface RowListener {
    void onRow(PoolEntry entry, String file, long line);
  }

  PoolFiles(WebLabels labels, Map<String, PoolSource> sources, RuleProblems problems, RowListener listener) {
    this.problems = problems;
    this.listener = listener;
    rows = new PoolRowReader(sources);
    builder = new PoolDirectory.Builder(labels);
  }

  /** The files of a folder of rules, in the order in which they are read: that of their names. Hidden ones are an editor's. */
  static List<Path> in(Path rules) throws RuleFileException {
    Path folder = rules.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> RuleFiles.isCalled(file, EXTENSION)).sorted().toList();
    } catch (IOException e) {
      throw new RuleFileException(folder + ": can't be read");
    }
  }

  PoolDirectory read(List<Path> files) {
    for (Path file : files) {
      problems.attempt(() -> {
        read(file);
        return null;
      });
    }
    return builder.build();
  }

  private void read(Path file) throws RuleFileException {
    RuleFiles.refusePipe(file);
    try (InputStream in = Files.newInputStream(file);
        CsvReader<CsvRecord> csv = CsvReader.builder().commentStrategy(CommentStrategy.SKIP).detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE).allowUnclosedQuote(false)
            .ofCsvRecord(in, StandardCharsets.UTF_8)) {
      int[] places = new int[0];
      for (CsvRecord record : csv) {
        if (places.length == 0) {
          places = places(record, file);
        } else if (problems.errorCount() < RuleProblems.MAX_KEPT) {
          read(record, places, file.toString());
        }
      }
    } catch (FileSystemException e) {
      throw RuleFileException.unreadable(file);
    } catch (CsvParseException | UncheckedIOException | IOException e) {
      Exception reason = e.getCause() instanceof IOException cause ? cause : e;
      throw new RuleFileException(file + ": " + String.valueOf(reason.getMessage()).lines().findFirst().orElse("can't be read"));
    }
  }

  /** Where in each record the columns stand that we know; {@link #ABSENT} for those that the file does not have. */
  private static int[] places(CsvRecord header, Path file) throws RuleFileException {
    int[] places = new int[PoolRowReader.COLUMNS.size()];
    Arrays.fill(places, ABSENT);
    for (int i = 0; i < header.getFieldCount(); i++) {
      String name = header.getField(i).strip();
      int column = PoolRowReader.COLUMNS.indexOf(name);
      String where = file + ":" + header.getStartingLineNumber() + ": ";
      if (column < 0) {
        throw new RuleFileException(where + "unknown column '" + name + "'" + Nearest.hint(name, PoolRowReader.COLUMNS)
            + "; known: " + String.join(", ", PoolRowReader.COLUMNS));
      }
      if (places[column] != ABSENT) {
        throw new RuleFileException(where + "column '" + name + "' is here twice");
      }
      places[column] = i;
    }
    for (String required : List.of("indicator", "kind")) {
      if (places[PoolRowReader.COLUMNS.indexOf(required)] == ABSENT) {
        throw new RuleFileException(file + ":" + header.getStartingLineNumber() + ": column '" + required + "' is missing");
      }
    }
    return places;
  }

  private void read(CsvRecord record, int[] places, String file) {
    String[] cells = new String[places.length];
    for (int i = 0; i < places.length; i++) {
      cells[i] = places[i] == ABSENT || places[i] >= record.getFieldCount() ? "" : record.getField(places[i]);
    }
    try {
      PoolEntry entry = rows.read(cells);
      builder.add(entry);
      listener.onRow(entry, file, record.getStartingLineNumber());
    } catch (IllegalArgumentException e) {
      problems.error(new RuleFileException(file + ":" + record.getStartingLineNumber() + ": " + e.getMessage()));
    }
  }
}
