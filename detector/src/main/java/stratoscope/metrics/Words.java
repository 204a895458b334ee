package stratoscope.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The values of one label, of which there may be only so many; what comes later is {@code other}. Safe for threads. */
final class Words {
  /** More dialects, or coins, than anybody knows. */
  private static final int MAX_WORDS = 64;

  private final Set<String> words = ConcurrentHashMap.newKeySet();

  String of(@Nullable String word) {
    if (word == null) {
      return "unknown";
    }
    if (words.contains(word) || (words.size() < MAX_WORDS && words.add(word))) {
      return word;
    }
    return "other";
  }
}
