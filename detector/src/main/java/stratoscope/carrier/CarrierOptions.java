package stratoscope.carrier;

import stratoscope.packet.PacketOptions;

/**
 * Bounds of what is kept of one flow's carriers; each is there because packets are written by adversaries.
 *
 * @param maxHeadBytes start line and headers of one HTTP message; servers refuse more than 8 to 16 kB
 * @param maxBodyBytes body of one HTTP message, longer ones are skipped; the longest mining message that is parsed. In HTTP/2 all
 *     streams of one direction together
 * @param maxMessageBytes one WebSocket message, longer ones are skipped; as above
 * @param maxInflatedBytes a body or message after decompression; as above
 * @param maxLayers carriers inside each other, what is deeper is taken for a plain stream; three are met in practice
 * @param maxHttp2Streams streams open in one HTTP/2 connection, the oldest are forgotten
 * @param maxHeldBytes memory for what is incomplete in all flows together, so that a flood of messages without end exhausts none
 */
public record CarrierOptions(int maxHeadBytes, int maxBodyBytes, int maxMessageBytes, int maxInflatedBytes, int maxLayers,
    int maxHttp2Streams, int maxHeldBytes) {

  public static final CarrierOptions DEFAULTS =
      new CarrierOptions(16 * 1024, 64 * 1024, 64 * 1024, 64 * 1024, 8, 64, 64 << 20);

  /** The same for one of so many detectors that divide the memory among them. */
  public CarrierOptions sharedBy(int detectors) {
    return new CarrierOptions(maxHeadBytes, maxBodyBytes, maxMessageBytes, maxInflatedBytes, maxLayers, maxHttp2Streams,
        PacketOptions.shareOf(maxHeldBytes, detectors));
  }
}
