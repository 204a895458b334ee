package stratoscope.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said about a command line that can't be understood: one line with what is wrong, and what may be meant. */
final class UsageErrors {
  private UsageErrors() {}

  static String message(ParameterException e) {
    return what(e) + "; see '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'";
  }

  private static String what(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched) || unmatched.getUnmatched().isEmpty()) {
      return String.valueOf(e.getMessage());
    }
    String word = unmatched.getUnmatched().get(0);
    boolean isOption = unmatched.isUnknownOption();
    if (!isOption && isFile(word)) {
      return "'" + word + "' is a file, not a command: 'stratoscope scan " + word + "' reads it";
    }
    List<String> nearest = unmatched.getSuggestions();
    return "unknown " + (isOption ? "option" : "command") + " '" + word + "'"
        + (nearest.isEmpty() ? commands(e.getCommandLine(), isOption) : "; did you mean '" + nearest.get(0) + "'?");
  }

  private static boolean isFile(String word) {
    try {
      return Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String commands(CommandLine command, boolean isOption) {
    return isOption || command.getSubcommands().isEmpty() ? "" : " (there are: " + String.join(", ", command.getSubcommands().keySet()) + ")";
  }
}
