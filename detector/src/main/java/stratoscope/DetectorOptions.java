package stratoscope;

import stratoscope.flow.FlowOptions;
import stratoscope.host.HostOptions;
import stratoscope.packet.PacketOptions;
import stratoscope.stratum.StratumOptions;

/**
 * All bounds of a detector, by layer.
 *
 * @param maxProofBytes memory for copies of packets that may become evidence, over all sessions; 0 keeps none
 */
public record DetectorOptions(PacketOptions packet, FlowOptions flow, StratumOptions stratum, HostOptions host, long maxProofBytes) {
  /** The default of every bound, named where it is defined; no packets kept as evidence. */
  public static DetectorOptions defaults() {
    return new DetectorOptions(PacketOptions.DEFAULTS, new FlowOptions(), StratumOptions.DEFAULTS, HostOptions.DEFAULTS, 0);
  }
}
