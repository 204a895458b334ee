package stratoscope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.inventory.CaseFile;
import stratoscope.inventory.InventoryException;

/** The options that say what became of cases, and note it of one. */
final class CaseOptions {
  @Option(names = "--status", paramLabel = "FILE",
      description = "What became of cases: CSV with the columns case (owner, customer or address), status, date, note; the last row of a"
          + " case counts. False alarms are shown, and not counted.")
  private @Nullable Path file;

  @Option(names = "--set-status", paramLabel = "STATUS",
      description = "Note in the file of --status that the case of --notice is now ${COMPLETION-CANDIDATES}.")
  private CaseFile.@Nullable State state;

  @Option(names = "--status-date", paramLabel = "DATE", description = "Since when it is (2026-11-29); today, in UTC, if not given.")
  private @Nullable String date;

  @Option(names = "--note", paramLabel = "TEXT", description = "What there is to say of it, for --set-status.")
  private @Nullable String note;

  /** What is read, and added to; null if none is given. */
  @Nullable Path file() {
    return file;
  }

  /**
   * What is noted, with what is to be noted.
   *
   * @param who the case; null if none is named
   * @throws CommandException if the file, or what is to be noted, can't be used
   */
  CaseFile read(@Nullable String who) throws CommandException {
    if (state == null && (date != null || note != null)) {
      throw new CommandException("--status-date and --note belong to --set-status");
    }
    if (state != null && (who == null || file == null)) {
      throw new CommandException("--set-status needs the case, --notice OWNER|IP, and the file to note it in, --status FILE");
    }
    CaseFile cases = read(state == null || Files.exists(Objects.requireNonNull(file)) ? file : null);
    if (state != null) {
      cases.add(Objects.requireNonNull(who), status());
    }
    return cases;
  }

  private CaseFile.Status status() throws CommandException {
    try {
      return CaseFile.Status.of(Objects.requireNonNull(state), date == null ? LocalDate.now(ZoneOffset.UTC).toString() : date, note);
    } catch (IllegalArgumentException e) {
      throw new CommandException("--set-status: " + e.getMessage());
    }
  }

  /** Notes what is to be noted; false if nothing is. */
  boolean set(@Nullable String who) throws CommandException {
    if (state == null) {
      return false;
    }
    try {
      CaseFile.append(Objects.requireNonNull(file), Objects.requireNonNull(who), status());
      return true;
    } catch (InventoryException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  /** What a file says; nothing if there is none. */
  static CaseFile read(@Nullable Path file) throws CommandException {
    try {
      return file == null ? CaseFile.empty() : CaseFile.read(file);
    } catch (InventoryException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }
}
