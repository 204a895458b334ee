package stratoscope.names;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
  private static final List<Set<PoolKind>> SETS = newSets();

  private final int bit;

  PoolKind(int bit) {
    this.bit = bit;
  }

  /** Loops, since streams take milliseconds to set up, in each run. */
  private static List<Set<PoolKind>> newSets() {
    List<Set<PoolKind>> sets = new ArrayList<>();
    for (int mask = 0; mask < 1 << COUNT; mask++) {
      Set<PoolKind> set = EnumSet.noneOf(PoolKind.class);
      for (PoolKind kind : values()) {
        if ((mask & kind.bit) != 0) {
          set.add(kind);
        }
      }
      sets.add(Collections.unmodifiableSet(set));
    }
    return sets;
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

  static Set<PoolKind> setOf(int mask) {
    return SETS.get(mask);
  }

  /** The word in rule files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
