package stratoscope.stratum;

import java.util.LinkedHashMap;
import java.util.Map;

/** The entries made last, oldest first; the oldest is forgotten when there are too many. One thread. */
public final class Recent<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int maxEntries;

  public Recent(int maxEntries) {
    super(8);
    this.maxEntries = maxEntries;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maxEntries;
  }
}
