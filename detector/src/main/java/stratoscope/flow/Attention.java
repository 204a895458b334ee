package stratoscope.flow;

/** Why a connection is looked at. */
public enum Attention {
  /** Its first words, or any later, may be a miner's or a pool's. */
  WORDS,
  /** It opens TLS in a way that deserves to be read. */
  TLS,
  /** It asks for a pool by its name, in HTTP that shows nothing else of mining. */
  POOL_ASKED,
  /** It is DNS over TCP. */
  DNS,
  /** It goes to where a pool is known to be, in what is no text. */
  ENDPOINT,
  /** It goes on and on at a slow pace in what is no text. */
  PACE,
  /** None yet: its next payload will say more. */
  LATER,
  /** It opens TLS on the web's port, and names nobody. */
  HIDDEN
}
