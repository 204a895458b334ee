package stratoscope.flow;

/** Why a connection is looked at. */
public enum Attention {
  /** Its first words, or any later, may be a miner's or a pool's. */
  WORDS,
  /** It goes on and on at a slow pace in what is no text. */
  PACE
}
