package stratoscope;

import stratoscope.evidence.Verdict;
import stratoscope.flow.FlowOptions;
import stratoscope.host.HostOptions;
import stratoscope.packet.PacketOptions;
import stratoscope.stratum.StratumOptions;

/**
 * All bounds of a detector, by layer.
 *
 * @param maxProofBytes memory for copies of packets that may become evidence, over all sessions; 0 keeps none
 * @param weakest verdict that a session needs to be reported; with {@link Verdict#NONE} all in which some sign was seen
 */
public record DetectorOptions(PacketOptions packet, FlowOptions flow, StratumOptions stratum, HostOptions host, long maxProofBytes,
    Verdict weakest) {
  /** The same memory divided among so many detectors; hosts are what they share, and small tables each has for itself. */
  DetectorOptions sharedBy(int detectors) {
    return new DetectorOptions(packet.sharedBy(detectors), flow.sharedBy(detectors), stratum.sharedBy(detectors), host,
        maxProofBytes / detectors, weakest);
  }

  /** The default of every bound, named where it is defined; no packets kept as evidence. */
  public static DetectorOptions defaults() {
    return new DetectorOptions(PacketOptions.DEFAULTS, new FlowOptions(), StratumOptions.DEFAULTS, HostOptions.DEFAULTS, 0,
        Verdict.SUSPECTED);
  }
}
