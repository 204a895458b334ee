package stratoscope.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What files are like, so that one sees when one of them is changed, added or removed. */
final class FileState {
  /** Folders in folders that are looked into; rules have one below theirs. */
  private static final int MAX_DEPTH = 8;

  private FileState() {}

  /** Of files, and of all that is below folders, links followed; empty of none. */
  static String of(List<Path> paths) {
    StringBuilder state = new StringBuilder();
    for (Path path : paths) {
      for (Path file : Files.isDirectory(path) ? below(path) : List.of(path)) {
        append(state, file);
      }
    }
    return state.toString();
  }

  private static Set<Path> below(Path folder) {
    Set<Path> all = new TreeSet<>();
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
        @Override
        public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
          return visitFile(each, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
          all.add(each);
          return FileVisitResult.CONTINUE;
        }

        /** Also of a link that leads back to where it is. */
        @Override
        public FileVisitResult visitFileFailed(Path each, IOException e) {
          all.add(each);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e) {
          return FileVisitResult.CONTINUE;
        }
      });
    } catch (IOException e) {
      all.add(folder);
    }
    return all;
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
