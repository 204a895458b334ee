package stratoscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import stratoscope.config.FolderHash;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.InventoryException;
import stratoscope.inventory.InventoryFiles;
import stratoscope.inventory.InventoryProblems;
import stratoscope.record.MadeBy;

/** The options that say whose addresses are. One thread sets them; any may read. */
final class InventoryOptions {
  /** On a terminal the first ones show what is wrong. Elsewhere all that are kept are told. */
  private static final int MAX_SHOWN = 10;

  @Option(names = "--inventory", paramLabel = "FILE|DIR", description = {
      "Whose addresses are: CSV with a column 'prefix'; leases, accounting and NAT logs; MMDB.",
      "A folder means all files below it."})
  private @Nullable Path path;

  @Option(names = "--inventory-zone", paramLabel = "OFFSET", defaultValue = "+00:00",
      description = "Zone of the inventory's times that name none, such as +08:00; UTC if not given.")
  private String zone = "+00:00";

  /** What the files were like when they were last read. */
  private volatile String loaded = "";
  /** Of what was read: rows that are used, and what could not be used. */
  private volatile @Nullable Long rows;
  private volatile @Nullable Long problems;

  /** What the files were like when they were last read, whether or not they could be used. */
  String loaded() {
    return loaded;
  }

  /** What the files are like. */
  String state() {
    return path == null ? "" : FileState.of(List.of(path));
  }

  @Nullable Path path() {
    return path;
  }

  boolean isGiven() {
    return path != null;
  }

  /**
   * What records rest on, if they are made with it; to be asked when it has been read.
   *
   * @throws IOException if rules or inventory can't be read
   */
  MadeBy madeBy(RuleOptions rules) throws IOException {
    return in(new MadeBy(Main.version(), rules.folder() == null ? null : rules.folder().toString(), rules.hash(),
        path == null ? null : path.toString(), null, null, null));
  }

  /** The same as it was, but for what was read of the inventory last. */
  MadeBy in(MadeBy by) throws IOException {
    return new MadeBy(by.program(), by.rules(), by.rulesHash(), by.inventory(), path == null ? null : FolderHash.of(path), rows, problems);
  }

  /**
   * Reads it, and says which rows can't be used.
   *
   * @return {@link Inventory#NONE} if none is asked for
   */
  Inventory load(boolean isQuiet, PrintWriter err) throws CommandException {
    return load(true, isQuiet, err);
  }

  /**
   * The same.
   *
   * @param isForCases as {@link InventoryFiles} has it
   */
  Inventory load(boolean isForCases, boolean isQuiet, PrintWriter err) throws CommandException {
    if (path == null) {
      return Inventory.NONE;
    }
    loaded = state();
    InventoryFiles files = new InventoryFiles(zone(), isForCases);
    try {
      Inventory inventory = files.read(path);
      rows = (long) inventory.rows() + inventory.leases();
      problems = files.problems().count();
      complain(files, isQuiet, err);
      return inventory;
    } catch (InventoryException e) {
      throw new CommandException(String.valueOf(e.getMessage()));
    }
  }

  private ZoneOffset zone() throws CommandException {
    try {
      return ZoneOffset.of(zone);
    } catch (DateTimeException e) {
      throw new CommandException("--inventory-zone can't be '" + zone + "', but an offset from UTC: +08:00");
    }
  }

  private static void complain(InventoryFiles files, boolean isQuiet, PrintWriter err) {
    if (isQuiet) {
      return;
    }
    List<String> messages = files.problems().messages();
    int shown = Terminal.isStderr() ? Math.min(MAX_SHOWN, messages.size()) : messages.size();
    messages.stream().limit(shown).forEach(message -> Main.complain(err, message));
    long more = files.problems().count() - shown;
    if (more > 0) {
      Main.complain(err, more + " more problems in the inventory" + (shown < messages.size() ? " ('2> FILE' tells up to "
          + InventoryProblems.MAX_KEPT + ")" : "") + "; what can be used of it is used");
    }
  }
}
