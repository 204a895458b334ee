package stratoscope.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import stratoscope.capture.CaptureException;

/** Finds files in a folder of rules that nothing reads: a misspelled name, a wrong extension. */
final class UnreadFiles {
  /** The folder itself, and folders in it with folders of their own. */
  private static final int MAX_DEPTH = 3;
  /** More than these, and it is not a folder of rules. */
  private static final int MAX_WARNINGS = 20;
  private static final Set<String> NO_RULES = Set.of("README.md");

  private UnreadFiles() {}

  /** @param read names of the files that are read, within the folder */
  static void warn(Path folder, Set<String> read, RuleProblems problems) {
    try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
      List<Path> unread = files.filter(Files::isRegularFile)
          .filter(file -> !read.contains(nameOf(folder, file)) && !isHidden(folder.relativize(file)))
          .limit(MAX_WARNINGS).sorted().toList();
      unread.forEach(file -> problems.warning(file + ": warning: is not read: rule files are called " + expected(folder, file)));
    } catch (UncheckedIOException e) {
      warn(folder, Objects.requireNonNull(e.getCause()), problems);
    } catch (IOException e) {
      warn(folder, e, problems);
    }
  }

  private static void warn(Path folder, IOException cause, RuleProblems problems) {
    String place = cause instanceof FileSystemException failure && failure.getFile() != null ? failure.getFile() : folder.toString();
    problems.warning(place + ": warning: the folder can't be read through: " + CaptureException.reason(cause));
  }

  private static String nameOf(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** Files that editors and version control leave behind, and the folder's own explanation. */
  private static boolean isHidden(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return NO_RULES.contains(file.toString());
  }

  private static String expected(Path folder, Path file) {
    return nameOf(folder, file).startsWith(RuleFiles.DIALECTS) ? "dialects/ID.yaml" : "as in rules/README.md";
  }
}
