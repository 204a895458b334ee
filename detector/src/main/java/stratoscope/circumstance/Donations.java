package stratoscope.circumstance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stratoscope.packet.IpAddress;

/**
 * When each host went to XMRig's donation hosts. XMRig gives one minute in a hundred: it goes there every hundred minutes (the first time
 * after 49.5 to 148.5). One thread; time is the packets'. Bounded: the hosts that came first go first.
 */
final class Donations {
  private static final int MAX_HOSTS = 65_536;
  /** Look-up, TLS and login of one visit lie within it. */
  private static final long SAME_VISIT_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int LEAST_MINUTES = 97;
  private static final int MOST_MINUTES = 104;

  private static final class Visits {
    private long lastMicros;
    private long minutes;
    private boolean isRhythmic;
  }

  private final Map<IpAddress, Visits> hosts = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<IpAddress, Visits> eldest) {
      return size() > MAX_HOSTS;
    }
  };

  /** Takes note of a visit, and says whether it is another one. */
  boolean onVisit(IpAddress host, long micros) {
    Visits visits = hosts.computeIfAbsent(host, address -> new Visits());
    long since = micros - visits.lastMicros;
    if (visits.lastMicros != 0 && since > SAME_VISIT_MICROS) {
      long minutes = Math.round(since / (double) TimeUnit.MINUTES.toMicros(1));
      if (minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES) {
        visits.isRhythmic = true;
        visits.minutes = minutes;
      }
    }
    boolean isAnother = visits.lastMicros == 0 || since > SAME_VISIT_MICROS;
    if (isAnother) {
      visits.lastMicros = micros;
    }
    return isAnother;
  }

  /** True once two visits lay as far apart as XMRig's do. */
  boolean isRhythmic(IpAddress host) {
    Visits visits = hosts.get(host);
    return visits != null && visits.isRhythmic;
  }

  /** Minutes between those two. */
  long minutes(IpAddress host) {
    Visits visits = hosts.get(host);
    return visits == null ? 0 : visits.minutes;
  }
}
