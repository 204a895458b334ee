package stratoscope.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the rule files of one reading, in the order found. One thread. Bounded: beyond the first {@link #MAX_KEPT} errors or
 * warnings nobody reads on, so they are not kept.
 */
final class RuleProblems {
  static final int MAX_KEPT = 1000;

  private final List<RuleFileException> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Reads something out of the rule files. */
  @FunctionalInterface
  interface Reading<T> {
    @Nullable T read() throws RuleFileException;
  }

  /** What is read; null if it can't be used, which is then noted. */
  <T> @Nullable T attempt(Reading<T> reading) {
    try {
      return reading.read();
    } catch (RuleFileException e) {
      error(e);
      return null;
    }
  }

  void error(RuleFileException error) {
    if (errors.size() < MAX_KEPT) {
      errors.add(error);
    }
  }

  void warning(String what) {
    if (warnings.size() < MAX_KEPT) {
      warnings.add(what);
    }
  }

  /** How many errors there are so far. */
  int errorCount() {
    return errors.size();
  }

  Optional<RuleFileException> firstError() {
    return errors.stream().findFirst();
  }

  List<String> errors() {
    return errors.stream().map(error -> String.valueOf(error.getMessage())).toList();
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
