package stratoscope.config;

import java.nio.file.Files;
import java.nio.file.Path;

/** A rule file that can't be used; the message is one line: file, what is wrong. */
public final class RuleFileException extends Exception {
  private static final long serialVersionUID = 1;

  RuleFileException(String message) {
    super(message);
  }

  /** Of a file that can't be opened. */
  static RuleFileException unreadable(Path file) {
    return new RuleFileException(file + ": " + (Files.exists(file) ? "can't be read" : "no such file"));
  }
}
