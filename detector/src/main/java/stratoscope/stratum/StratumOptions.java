package stratoscope.stratum;

/**
 * Bounds of what is kept for one conversation; each is there because packets are written by adversaries.
 *
 * @param maxMessageBytes longest message that is parsed; a Zcash share is 2.7 kB, a job with a large coinbase 20 kB
 * @param maxNesting deepest JSON that is parsed; no dialect goes below 6
 * @param maxIdleMessages JSON messages without any sign of mining after which a conversation is given up
 * @param maxIdleBytes bytes without any sign of mining after which a conversation is given up
 * @param maxForeignLines lines that are no JSON after which a conversation without signs is given up
 * @param maxPendingRequests requests kept per side to match answers with; the oldest are forgotten
 * @param maxJobs jobs remembered to match shares with; pools keep a handful alive
 */
public record StratumOptions(int maxMessageBytes, int maxNesting, int maxIdleMessages, int maxIdleBytes, int maxForeignLines,
    int maxPendingRequests, int maxJobs) {

  public static final StratumOptions DEFAULTS = new StratumOptions(64 * 1024, 32, 16, 64 * 1024, 4, 256, 256);
}
