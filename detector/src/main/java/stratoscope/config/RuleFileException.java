package stratoscope.config;

/** A rule file that can't be used; the message is one line: file, what is wrong. */
public final class RuleFileException extends Exception {
  private static final long serialVersionUID = 1;

  RuleFileException(String message) {
    super(message);
  }
}
