package stratoscope.circumstance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stratoscope.packet.IpAddress;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * When each host went to XMRig's donation hosts. XMRig gives one minute in a hundred: it goes there every hundred minutes (the first time
 * after 49.5 to 148.5). One thread; time is the packets'. Bounded: the hosts that did not come for the longest time go first.
 */
final class Donations {
  private static final int MAX_HOSTS = 65_536;
  /** Look-up, TLS and login of one visit lie within it. */
  private static final long SAME_VISIT_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int LEAST_MINUTES = 97;
  private static final int MOST_MINUTES = 104;

  private static final class Visits {
    private long lastMicros;
    private int minutes;
    /** When they were last so far apart. */
    private long rhythmMicros;
  }

  private final Map<IpAddress, Visits> hosts = Recent.byUse(MAX_HOSTS);

  /** Takes note of a visit, and says whether it is another one. */
  boolean onVisit(IpAddress host, long micros) {
    Visits visits = hosts.computeIfAbsent(host, address -> new Visits());
    long since = micros - visits.lastMicros;
    boolean isAnother = visits.lastMicros == 0 || since > SAME_VISIT_MICROS || since < -SAME_VISIT_MICROS; // the clock was set back
    if (visits.lastMicros != 0 && since > SAME_VISIT_MICROS) {
      long minutes = Math.round(since / (double) TimeUnit.MINUTES.toMicros(1));
      if (minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES) {
        visits.minutes = (int) minutes;
        visits.rhythmMicros = micros;
      }
    }
    if (isAnother) {
      visits.lastMicros = micros;
    }
    return isAnother;
  }

  /** Adds the hosts that came then, or later. */
  void saveTo(List<Stateful> parts, long sinceMicros) {
    hosts.forEach((host, visits) -> {
      if (visits.lastMicros >= sinceMicros) {
        parts.add(out -> out.begin(StateKind.DONATION).address(host).number(visits.lastMicros).number(visits.minutes)
            .number(visits.rhythmMicros).end());
      }
    });
  }

  void restore(StateReader in) throws StateException {
    IpAddress host = in.address();
    Visits visits = new Visits();
    visits.lastMicros = in.number();
    visits.minutes = in.number(0, MOST_MINUTES);
    visits.rhythmMicros = in.number();
    hosts.putIfAbsent(host, visits);
  }

  /** Minutes between two visits, the last of them then or later, that lay as far apart as XMRig's do; 0 if none did. */
  int minutes(IpAddress host, long sinceMicros) {
    Visits visits = hosts.get(host);
    return visits == null || visits.rhythmMicros < sinceMicros ? 0 : visits.minutes;
  }
}
