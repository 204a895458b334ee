package stratoscope.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is made of some files, and made anew once one of them has changed; they are looked at whenever it is asked for. Files that can't
 * be used are told of once, and what was made before stays. One thread.
 */
final class Reread<T> {
  /** Makes it. */
  interface Maker<T> {
    /** Reads the files; throws {@link IOException} with a line for the user. */
    T make() throws IOException;
  }

  private final List<Path> files;
  private final Maker<T> maker;
  private final Consumer<String> log;
  private T made;
  private String seen;
  /** What was wrong with the files when they were last read; empty for nothing. */
  private String told = "";

  /** @throws IOException if the files can't be used */
  Reread(List<Path> files, Maker<T> maker, Consumer<String> log) throws IOException {
    this.files = files;
    this.maker = maker;
    this.log = log;
    seen = state();
    made = maker.make();
  }

  T get() {
    String now = state();
    if (!now.equals(seen) || !told.isEmpty()) {
      seen = now;
      read();
    }
    return made;
  }

  private void read() {
    try {
      made = maker.make();
      log.accept("read again: " + String.join(", ", files.stream().map(Path::toString).toList()));
      told = "";
    } catch (IOException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(told)) {
        log.accept(problem + "; what was read before stays");
      }
      told = problem;
    }
  }

  private String state() {
    StringBuilder state = new StringBuilder();
    for (Path file : files) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        state.append(now.lastModifiedTime()).append(' ').append(now.size()).append(' ').append(now.fileKey());
      } catch (IOException e) {
        state.append("can't be read");
      }
      state.append('\n');
    }
    return state.toString();
  }
}
