package stratoscope.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sums of a run: {@code packets = inspected + ignored + dropped}, where the latter two are given per reason.
 *
 * @param bytes captured bytes of all packets
 * @param captureProblems damage met in the files, per kind
 * @param flows connections that were looked at beyond their first bytes
 * @param sessions mining sessions reported
 * @param hostsScreened distinct addresses that opened, or had data on, a TCP connection
 * @param hostsFound of these, the ones that mine
 * @param hostsEvicted of these, the ones reported before the end to keep the ledger within its bounds
 * @param allowed what the entries of the allow list did, for those that did something
 * @param lastSeenMicros time of the last packet, microseconds since 1970
 * @param captureSeconds from the first packet's time to the last's
 * @param elapsedSeconds the run took, by the wall clock
 */
public record Stats(long packets, long bytes, long inspected, Map<String, Long> ignored, Map<String, Long> dropped,
    Map<String, Long> captureProblems, Map<String, Long> streams, long flows, long sessions, long hostsScreened, long hostsFound,
    long hostsEvicted, List<AllowCount> allowed, long lastSeenMicros, double captureSeconds, double elapsedSeconds) {
  /** The sums of both, which saw different packets of the same traffic; what was found is what the later one says. */
  public Stats plus(Stats later, long screened) {
    return new Stats(packets + later.packets, bytes + later.bytes, inspected + later.inspected, sum(ignored, later.ignored),
        sum(dropped, later.dropped), captureProblems, sum(streams, later.streams), flows + later.flows, Math.max(sessions, later.sessions),
        screened, Math.max(hostsFound, later.hostsFound), Math.max(hostsEvicted, later.hostsEvicted), later.allowed,
        Math.max(lastSeenMicros, later.lastSeenMicros), Math.max(captureSeconds, later.captureSeconds), elapsedSeconds);
  }

  /** The same with other counts of the allow list. */
  Stats withAllowed(List<AllowCount> counts) {
    return new Stats(packets, bytes, inspected, ignored, dropped, captureProblems, streams, flows, sessions, hostsScreened, hostsFound,
        hostsEvicted, counts, lastSeenMicros, captureSeconds, elapsedSeconds);
  }

  private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new LinkedHashMap<>(one);
    other.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return sum;
  }
}
