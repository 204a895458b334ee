package stratoscope.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import stratoscope.config.Nearest;

/** What is said about a command line that can't be understood: one line with what is wrong, and what may be meant. */
final class UsageErrors {
  private UsageErrors() {}

  static String message(ParameterException e) {
    return what(e) + "; see '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'";
  }

  private static String what(ParameterException e) {
    ArgSpec option = e.getArgSpec();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched, unmatched.getUnmatched().get(0));
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty() && missing.getMissing().get(0).isPositional()) {
      String label = missing.getMissing().get(0).paramLabel();
      return (label.startsWith("FILE") ? "what to read is missing: " : "what to try is missing: ") + label;
    }
    if (option instanceof OptionSpec choice && choice.completionCandidates() != null && e.getValue() != null) {
      return choice.longestName() + " can't be '" + e.getValue() + "', but one of: " + String.join(", ", choice.completionCandidates());
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String unknown(UnmatchedArgumentException e, String word) {
    if (e.isUnknownOption()) {
      return "unknown option '" + word + "'" + Nearest.hint(word, e.getSuggestions());
    }
    if (isFile(word)) {
      return "'" + word + "' is a file, not a command: 'stratoscope scan " + word + "' reads it";
    }
    return "unknown command '" + word + "'" + Nearest.hint(word, e.getSuggestions());
  }

  private static boolean isFile(String word) {
    try {
      return !word.isEmpty() && Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
