package stratoscope.flow;

import org.jspecify.annotations.Nullable;
import stratoscope.packet.TcpSegment;

/**
 * How recent connections opened: who called whom, and both initial sequence numbers. Belongs to the table's owner thread.
 *
 * <p>A flow is promoted by its payload, long after its SYN went by; this memory gives it back its true start. It is a fixed number of
 * slots in primitive arrays, each checked by the whole hash; a new opening overwrites what was in its slot, so a flood of SYNs costs
 * other flows their start and nothing more. Each end is called lower or upper by address and port, since both directions meet here.
 */
final class SynCache {
  /** An out-of-order piece of a first message lies no farther from the start than this. */
  private static final int FIRST_MESSAGE_BYTES = 4096;

  /** A SYN-ACK may acknowledge data sent along with the SYN (TCP Fast Open, RFC 7413), at most one segment. */
  private static final int FAST_OPEN_BYTES = 65_535;

  private static final long LOWER = 0xFFFF_FFFFL;

  private static final int ORIGINATOR_IS_LOWER = 1;
  /** Flags of the lower end; those of the upper are the same shifted left by one. */
  private static final int KNOWN = 2;
  /** Nothing of its stream was seen yet, or white space only. */
  private static final int IS_OPEN = 8;
  private static final int STARTED_OTHERWISE = 32;
  private static final int STARTED_WITH_HTTP = 128;
  private static final int HIDING = 512;

  /** For each slot the hash, and both initial sequence numbers, the lower end's in the lower half: side by side in one cache line. */
  private final long[] entries;
  private final short[] states;

  SynCache(int slots) {
    entries = new long[2 * slots];
    states = new short[slots];
  }

  /**
   * What is known of a connection's opening, seen from the sender of a segment.
   *
   * @param isFromOriginator true if the sender opened the connection
   * @param own the sender's initial sequence number, null if unknown
   * @param peer that of the other side, null if unknown
   * @param isOwnStartOther true if the sender's stream was seen to begin with something that is neither JSON nor a carrier of mining
   * @param isOwnStartHttp true if it was seen to begin with a message of HTTP other than CONNECT and its answer
   * @param isPeerStartOther the same of the other side
   * @param isPeerStartHttp the same of the other side
   */
  record Opening(boolean isFromOriginator, @Nullable Integer own, @Nullable Integer peer, boolean isOwnStartOther, boolean isOwnStartHttp,
      boolean isPeerStartOther, boolean isPeerStartHttp) {}

  /** Takes a SYN or SYN-ACK. A repeated one changes nothing. */
  void onSyn(long hash, TcpSegment segment) {
    int slot = slotOf(hash);
    boolean isLower = isSourceLower(segment);
    if (!segment.hasFlag(TcpSegment.ACK)) {
      if (hashOf(slot) != hash || !isKnown(slot, isLower, segment.sequence) || isOriginatorLower(slot) != isLower) {
        reset(slot, hash, isLower);
        learn(slot, isLower, segment.sequence);
      }
      return;
    }
    int called = segment.acknowledgement - 1;
    if (hashOf(slot) != hash || isOriginatorLower(slot) == isLower || !isAnswered(slot, !isLower, called)) {
      reset(slot, hash, !isLower);
      learn(slot, !isLower, called);
    }
    if (!isKnown(slot, isLower, segment.sequence)) {
      learn(slot, isLower, segment.sequence);
    }
  }

  /** Where in its stream a payload outside flows stands, as far as that deserves attention. */
  enum Place {
    ELSEWHERE,
    /** It is the first of its stream. */
    START,
    /** A piece of the first message, come before its beginning. */
    AHEAD
  }

  /** Where a payload stands. Told of every payload outside flows, since the one that starts its stream settles the question for good. */
  Place placeOf(long hash, TcpSegment segment, Screen.Look look) {
    int slot = slotOf(hash);
    boolean isLower = isSourceLower(segment);
    int wanted = (KNOWN | IS_OPEN) << shift(isLower);
    if ((states[slot] & wanted) != wanted || hashOf(slot) != hash) {
      return Place.ELSEWHERE; // by the state alone in most cases: its array stays in the processor's cache
    }
    int offset = TcpStream.dataSequence(segment) - initial(slot, isLower) - 1;
    if (offset == 0) {
      onStart(slot, isLower, look, segment);
      return Place.START;
    }
    return offset >= 1 && offset <= FIRST_MESSAGE_BYTES ? Place.AHEAD : Place.ELSEWHERE;
  }

  /** True if the segment is the caller's. */
  boolean isCallers(long hash, TcpSegment segment) {
    int slot = slotOf(hash);
    return hashOf(slot) == hash && isOriginatorLower(slot) == isSourceLower(segment);
  }

  /** True for a payload near the known start of its sender's stream. */
  boolean isBeginning(long hash, TcpSegment segment) {
    int slot = slotOf(hash);
    boolean isLower = isSourceLower(segment);
    int offset = TcpStream.dataSequence(segment) - initial(slot, isLower) - 1;
    return hashOf(slot) == hash && has(KNOWN, slot, isLower) && offset >= 0 && offset <= FIRST_MESSAGE_BYTES;
  }

  /** True for the first payload of the caller's stream. */
  boolean isCallersFirst(long hash, TcpSegment segment) {
    return isCallers(hash, segment) && isKnown(slotOf(hash), isSourceLower(segment), TcpStream.dataSequence(segment) - 1);
  }

  private void onStart(int slot, boolean isLower, Screen.Look look, TcpSegment segment) {
    if (look == Screen.Look.BRACE_START || look == Screen.Look.BLANK) {
      return;
    }
    states[slot] &= (short) ~(IS_OPEN << shift(isLower));
    if (!look.mayStartMining()) {
      states[slot] |= (short) (STARTED_OTHERWISE << shift(isLower));
    } else if (look == Screen.Look.HTTP || (look == Screen.Look.OPENING && Screen.isRequest(segment))) {
      states[slot] |= (short) (STARTED_WITH_HTTP << shift(isLower));
    }
  }

  /** Remembers that the caller hides whom it calls. */
  void hide(long hash) {
    states[slotOf(hash)] |= HIDING;
  }

  boolean isHiding(long hash) {
    int slot = slotOf(hash);
    return hashOf(slot) == hash && (states[slot] & HIDING) != 0;
  }

  /** The opening of the segment's connection, or null if unknown or belied by the segment's sequence number. */
  @Nullable Opening openingOf(long hash, TcpSegment segment) {
    int slot = slotOf(hash);
    if (hashOf(slot) != hash) {
      return null;
    }
    boolean isLower = isSourceLower(segment);
    Integer own = knownInitial(slot, isLower);
    Integer peer = knownInitial(slot, !isLower);
    if (isBefore(TcpStream.dataSequence(segment), own)
        || (segment.hasFlag(TcpSegment.ACK) && isBefore(segment.acknowledgement, peer))) {
      entries[2 * slot] = 0;
      return null;
    }
    return new Opening(isOriginatorLower(slot) == isLower, own, peer, has(STARTED_OTHERWISE, slot, isLower),
        has(STARTED_WITH_HTTP, slot, isLower), has(STARTED_OTHERWISE, slot, !isLower), has(STARTED_WITH_HTTP, slot, !isLower));
  }

  /** True if the sender's stream was seen to begin with a message of HTTP other than CONNECT and its answer. */
  boolean isInHttp(long hash, TcpSegment segment) {
    return hasStarted(STARTED_WITH_HTTP, hash, segment);
  }

  /** True if the sender's stream was seen to begin with what is neither JSON nor a carrier of mining. */
  boolean isOther(long hash, TcpSegment segment) {
    return hasStarted(STARTED_OTHERWISE, hash, segment);
  }

  private boolean hasStarted(int flag, long hash, TcpSegment segment) {
    int slot = slotOf(hash);
    return hashOf(slot) == hash && has(flag, slot, isSourceLower(segment));
  }

  private boolean has(int flag, int slot, boolean isLower) {
    return (states[slot] & (flag << shift(isLower))) != 0;
  }

  private static boolean isBefore(int sequence, @Nullable Integer initial) {
    return initial != null && sequence - initial - 1 < 0;
  }

  private void reset(int slot, long hash, boolean isOriginatorLower) {
    entries[2 * slot] = hash;
    states[slot] = (short) (isOriginatorLower ? ORIGINATOR_IS_LOWER : 0);
  }

  private void learn(int slot, boolean isLower, int initialSequence) {
    states[slot] &= (short) ~((STARTED_OTHERWISE | STARTED_WITH_HTTP) << shift(isLower));
    states[slot] |= (short) ((KNOWN | IS_OPEN) << shift(isLower));
    long other = entries[2 * slot + 1] & (isLower ? -1L << 32 : LOWER);
    entries[2 * slot + 1] = other | (isLower ? initialSequence & LOWER : (long) initialSequence << 32);
  }

  private boolean isKnown(int slot, boolean isLower, int initialSequence) {
    return has(KNOWN, slot, isLower) && initial(slot, isLower) == initialSequence;
  }

  private boolean isAnswered(int slot, boolean isLower, int acknowledged) {
    int sent = acknowledged - initial(slot, isLower);
    return has(KNOWN, slot, isLower) && sent >= 0 && sent <= FAST_OPEN_BYTES;
  }

  private @Nullable Integer knownInitial(int slot, boolean isLower) {
    return has(KNOWN, slot, isLower) ? Integer.valueOf(initial(slot, isLower)) : null;
  }

  private int initial(int slot, boolean isLower) {
    long both = entries[2 * slot + 1];
    return (int) (isLower ? both : both >>> 32);
  }

  private long hashOf(int slot) {
    return entries[2 * slot];
  }

  private boolean isOriginatorLower(int slot) {
    return (states[slot] & ORIGINATOR_IS_LOWER) != 0;
  }

  private int slotOf(long hash) {
    return (int) hash & (states.length - 1);
  }

  private static int shift(boolean isLower) {
    return isLower ? 0 : 1;
  }

  private static boolean isSourceLower(TcpSegment segment) {
    int order = Long.compareUnsigned(segment.sourceHigh, segment.destinationHigh);
    if (order == 0) {
      order = Long.compareUnsigned(segment.sourceLow, segment.destinationLow);
    }
    return order == 0 ? segment.sourcePort <= segment.destinationPort : order < 0;
  }
}
