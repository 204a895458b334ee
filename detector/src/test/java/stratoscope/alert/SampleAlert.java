package stratoscope.alert;

import stratoscope.profile.Finding;
import stratoscope.record.SampleFinding;

/** Alerts to send, and who sends them. */
final class SampleAlert {
  static final AlertSource SOURCE = new AlertSource("sensor-1", "1.2.3", 4711);

  private SampleAlert() {}

  static Alert of(AlertEvent event, Finding finding) {
    Finding.Connection c = finding.connection();
    return new Alert(event, AlertKey.of(finding).toString(), finding, SampleFinding.SOME_MICROS, c.firstSeenMicros(), c.lastSeenMicros(),
        false, 0);
  }

  /** A first-seen one, of a miner whose address ends in that number. */
  static Alert number(int number) {
    SampleFinding sample = new SampleFinding();
    sample.miner = SampleFinding.address("192.0.2." + number);
    return of(AlertEvent.FIRST_SEEN, sample.sign("stratum-v1-subscribe", 40, "{\"id\": 1").finding());
  }
}
