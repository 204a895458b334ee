package stratoscope.names;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of the pool directory. Immutable. Days are counted from 1970-01-01 in UTC, {@link #NO_DAY} where the row has none.
 *
 * @param indicator a host name that stands for itself and all below it ({@code nanopool.org}), for itself only ({@code =xmr.nanopool.org}),
 *     an address, a prefix ({@code 192.0.2.0/24}) or a range ({@code 192.0.2.1-192.0.2.9})
 * @param kinds never empty
 * @param pool its operator's name
 * @param coins their tickers
 * @param lastSeen day on which the source last found it
 * @param expires the first day on which it says nothing any more
 */
public record PoolEntry(String indicator, Ports ports, Set<PoolKind> kinds, @Nullable String pool, List<String> coins,
    Confidence confidence, int firstSeen, int lastSeen, int expires, @Nullable PoolSource source) {
  public static final int NO_DAY = Integer.MIN_VALUE;

  private static final double DAY_MICROS = 24 * 3600 * 1e6;

  /**
   * What the row is worth at a time, from 0 to 1. Full is the factor of its confidence times its source's trust: until half-way between
   * the day it was last seen and the day it expires. From there it falls evenly, to 0 when it expires. A row that never expires keeps its
   * strength; one of which is not known when it was seen keeps it until it expires. Before it was first seen it counts as fresh: sources
   * learn late of what is there.
   */
  public double strengthAt(long timestampMicros) {
    double full = confidence.factor() * (source == null ? 1 : source.trust());
    if (expires == NO_DAY) {
      return full;
    }
    double day = timestampMicros / DAY_MICROS;
    if (day >= expires) {
      return 0;
    }
    int seen = Math.max(lastSeen, firstSeen);
    double left = seen >= expires || seen == NO_DAY ? 1 : (expires - day) / ((expires - seen) / 2.0);
    return full * Math.min(1, left);
  }

  /** The listed name; an address, prefix or range as it is. */
  public String hostName() {
    return hostNameOf(indicator);
  }

  /** The same of an indicator as it is written: without the sign that it stands for itself only. */
  public static String hostNameOf(String indicator) {
    return indicator.startsWith("=") ? indicator.substring(1) : indicator;
  }

  /** The same row of another kind, without ports. */
  PoolEntry as(PoolKind kind) {
    return new PoolEntry(indicator, Ports.NONE, Set.of(kind), pool, coins, confidence, firstSeen, lastSeen, expires, source);
  }

  /** The same row of an operator. */
  PoolEntry of(String operator) {
    return new PoolEntry(indicator, ports, kinds, operator, coins, confidence, firstSeen, lastSeen, expires, source);
  }

  PoolEntry withIndicator(String other) {
    return new PoolEntry(other, ports, kinds, pool, coins, confidence, firstSeen, lastSeen, expires, source);
  }
}
