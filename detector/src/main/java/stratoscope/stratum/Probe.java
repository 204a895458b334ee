package stratoscope.stratum;

/** What a dialect says of bytes or a message that may be its own. */
public enum Probe {
  /** No other dialect says this. */
  CERTAIN,
  /** The dialect says this, and so may others. */
  POSSIBLE,
  /** The dialect never says this. */
  NOT_MINE,
  /** Not enough was seen to tell. */
  NEED_MORE
}
