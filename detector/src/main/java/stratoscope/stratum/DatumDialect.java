package stratoscope.stratum;

/**
 * DATUM, by which a gateway with miners behind it works for the pool OCEAN on blocks of its own making. All is sealed; a header of four
 * bytes stands in front of each command, under a key.
 *
 * <pre>
 * miner  {length, signed, sealed, command 1} ^ DC871829, little-endian, then the hello: 250 to 1,020 bytes, and nothing more until
 * pool   {length, signed, sealed, command 2} ^ key, answer; {length, signed, channel, command 5} ^ next key, configuration
 * miner  {length, channel, command 5} ^ key, work; ...
 * </pre>
 *
 * <p>The keys of both sides follow from one number inside the hello, see {@link DatumKey}. It is not needed: the pool's headers give it
 * away, and with it the gateway's, so that both sides are known to speak of one hello.
 *
 * <p>Confused with: random first messages, which have such a header and length once in 10^9. Known port: 28915. Reference:
 * OCEAN-xyz/datum_gateway datum_protocol.c and .h.
 */
final class DatumDialect implements StreamDialect {
  @Override
  public String id() {
    return "datum";
  }

  @Override
  public StreamSession newSession(StratumOptions options, DialectSink sink, boolean isAtStart) {
    return isAtStart ? new DatumSession(sink) : NoStream.INSTANCE;
  }
}
