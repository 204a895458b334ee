package stratoscope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** What the program's standard streams are connected to. Java can't tell; the launcher can, and says so in system properties. */
final class Terminal {
  private Terminal() {}

  static boolean isStdout() {
    return isTerminal("stratoscope.stdout.terminal");
  }

  static boolean isStderr() {
    return isTerminal("stratoscope.stderr.terminal");
  }

  private static boolean isTerminal(String property) {
    return Boolean.getBoolean(property);
  }

  /** Standard output without {@code PrintStream}'s habit of swallowing errors: a full disk behind a redirection must be seen. */
  static OutputStream stdout() {
    return new FileOutputStream(FileDescriptor.out);
  }
}
