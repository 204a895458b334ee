package stratoscope.circumstance;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import stratoscope.stratum.Recent;

/**
 * When things were last seen, to the hour: an address that DHCP gave to somebody else is not to pay for who had it before. One thread; time
 * is the packets'. Bounded: what was not seen for the longest time goes first.
 */
final class LastSeen<K> {
  /** Below it nothing new was learned, be time gained or, where the clock was set back, lost: things are seen every few seconds. */
  private static final long LEAST_GAIN_MICROS = TimeUnit.HOURS.toMicros(1);

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

  /** Gives each thing that was seen then, or later, with when it was last. */
  void forEach(long sinceMicros, ObjLongConsumer<K> each) {
    lastMicros.forEach((thing, micros) -> {
      if (micros >= sinceMicros) {
        each.accept(thing, micros);
      }
    });
  }
}
