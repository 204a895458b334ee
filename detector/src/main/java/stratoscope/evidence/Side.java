package stratoscope.evidence;

import java.util.Locale;

/** Whose traffic shows a sign: the miner's, the pool's, or both together (a question and its answer). */
public enum Side {
  MINER, POOL, BOTH;

  /** The word in records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
