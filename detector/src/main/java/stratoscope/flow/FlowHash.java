package stratoscope.flow;

import java.util.SplittableRandom;
import stratoscope.packet.TcpSegment;

/**
 * A seeded 64-bit hash of a connection, the same for both directions. Immutable.
 *
 * <p>Packets are written by adversaries, who must not be able to choose connections that collide: all multiplications are by secrets
 * drawn from the seed, folded to 64 bits (the scheme of wyhash). Each end is hashed alone and the two are added, which is what makes
 * the hash symmetric; a last mix spreads the sum.
 */
final class FlowHash {
  private final long addressKeyHigh;
  private final long addressKeyLow;
  private final long portKey;
  private final long portMultiplier;

  FlowHash(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    addressKeyHigh = random.nextLong();
    addressKeyLow = random.nextLong();
    portKey = random.nextLong();
    portMultiplier = random.nextLong() | 1;
  }

  /** Never 0, which marks an empty slot in {@link SynCache} and {@link RejectedFlows}. */
  long of(TcpSegment segment) {
    long source = end(segment.sourceHigh, segment.sourceLow, segment.sourcePort, segment.tenant);
    long destination = end(segment.destinationHigh, segment.destinationLow, segment.destinationPort, segment.tenant);
    long hash = mix(source + destination);
    return hash == 0 ? 1 : hash;
  }

  private long end(long high, long low, int port, int tenant) {
    long address = fold(high ^ addressKeyHigh, low ^ addressKeyLow);
    return fold(address ^ portKey, (((long) tenant << 16) + port) ^ portMultiplier);
  }

  /** Both halves of the 128-bit product, laid over each other. */
  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ (a * b);
  }

  /** The finalizer of SplitMix64. */
  static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
