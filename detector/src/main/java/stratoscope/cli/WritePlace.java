package stratoscope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at where a sensor is to write, before anything is captured: what can't be is one line with the option. Makes and opens nothing. */
final class WritePlace {
  private WritePlace() {}

  /** A file that is appended to; null for none. */
  static void checkFile(String option, @Nullable Path file) throws CommandException {
    check(option, file, file != null && Files.exists(file));
  }

  /** A file beside which others are made; null for none. */
  static void checkFileAmongOthers(String option, @Nullable Path file) throws CommandException {
    check(option, file, false);
  }

  private static void check(String option, @Nullable Path file, boolean isAlone) throws CommandException {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (file == null || folder == null) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw new CommandException(option + " " + file + ": is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandException(option + " " + file + ": there is no folder " + folder + "; make it first");
    }
    if (!Files.isWritable(isAlone ? file : folder)) {
      throw new CommandException(option + " " + file + ": no permission to write to " + (isAlone ? "it" : folder));
    }
  }

  /** Files that are written at once, or null: none may be another, which would be lost. */
  static void checkApart(@Nullable Path... files) throws CommandException {
    Set<Path> seen = new HashSet<>();
    for (Path file : files) {
      if (file != null && !seen.add(file.toAbsolutePath().normalize())) {
        throw new CommandException(file + ": -w, --store and --state need a file each");
      }
    }
  }

  /** A folder that is made if there is none; null for none. */
  static void checkFolder(String option, @Nullable Path folder) throws CommandException {
    Path there = folder == null ? null : folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there != null && !Files.isDirectory(there)) {
      throw new CommandException(option + " " + folder + ": " + there + " is a file, where a folder is needed");
    }
    if (there != null && !Files.isWritable(there)) {
      throw new CommandException(option + " " + folder + ": no permission to write to " + there);
    }
  }
}
