package stratoscope.web;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

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

  private final AtomicLongArray counts = new AtomicLongArray(Reason.values().length);

  void add(Reason reason) {
    counts.incrementAndGet(reason.ordinal());
  }

  public long of(Reason reason) {
    return counts.get(reason.ordinal());
  }
}
