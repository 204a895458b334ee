package stratoscope.cli;

/** Something the user asked for that can't be done; the message is one line: where, what, what to do. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1;

  CommandException(String message) {
    super(message);
  }
}
