package stratoscope.stratum;

import stratoscope.carrier.CarrierOptions;
import stratoscope.packet.PacketOptions;

/**
 * Bounds of what is kept for one conversation; each is there because packets are written by adversaries.
 *
 * @param maxMessageBytes longest message that is parsed; a Zcash share is 2.7 kB, a job with a large coinbase 20 kB
 * @param maxNesting deepest JSON that is parsed; no dialect goes below 6
 * @param maxIdleMessages JSON messages without any sign of mining after which a conversation is given up
 * @param maxIdleBytes bytes without any sign of mining after which a conversation is given up
 * @param maxForeignLines lines that are no JSON after which a conversation without signs is given up
 * @param maxRemembered requests per side that wait for an answer, and jobs that wait for shares; pools keep a handful alive, and the oldest
 *     are forgotten
 * @param maxHeldBytes memory for incomplete messages of all conversations together, so that a flood of messages without end exhausts none
 * @param carrier bounds of what messages travel in
 */
public record StratumOptions(int maxMessageBytes, int maxNesting, int maxIdleMessages, int maxIdleBytes, int maxForeignLines,
    int maxRemembered, int maxHeldBytes, CarrierOptions carrier) {

  public static final StratumOptions DEFAULTS = new StratumOptions(64 * 1024, 32, 16, 64 * 1024, 4, 256, 64 << 20, CarrierOptions.DEFAULTS);

  /** The same for one of so many detectors that divide the memory among them. */
  public StratumOptions sharedBy(int detectors) {
    return new StratumOptions(maxMessageBytes, maxNesting, maxIdleMessages, maxIdleBytes, maxForeignLines, maxRemembered,
        PacketOptions.shareOf(maxHeldBytes, detectors), carrier.sharedBy(detectors));
  }
}
