package stratoscope.inventory;

import java.util.ArrayList;
import java.util.List;

/** What could not be used of an inventory's files. One thread. Bounded: of more than {@link #MAX_KEPT} only the number is kept. */
public final class InventoryProblems {
  /** Beyond these nobody reads on. */
  public static final int MAX_KEPT = 1000;

  private final List<String> messages = new ArrayList<>();
  private long count;

  void add(String where, long line, String what) {
    add(where + ":" + line + ": " + what);
  }

  void add(String message) {
    count++;
    if (messages.size() < MAX_KEPT) {
      messages.add(message);
    }
  }

  /** The first ones, each with file, line and reason. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** Of all, kept or not. */
  public long count() {
    return count;
  }
}
