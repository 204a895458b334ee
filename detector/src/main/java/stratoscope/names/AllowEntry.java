package stratoscope.names;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import stratoscope.packet.IpAddress;

/**
 * Mining that is allowed. Holds if all that is said holds; null where nothing is said. Immutable.
 *
 * @param name a host name of the pool's, with all names below it
 * @param pool name of the pool's operator, whatever its case
 * @param side whose the address is
 * @param reason why, for people
 * @param expiresMicros since 1970: from then on it allows nothing
 * @param where file and line
 */
public record AllowEntry(@Nullable AddressRange address, @Nullable String name, @Nullable String pool, @Nullable String wallet, Side side,
    String reason, long expiresMicros, String where) {
  /** When an entry expires that holds for ever. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Whose an address is. */
  public enum Side {
    /** The miner's. */
    SOURCE,
    /** The pool's. */
    DESTINATION,
    /** Either. */
    BOTH;

    /** The word in rule files. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** True if it allows nothing any more. */
  public boolean isOver(long timestampMicros) {
    return timestampMicros >= expiresMicros;
  }

  boolean holds(IpAddress miner, @Nullable IpAddress poolAddress, @Nullable String host, @Nullable String poolName,
      @Nullable String minersWallet) {
    return (address == null || holdsAddress(address, miner, poolAddress))
        && (name == null || (host != null && isAtOrBelow(host, name)))
        && (pool == null || pool.equalsIgnoreCase(poolName))
        && (wallet == null || wallet.equals(minersWallet));
  }

  private boolean holdsAddress(AddressRange range, IpAddress miner, @Nullable IpAddress poolAddress) {
    return (side != Side.DESTINATION && range.contains(miner))
        || (side != Side.SOURCE && poolAddress != null && range.contains(poolAddress));
  }

  private static boolean isAtOrBelow(String host, String suffix) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    int start = end - suffix.length();
    return start >= 0 && host.regionMatches(true, start, suffix, 0, suffix.length()) && (start == 0 || host.charAt(start - 1) == '.');
  }
}
