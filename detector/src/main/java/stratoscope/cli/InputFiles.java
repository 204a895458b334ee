package stratoscope.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureFile;

/** The files that a run reads, so that it doesn't write over one of them, whatever name leads there. One thread. */
final class InputFiles {
  private static final Path STDIN = Path.of("/dev/stdin");
  /** Standard input, or standard output, as users write it. */
  static final Path DASH = Path.of("-");
  /** As deep as folders of inventories and captures are read. */
  private static final int MAX_DEPTH = 8;

  private final Set<Object> keys = new HashSet<>();

  /** Those of a run that reads captures. */
  static InputFiles of(List<CaptureFile> captures) {
    InputFiles files = new InputFiles();
    captures.forEach(capture -> files.add(capture.path() == null ? STDIN : capture.path()));
    return files;
  }

  /**
   * Adds one, or all below a folder.
   *
   * @param path null for none, {@code -} for standard input
   */
  InputFiles add(@Nullable Path path) {
    if (path == null) {
      return this;
    }
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.walk(path, MAX_DEPTH)) {
        files.forEach(this::addFile);
      } catch (IOException | UncheckedIOException e) {
        // who reads the folder complains
      }
    } else {
      addFile(path.equals(DASH) ? STDIN : path);
    }
    return this;
  }

  private void addFile(Path file) {
    Object key = key(file);
    if (key != null) {
      keys.add(key);
    }
  }

  /**
   * Complains if one of them is about to be written over.
   *
   * @param output null for standard output
   */
  void check(@Nullable Path output) throws CommandException {
    if (output != null && contains(output)) {
      throw new CommandException(output + ": is one of the files to be read; -w needs another file");
    }
  }

  boolean contains(Path path) {
    Object key = key(path);
    return key != null && keys.contains(key);
  }

  /**
   * Tells files apart, but not names of one, unless there is none yet; null when it is no regular file, e.g. a terminal, which may well be
   * read and written.
   */
  private static @Nullable Object key(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return !attributes.isRegularFile() ? null : attributes.fileKey() == null ? path.toRealPath() : attributes.fileKey();
    } catch (NoSuchFileException e) {
      return path.toAbsolutePath().normalize();
    } catch (IOException e) {
      return null;
    }
  }
}
