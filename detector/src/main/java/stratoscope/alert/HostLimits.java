package stratoscope.alert;

import java.util.List;
import java.util.Map;
import stratoscope.packet.IpAddress;
import stratoscope.state.StateException;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;
import stratoscope.stratum.Recent;

/**
 * How many alerts each host may still cause: a bucket per host, filled evenly in packet time. One thread. Bounded: the host that was
 * longest without an alert is forgotten, and may cause as many again.
 */
final class HostLimits {
  private static final double HOUR_MICROS = 3_600_000_000.0;

  /** What is left to one host. */
  private static final class Bucket {
    private double left;
    private long micros;
    private long withheld;
  }

  private final int perHour;
  private final Map<IpAddress, Bucket> buckets;

  HostLimits(int perHour, int maxHosts) {
    this.perHour = perHour;
    buckets = Recent.byUse(maxHosts);
  }

  void saveTo(List<Stateful> pieces) {
    buckets.forEach((host, bucket) -> pieces.add(out -> out.begin(StateKind.ALERT_LIMIT).address(host).decimal(bucket.left)
        .number(bucket.micros).number(bucket.withheld).end()));
  }

  void restore(StateReader in) throws StateException {
    IpAddress host = in.address();
    Bucket bucket = new Bucket();
    bucket.left = Math.min(perHour, in.decimal());
    bucket.micros = in.number();
    bucket.withheld = in.natural();
    buckets.put(host, bucket);
  }

  /** The clock was set, by so many microseconds. */
  void shift(long micros) {
    buckets.values().forEach(bucket -> bucket.micros += micros);
  }

  /** Takes one, if there is one. */
  boolean take(IpAddress host, long nowMicros) {
    Bucket bucket = buckets.computeIfAbsent(host, address -> full(nowMicros));
    bucket.left = Math.min(perHour, bucket.left + Math.max(0, nowMicros - bucket.micros) / HOUR_MICROS * perHour);
    bucket.micros = Math.max(bucket.micros, nowMicros);
    if (bucket.left < 1) {
      return false;
    }
    bucket.left--;
    return true;
  }

  private Bucket full(long nowMicros) {
    Bucket bucket = new Bucket();
    bucket.left = perHour;
    bucket.micros = nowMicros;
    return bucket;
  }

  /** Takes note of an alert that was held back. */
  void onWithheld(IpAddress host) {
    Bucket bucket = buckets.get(host);
    if (bucket != null) {
      bucket.withheld++;
    }
  }

  /** Alerts held back since this was last asked. */
  long takeWithheld(IpAddress host) {
    Bucket bucket = buckets.get(host);
    long withheld = bucket == null ? 0 : bucket.withheld;
    if (bucket != null) {
      bucket.withheld = 0;
    }
    return withheld;
  }
}
