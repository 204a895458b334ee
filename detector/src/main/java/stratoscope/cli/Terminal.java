package stratoscope.cli;

/** What the program's standard streams are connected to. Java can't tell; the launcher can, and says so in system properties. */
final class Terminal {
  private Terminal() {}

  static boolean isStdout() {
    return Boolean.getBoolean("stratoscope.stdout.terminal");
  }

  static boolean isStderr() {
    return Boolean.getBoolean("stratoscope.stderr.terminal");
  }
}
