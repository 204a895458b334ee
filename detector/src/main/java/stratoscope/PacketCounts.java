package stratoscope;

import java.util.LinkedHashMap;
import java.util.Map;
import stratoscope.capture.RawPacket;
import stratoscope.packet.PacketFate;

/** What became of the packets of a run. One thread. {@code packets = inspected + sum(ignored) + sum(dropped)}. */
@SuppressWarnings("EnumOrdinal") // an array by ordinal counts without hashing
final class PacketCounts {
  private static final PacketFate[] FATES = PacketFate.values();

  private final long[] byFate = new long[FATES.length];
  private long bytes;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;
  private long newestMicros;

  void add(PacketFate fate, RawPacket packet) {
    byFate[fate.ordinal()]++;
    bytes += packet.capturedLength;
    firstMicros = Math.min(firstMicros, packet.timestampMicros);
    lastMicros = Math.max(lastMicros, packet.timestampMicros);
    newestMicros = Math.max(newestMicros, packet.timestampMicros);
  }

  long packets() {
    long sum = 0;
    for (long count : byFate) {
      sum += count;
    }
    return sum;
  }

  long bytes() {
    return bytes;
  }

  long of(PacketFate fate) {
    return byFate[fate.ordinal()];
  }

  long inspected() {
    return of(PacketFate.INSPECTED) + of(PacketFate.INSPECTED_DNS);
  }

  /** Counts above 0 of one kind, by the reason's label. */
  Map<String, Long> of(PacketFate.Kind kind) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (PacketFate fate : FATES) {
      if (fate.kind() == kind && byFate[fate.ordinal()] > 0) {
        counts.put(fate.label(), byFate[fate.ordinal()]);
      }
    }
    return counts;
  }

  /** Time of the latest packet; 0 if there was none. */
  long lastMicros() {
    return lastMicros == Long.MIN_VALUE ? 0 : lastMicros;
  }

  /** Time of the newest packet since this was last asked, which goes back when the clock is set back; 0 if none came. */
  long takeNewestMicros() {
    long newest = newestMicros;
    newestMicros = 0;
    return newest;
  }

  double seconds() {
    return lastMicros < firstMicros ? 0 : (lastMicros - firstMicros) / 1e6;
  }
}
