package stratoscope.inventory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import stratoscope.capture.CaptureException;

/**
 * Reads an inventory: one file, or all files below a folder, in the order of their names. What a file is shows in what it holds: an
 * inventory of prefixes, leases, accounting, translations, a database of places. One thread.
 */
public final class InventoryFiles {
  private static final int MAX_DEPTH = 8;
  private static final int BEGINNING_BYTES = 1 << 14;
  private static final String KINDS = "an inventory (CSV with a column 'prefix'), leases (ISC dhcpd, Kea), accounting (FreeRADIUS), a NAT "
      + "log (CSV with 'public_address' and 'private_address') or a database of places (MMDB)";
  /** What stands between data and metadata of MaxMind's format. */
  private static final String MMDB_EXTENSION = ".mmdb";

  private final InventoryProblems problems = new InventoryProblems();
  private final SubscriberTable.Builder subscribers = new SubscriberTable.Builder();
  private final ZoneOffset zone;
  private final boolean isForCases;
  private PrefixRows prefixes;
  private final LeaseTables leases;
  private final RadiusDetail radius;
  private final List<PlaceDatabase> places = new ArrayList<>();

  /** @param zone of the times that don't name one */
  public InventoryFiles(ZoneOffset zone) {
    this(zone, true);
  }

  /**
   * The same.
   *
   * @param isForCases whether owners have accounts, tariff classes and contacts; if there are logs they have, since subscribers lead to
   *     owners by their accounts
   */
  public InventoryFiles(ZoneOffset zone, boolean isForCases) {
    this.zone = zone;
    this.isForCases = isForCases;
    prefixes = new PrefixRows(zone, isForCases);
    leases = new LeaseTables(zone, subscribers, problems);
    radius = new RadiusDetail(zone, subscribers, problems);
  }

  /**
   * Reads a file or a folder.
   *
   * @throws InventoryException if it can't be used at all; rows that can't are in {@link #problems}
   */
  public Inventory read(Path path) throws InventoryException {
    try {
      if (Files.isDirectory(path)) {
        List<Path> files = filesBelow(path);
        if (!isForCases && files.stream().anyMatch(InventoryFiles::isLog)) {
          prefixes = new PrefixRows(zone, true);
        }
        files.forEach(this::readOneOfMany);
      } else if (!Files.exists(path)) {
        throw new InventoryException(path + ": no such file or folder; --inventory needs one");
      } else if (!readOne(path)) {
        throw new InventoryException(path + ": is not " + KINDS);
      }
    } catch (IOException e) {
      throw new InventoryException(path + ": can't be read: " + CaptureException.reason(e));
    }
    radius.end();
    Inventory inventory = new Inventory(prefixes.table(), prefixes.owners(), subscribers.build(), places);
    if (inventory.isEmpty()) {
      throw new InventoryException(path + ": holds nothing that can be used" + problems.messages().stream().findFirst()
          .map(first -> "; first: " + first).orElse(""));
    }
    return inventory;
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
      return files.filter(Files::isRegularFile).filter(file -> !isHidden(folder.relativize(file))).sorted().toList();
    }
  }

  private static boolean isHidden(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return file.toString().endsWith(".md");
  }

  /** True for leases, accounting and translations, as far as they begin like such. */
  private static boolean isLog(Path file) {
    try {
      String beginning = beginningOf(file);
      return IscLeases.isLikely(beginning) || RadiusDetail.isLikely(beginning)
          || (!file.toString().endsWith(MMDB_EXTENSION) && !CsvTable.open(file).has(PrefixRows.PREFIX));
    } catch (IOException | InventoryException e) {
      return false; // who reads it says so
    }
  }

  /** One that can't be used leaves the others. */
  private void readOneOfMany(Path file) {
    try {
      if (!readOne(file)) {
        problems.add(file + ": is not read: it is not " + KINDS);
      }
    } catch (InventoryException e) {
      problems.add(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      problems.add(file + ": can't be read: " + CaptureException.reason(e));
    }
  }

  private boolean readOne(Path file) throws IOException, InventoryException {
    if (file.toString().endsWith(MMDB_EXTENSION)) {
      places.add(PlaceDatabase.open(file));
      return true;
    }
    String beginning = beginningOf(file);
    if (IscLeases.isLikely(beginning)) {
      new IscLeases(file, subscribers, problems).read();
      return true;
    }
    if (RadiusDetail.isLikely(beginning)) {
      radius.read(file);
      return true;
    }
    CsvTable csv = CsvTable.open(file);
    if (csv.has(PrefixRows.PREFIX)) {
      prefixes.read(csv, file.toString(), problems);
      return true;
    }
    return leases.read(csv);
  }

  private static String beginningOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(BEGINNING_BYTES), ISO_8859_1);
    }
  }

  /** Rows and files that could not be used. */
  public InventoryProblems problems() {
    return problems;
  }
}
