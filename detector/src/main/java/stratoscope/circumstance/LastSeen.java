package stratoscope.circumstance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stratoscope.stratum.Recent;

/**
 * When things were last seen, to the hour: an address that DHCP gave to somebody else is not to pay for who had it before. One thread; time
 * is the packets'. Bounded: what was not seen for the longest time goes first.
 */
final class LastSeen<K> {
  /** Below it nothing new was learned, be time gained or, where the clock was set back, lost: things are seen every few seconds. */
  static final long LEAST_GAIN_MICROS = TimeUnit.HOURS.toMicros(1);

  private final Map<K, Long> lastMicros;

  LastSeen(int maxThings) {
    lastMicros = new Recent<>(maxThings);
  }

  /** Takes note of a thing, and says whether that is news. */
  boolean see(K thing, long micros) {
    Long before = lastMicros.get(thing);
    if (before != null && Math.abs(micros - before) < LEAST_GAIN_MICROS) {
      return false;
    }
    lastMicros.remove(thing); // to go behind all others
    lastMicros.put(thing, micros);
    return true;
  }

  /** True of a thing that was seen then, or later. */
  boolean isSeen(K thing, long sinceMicros) {
    Long last = lastMicros.get(thing);
    return last != null && last >= sinceMicros;
  }

  /** The things that were seen then, or later, each with when it was last. */
  List<Map.Entry<K, Long>> since(long sinceMicros) {
    return lastMicros.entrySet().stream().filter(thing -> thing.getValue() >= sinceMicros).toList();
  }
}
