package stratoscope.names;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * Mining that its owner allows, so that no one is told of it. Asked once for each finding, so it goes through its entries one by one.
 * Immutable.
 */
public final class AllowList {
  /** Allows nothing. */
  public static final AllowList EMPTY = new AllowList(List.of());

  private final List<AllowEntry> entries;

  public AllowList(List<AllowEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The same with the entries of another behind its own. */
  public AllowList with(AllowList other) {
    return new AllowList(Stream.concat(entries.stream(), other.entries.stream()).toList());
  }

  /**
   * The first entry that allows a miner to mine at a pool at a time; if there is none, the first that did until it expired
   * ({@link AllowEntry#isOver}); null if there is none of that kind either.
   *
   * @param poolAddress null if not known; the others likewise
   * @param host name of the pool's host
   * @param timestampMicros since 1970
   */
  public @Nullable AllowEntry find(IpAddress miner, @Nullable IpAddress poolAddress, @Nullable String host, @Nullable String pool,
      @Nullable String wallet, long timestampMicros) {
    AllowEntry over = null;
    for (AllowEntry entry : entries) {
      if ((over == null || !entry.isOver(timestampMicros)) && entry.holds(miner, poolAddress, host, pool, wallet)) {
        if (!entry.isOver(timestampMicros)) {
          return entry;
        }
        over = entry;
      }
    }
    return over;
  }

  /** In the order of the file. */
  public List<AllowEntry> entries() {
    return entries;
  }
}
