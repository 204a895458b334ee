package stratoscope.stratum;

/**
 * What nodes of Monero's P2Pool say to each other: the pool without a pool, whose miners keep a chain of their shares. Each message is a
 * type and, where its length is not fixed, a length.
 *
 * <pre>
 * both   00 challenge8 peer8             at once, on both sides
 * both   01 hash32 salt8                 the answer to the other's challenge
 * both   02 port4   03 hash32            where it listens; asks for the newest block, under a hash of 0
 * both   04 05 08 length4 block          a block of shares: asked for, new, new and shortened
 * both   06   07 count (family1 address16 port2)...   peers: asked for, told
 * both   09 hash32   0a 0b length4 ...
 * </pre>
 *
 * <p>Who runs such a node mines with it as a rule, on other machines; a node alone is no miner, so this is no proof and never confirmed.
 * The side that opened the connection is taken for the miner. Confused with: other protocols that begin with a zero; a handshake counts
 * only with its port and its request, a block only if it opens as Monero's do. Reference: SChernykh/p2pool p2p_server.h and .cpp,
 * pool_block.cpp.
 */
final class P2poolDialect implements StreamDialect {
  @Override
  public String id() {
    return "p2pool";
  }

  @Override
  public StreamSession newSession(StratumOptions options, DialectSink sink, boolean isAtStart) {
    return new P2poolSession(sink, isAtStart);
  }
}
