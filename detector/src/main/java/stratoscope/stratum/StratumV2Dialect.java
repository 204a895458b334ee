package stratoscope.stratum;

/**
 * Stratum V2, in clear as on a local network, or in its cipher, of which only lengths are seen. In clear each message is a frame:
 *
 * <pre>
 * u16 extension, its highest bit set if the message is of a channel; u8 type; u24 length; payload, all little-endian
 * miner  00 00 00 2f 00 00 ...  SetupConnection: protocol, versions, flags, host, port, vendor, hardware, firmware, device
 * pool   00 00 01 06 00 00 02 00 00 00 00 00  SetupConnection.Success: version 2, flags
 * miner  00 00 10 39 00 00 ...  OpenStandardMiningChannel: request, user, hashrate, target
 * pool   00 00 11 31 00 00 ...  its Success: request, channel, target, extranonce prefix, group
 * pool   00 80 15 2d 00 00 ...  NewMiningJob       pool  00 80 20 30 00 00 ...  SetNewPrevHash
 * miner  00 80 1a 18 00 00 ...  SubmitSharesStandard: channel, sequence, job, nonce, time, version
 * pool   00 80 1c 14 00 00 ...  SubmitShares.Success: channel, last sequence, count, sum
 * </pre>
 *
 * <p>Confused with: other records with a length in front; a message counts only if its fields fill it to the last byte. Nodes and pools
 * speak the same frames among themselves to declare jobs and to hand out templates, which is graded lower. Reference:
 * stratum-mining/sv2-spec.
 */
final class StratumV2Dialect implements StreamDialect {
  @Override
  public String id() {
    return "stratum-v2";
  }

  @Override
  public StreamSession newSession(StratumOptions options, DialectSink sink, boolean isAtStart) {
    return new StratumV2Session(options, sink, isAtStart);
  }
}
