package stratoscope.stratum;

import java.util.LinkedHashMap;
import java.util.Map;

/** The entries made or used last, oldest first; the oldest is forgotten when there are too many. One thread. */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int maxEntries;

  /** Keeps the entries made last. */
  public Recent(int maxEntries) {
    this(maxEntries, false);
  }

  private Recent(int maxEntries, boolean isByUse) {
    super(8, 0.75f, isByUse);
    this.maxEntries = maxEntries;
  }

  /** Keeps the entries that were looked at last. */
  public static <K, V> Recent<K, V> byUse(int maxEntries) {
    return new Recent<>(maxEntries, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maxEntries;
  }
}
