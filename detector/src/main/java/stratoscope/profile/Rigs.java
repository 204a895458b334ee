package stratoscope.profile;

/**
 * What one session shows of how many machines are behind it. Each count is 1 or more.
 *
 * @param channels open at one moment, each of them a machine's or more (Stratum V2)
 * @param clients that the pool told apart in this connection, by session ids and extranonces
 * @param nonceParts into which a proxy's shares divide the nonces, one for each of its clients
 * @param workers that the miner named, at least
 */
public record Rigs(int channels, int clients, int nonceParts, Distinct workers) {
  /** Of a session that does not say. */
  public static final Rigs ONE = new Rigs(1, 1, 1, new Distinct(0));
}
