package stratoscope.record.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a store is, in the words of SQLite. */
final class StorePlace {
  private StorePlace() {}

  /**
   * The place of a store that may be written, or is.
   *
   * @param isRead whether it is only read: where nobody can write, as on a medium that is read-only, that needs no files beside it
   */
  static String of(Path file, boolean isRead) {
    Path folder = file.toAbsolutePath().getParent();
    return isRead && folder != null && !Files.isWritable(folder) ? still(file) : "jdbc:sqlite:" + file.toAbsolutePath();
  }

  /** The place of a store that is looked at for a moment: nothing is made beside it, unless a sensor is using it, or was killed. */
  static String still(Path file) {
    return "jdbc:sqlite:" + (hasLog(file) ? file.toAbsolutePath() : "file:" + file.toUri().getRawPath() + "?immutable=1");
  }

  /** Whether something may stand in the log that is not in the store. */
  private static boolean hasLog(Path file) {
    try {
      return Files.size(file.resolveSibling(file.getFileName() + "-wal")) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
