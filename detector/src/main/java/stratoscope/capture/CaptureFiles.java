package stratoscope.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The captures that the user's arguments mean: files, folders with all below them, {@code -} for standard input; in the order of the
 * arguments, within a folder in the order of the paths. For one thread. Files in folders that don't begin like a capture are dropped and
 * counted; of those that can't be opened the first is named. An argument that is there and no capture is named, as long as others are
 * some. A file that is reached twice below one argument, through links, is taken once.
 */
public final class CaptureFiles {
  private final List<CaptureFile> files = new ArrayList<>();
  private final Set<Object> seen = new HashSet<>();
  private final BlockPool pool = new BlockPool(BlockPlan.GLANCE);
  private final List<CaptureException> useless = new ArrayList<>();
  private int ignored;
  private int unreadable;
  private @Nullable CaptureException firstUnreadable;

  private CaptureFiles() {}

  /**
   * Resolves the arguments.
   *
   * @throws CaptureException when one of them is missing, or all are forbidden, no capture, or a folder without any: one line
   */
  public static CaptureFiles of(List<String> arguments) throws CaptureException {
    CaptureFiles found = new CaptureFiles();
    for (String argument : arguments) {
      if (argument.isEmpty()) {
        throw new CaptureException("an empty name is no capture: an unset variable in a script?");
      }
      if (argument.equals(CaptureFile.STDIN_NAME) && found.hasStdin()) {
        throw new CaptureException("-: standard input can be read only once");
      }
      try {
        found.add(argument);
      } catch (NoSuchFileException e) {
        throw CaptureException.of(argument, e);
      } catch (IOException e) {
        found.useless.add(CaptureException.of(argument, e));
      }
    }
    if (found.files.isEmpty() && !found.useless.isEmpty()) {
      throw found.useless.get(0);
    }
    return found;
  }

  public List<CaptureFile> files() {
    return List.copyOf(files);
  }

  /** True if standard input is among them. */
  public boolean hasStdin() {
    return files.stream().anyMatch(file -> file.path() == null);
  }

  /** Files in folders that are no captures. */
  public int ignored() {
    return ignored;
  }

  /** Arguments that can't be used, and files and folders in folders that could not be opened. */
  public int unreadable() {
    return useless.size() + unreadable;
  }

  /** What is wrong with them, a line for each argument and one for all that is in folders. */
  public List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    useless.forEach(reason -> complaints.add(String.valueOf(reason.getMessage())));
    if (firstUnreadable != null) {
      complaints.add(firstUnreadable.getMessage() + (unreadable > 1 ? " (and " + (unreadable - 1) + " more)" : ""));
    }
    return complaints;
  }

  private void add(String argument) throws IOException {
    if (argument.equals(CaptureFile.STDIN_NAME)) {
      files.add(CaptureFile.stdin());
      return;
    }
    Path path = path(argument);
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      addFolder(argument, path);
    } else if (attributes.isRegularFile()) {
      addFile(argument, path, attributes.size());
    } else {
      files.add(new CaptureFile(argument, path, -1));
    }
  }

  private static Path path(String argument) throws IOException {
    try {
      return Path.of(argument);
    } catch (java.nio.file.InvalidPathException e) {
      throw new NoSuchFileException(argument);
    }
  }

  private void addFile(String name, Path path, long sizeBytes) throws IOException {
    if (sizeBytes == 0) {
      throw new CaptureException(name + ": empty file");
    }
    CaptureFile file = new CaptureFile(name, path, sizeBytes);
    CaptureReader.open(file, new CaptureProblems(0), pool).close();
    files.add(file);
  }

  private void addFolder(String name, Path folder) throws IOException {
    int before = files.size();
    seen.clear();
    walk(folder);
    if (files.size() == before) {
      throw new CaptureException(name + ": no capture files in this folder");
    }
  }

  /** A folder that is reached again, through a link, was seen: so no walk is endless. */
  private void walk(Path folder) throws IOException {
    List<Path> entries;
    try (Stream<Path> listing = Files.list(folder)) {
      entries = listing.sorted().toList();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    seen.add(identity(folder));
    for (Path entry : entries) {
      try {
        visit(entry);
      } catch (IOException e) {
        leaveOut(entry, e);
      }
    }
  }

  /** A link that leads nowhere is no capture. */
  private void leaveOut(Path entry, IOException reason) {
    if (Files.isSymbolicLink(entry) && !(reason instanceof AccessDeniedException)) {
      ignored++;
      return;
    }
    unreadable++;
    if (firstUnreadable == null) {
      firstUnreadable = CaptureException.of(entry.toString(), reason);
    }
  }

  private void visit(Path entry) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
    if (!seen.add(identity(entry))) {
      return;
    }
    CaptureFile file = new CaptureFile(entry.toString(), entry, attributes.size());
    if (attributes.isDirectory()) {
      walk(entry);
    } else if (attributes.isRegularFile() && isCapture(file)) {
      files.add(file);
    } else {
      ignored++;
    }
  }

  private static Object identity(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path.toRealPath() : key;
  }

  /** Whether the file begins like a capture, under gzip or zstd if need be. */
  private static boolean isCapture(CaptureFile file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(CaptureFormat.HEAD_BYTES).order(ByteOrder.BIG_ENDIAN);
    try (FileBytes stored = FileBytes.open(file)) {
      try (CaptureBytes bytes = CaptureBytes.open(stored, false)) {
        bytes.fill(head);
      } catch (IOException e) {
        if (stored.failure() != null) {
          throw e;
        }
      }
    }
    return CaptureFormat.of(head, 0, head.position()) != CaptureFormat.NONE;
  }
}
