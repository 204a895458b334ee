package stratoscope.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What files are like, so that one sees when one of them is changed, added or removed. */
final class FileState {
  private FileState() {}

  /** Of files, and of all that is below folders; empty of none. */
  static String of(List<Path> paths) {
    StringBuilder state = new StringBuilder();
    for (Path path : paths) {
      try (Stream<Path> files = Files.isDirectory(path) ? Files.walk(path) : Stream.of(path)) {
        files.sorted().forEach(file -> append(state, file));
      } catch (IOException | UncheckedIOException e) {
        state.append(path).append(" can't be listed");
      }
    }
    return state.toString();
  }

  private static void append(StringBuilder state, Path file) {
    state.append(file).append(' ');
    try {
      state.append(Files.getLastModifiedTime(file)).append(' ').append(Files.size(file));
    } catch (IOException e) {
      state.append("can't be read");
    }
    state.append('\n');
  }
}
