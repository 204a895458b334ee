package stratoscope.names;

import java.util.List;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * Mining that its owner allows, so that no one is told of it. Asked once for each finding, so it goes through its entries one by one.
 * Immutable.
 */
public final class AllowList {
  /** What {@link #indexOf} gives where nothing allows it. */
  public static final int NONE = -1;

  private final List<AllowEntry> entries;

  public AllowList(List<AllowEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * The first entry that allows a miner to mine at a pool at a time, or {@link #NONE}.
   *
   * @param host name of the pool's host, null if not known; the others likewise
   * @param timestampMicros since 1970
   */
  public int indexOf(IpAddress miner, IpAddress poolAddress, @Nullable String host, @Nullable String pool, @Nullable String wallet,
      long timestampMicros) {
    for (int i = 0; i < entries.size(); i++) {
      AllowEntry entry = entries.get(i);
      if (timestampMicros < entry.expiresMicros() && entry.holds(miner, poolAddress, host, pool, wallet)) {
        return i;
      }
    }
    return NONE;
  }

  /** In the order of the file. */
  public List<AllowEntry> entries() {
    return entries;
  }
}
