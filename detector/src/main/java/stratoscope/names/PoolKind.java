package stratoscope.names;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a listed host does. One that does several things has several kinds. */
public enum PoolKind {
  /** Hands out work to miners. */
  POOL(1 << 0),
  /** Shows a pool to people; a visit is not mining. */
  POOL_WEBSITE(1 << 1),
  /** Serves miners that run in web pages. */
  BROWSER_MINER(1 << 2),
  /** Passes mining on to pools. */
  PROXY(1 << 3),
  /** Takes the share of time that mining software works for its author. */
  DONATION(1 << 4),
  /** Sells and buys hashrate. */
  MARKETPLACE(1 << 5);

  /** How many there are, which is how many bits a mask of them has. */
  static final int COUNT = 6;

  /** By bit mask, so that rows share them. */
  private static final Set<?>[] SETS = IntStream.range(0, 1 << COUNT).mapToObj(PoolKind::newSet).toArray(Set<?>[]::new);

  private final int bit;

  PoolKind(int bit) {
    this.bit = bit;
  }

  private static Set<PoolKind> newSet(int mask) {
    return Stream.of(values()).filter(kind -> (mask & kind.bit()) != 0).collect(Collectors.toUnmodifiableSet());
  }

  int bit() {
    return bit;
  }

  static int maskOf(Set<PoolKind> kinds) {
    int mask = 0;
    for (PoolKind kind : kinds) {
      mask |= kind.bit();
    }
    return mask;
  }

  @SuppressWarnings("unchecked") // filled with nothing else
  static Set<PoolKind> setOf(int mask) {
    return (Set<PoolKind>) SETS[mask];
  }

  /** The word in rule files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
