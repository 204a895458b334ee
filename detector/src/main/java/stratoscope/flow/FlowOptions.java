package stratoscope.flow;

/**
 * The bounds of a flow table, each with its default. To be set before the table is made and left alone afterwards.
 *
 * <p>Everything a packet can make the table remember is bounded by one of these.
 */
public final class FlowOptions {
  int maxFlows = 131_072;
  long idleTimeoutMicros = 3_600_000_000L;
  long closedLingerMicros = 60_000_000;
  long maxClockJumpMicros = 3_600_000_000L;
  long holeTimeoutMicros = 2_000_000;
  int windowBytes = 1 << 20;
  int maxOutOfOrderBytes = 256 << 10;
  int maxOutOfOrderSegments = 64;
  long maxOutOfOrderBytesTotal = 64L << 20;
  int synCacheSlots = 65_536;
  int rejectedSlots = 65_536;
  int slowSlots = 1 << 20;
  long hashSeed = 0x5354_5241_544FL;

  /** Flows tracked at once, ended ones that linger included; some 600 bytes each and what the reader adds. Default 131072. */
  public FlowOptions maxFlows(int flows) {
    maxFlows = (int) atLeast(1, flows, "maxFlows");
    return this;
  }

  /** Silence after which a flow is over, default one hour: pools send a job every few minutes at the least. */
  public FlowOptions idleTimeoutMicros(long micros) {
    idleTimeoutMicros = atLeast(1, micros, "idleTimeoutMicros");
    return this;
  }

  /** How long an ended flow is remembered, so that late retransmissions don't make a new one. Default 60 s. */
  public FlowOptions closedLingerMicros(long micros) {
    closedLingerMicros = atLeast(0, micros, "closedLingerMicros");
    return this;
  }

  /** Step of the packet clock that needs a second packet to be believed, default one hour; beyond the idle timeout it protects nothing. */
  public FlowOptions maxClockJumpMicros(long micros) {
    maxClockJumpMicros = atLeast(1, micros, "maxClockJumpMicros");
    return this;
  }

  /** Age at which a hole in a stream is given up though nobody has acknowledged it. Default 2 s, beyond the usual retransmission. */
  public FlowOptions holeTimeoutMicros(long micros) {
    holeTimeoutMicros = atLeast(1, micros, "holeTimeoutMicros");
    return this;
  }

  /** Distance from the expected sequence number within which a segment is believed. Default 1 MiB, an ample receive window. */
  public FlowOptions windowBytes(int bytes) {
    windowBytes = (int) atLeast(1, bytes, "windowBytes");
    return this;
  }

  /** Bytes held back behind holes in one direction of a flow, default 256 KiB. */
  public FlowOptions maxOutOfOrderBytes(int bytes) {
    maxOutOfOrderBytes = (int) atLeast(0, bytes, "maxOutOfOrderBytes");
    return this;
  }

  /** Segments held back in one direction of a flow, default 64. */
  public FlowOptions maxOutOfOrderSegments(int segments) {
    maxOutOfOrderSegments = (int) atLeast(0, segments, "maxOutOfOrderSegments");
    return this;
  }

  /** Bytes held back in the whole table, default 64 MiB; the second half is open to mining flows only. */
  public FlowOptions maxOutOfOrderBytesTotal(long bytes) {
    maxOutOfOrderBytesTotal = atLeast(0, bytes, "maxOutOfOrderBytesTotal");
    return this;
  }

  /** Connections whose opening is remembered until they show something, a power of two; 18 bytes each. Default 65536. */
  public FlowOptions synCacheSlots(int slots) {
    synCacheSlots = powerOfTwo(slots, "synCacheSlots");
    return this;
  }

  /** Judged flows that are remembered, a power of two; 12 bytes each. Default 65536. */
  public FlowOptions rejectedSlots(int slots) {
    rejectedSlots = powerOfTwo(slots, "rejectedSlots");
    return this;
  }

  /** Connections whose pace is watched, a power of two; 8 bytes each. Default 1048576. */
  public FlowOptions slowSlots(int slots) {
    slowSlots = powerOfTwo(slots, "slowSlots");
    return this;
  }

  /** Secret of the hash tables. A sensor draws one at start, so that nobody can prepare collisions; tests keep the default. */
  public FlowOptions hashSeed(long seed) {
    hashSeed = seed;
    return this;
  }

  /** The same for one of so many tables that divide flows and held bytes among them. */
  public FlowOptions sharedBy(int tables) {
    FlowOptions share = new FlowOptions();
    share.maxFlows = Math.max(1, maxFlows / tables);
    share.idleTimeoutMicros = idleTimeoutMicros;
    share.closedLingerMicros = closedLingerMicros;
    share.maxClockJumpMicros = maxClockJumpMicros;
    share.holeTimeoutMicros = holeTimeoutMicros;
    share.windowBytes = windowBytes;
    share.maxOutOfOrderBytes = maxOutOfOrderBytes;
    share.maxOutOfOrderSegments = maxOutOfOrderSegments;
    share.maxOutOfOrderBytesTotal = maxOutOfOrderBytesTotal / tables;
    share.synCacheSlots = synCacheSlots;
    share.rejectedSlots = rejectedSlots;
    share.slowSlots = slowSlots;
    share.hashSeed = hashSeed;
    return share;
  }

  private static long atLeast(long least, long value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
    return value;
  }

  private static int powerOfTwo(int value, String name) {
    if (Integer.bitCount(value) != 1 || value < 0) {
      throw new IllegalArgumentException(name + " must be a power of two, not " + value);
    }
    return value;
  }
}
