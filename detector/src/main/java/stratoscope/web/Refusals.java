package stratoscope.web;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often a server sent clients away, by reason. Safe for threads. */
public final class Refusals {
  /** Why. */
  public enum Reason {
    /** Neither password nor token was right. */
    UNAUTHORIZED,
    /** There were too many connections. */
    TOO_MANY,
    /** A request took too long to come. */
    TOO_SLOW,
    /** No HTTP, or too much of it; or TLS failed. */
    UNREADABLE;

    /** The word for it in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Map<Reason, LongAdder> counts = new ConcurrentHashMap<>();

  void add(Reason reason) {
    counts.computeIfAbsent(reason, first -> new LongAdder()).increment();
  }

  public long of(Reason reason) {
    LongAdder count = counts.get(reason);
    return count == null ? 0 : count.sum();
  }
}
