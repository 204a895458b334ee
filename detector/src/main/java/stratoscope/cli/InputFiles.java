package stratoscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stratoscope.capture.CaptureFile;

/** The captures that a run reads, so that it doesn't write over one of them, whatever name leads there. Immutable. */
final class InputFiles {
  private static final Path STDIN = Path.of("/dev/stdin");

  private final Set<Object> keys = new HashSet<>();

  InputFiles(List<CaptureFile> files) {
    for (CaptureFile file : files) {
      Object key = key(file.path() == null ? STDIN : file.path());
      if (key != null) {
        keys.add(key);
      }
    }
  }

  boolean contains(Path path) {
    Object key = key(path);
    return key != null && keys.contains(key);
  }

  /** Tells files apart, but not names of one; null when it is no regular file, e.g. a terminal, which may well be read and written. */
  private static @Nullable Object key(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return !attributes.isRegularFile() ? null : attributes.fileKey() == null ? path.toRealPath() : attributes.fileKey();
    } catch (IOException e) {
      return null;
    }
  }
}
