package stratoscope.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import stratoscope.profile.Finding;
import stratoscope.profile.Sessions;

/** Mining by the clock, and when nobody is there. */
class ThrottleTest {
  /** 2023-11-14 00:00 UTC. */
  private static final long MIDNIGHT = 1_699_920_000_000_000L;
  private static final long MINUTE = 60_000_000L;
  private static final int MINUTES_PER_DAY = 24 * 60;

  /** A CPU that mines in those hours of the day, for so many days; the sensor sees something all the time, or in the same hours only. */
  private static Host host(int days, IntPredicate hours, boolean isConnectedAlways, boolean isSensorAwake) {
    List<Host> found = new ArrayList<>();
    HostLedger ledger = new HostLedger(HostOptions.DEFAULTS, found::add);
    for (int minute = 0; minute < days * MINUTES_PER_DAY; minute++) {
      if (isSensorAwake || hours.test(minute / 60 % 24)) {
        ledger.onPacket(MIDNIGHT + minute * MINUTE);
      }
    }
    for (Finding finding : Sessions.ofCpu(MIDNIGHT, days, hours, isConnectedAlways)) {
      ledger.add(finding);
    }
    ledger.close().forEachRemaining(found::add);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void cpuByNight_isCompromised_withTheHours() {
    Host host = host(5, hour -> hour >= 18, false, true);
    assertThat(host.facts().kind()).isEqualTo("compromised");
    assertThat(host.facts().reasons()).anyMatch(
        reason -> reason.matches("works by the clock: from \\d\\d to \\d\\d h UTC at 0 % of its pace from 18 to 00 h, on 5 days"));
    assertThat(host.activeSeconds() / 3600).isBetween(29.0, 30.0);
  }

  @Test
  void cpuAllDay_isNotCompromised() {
    Host host = host(5, hour -> true, true, true);
    assertThat(host.facts().kind()).isEqualTo("unknown");
    assertThat(host.facts().reasons()).noneMatch(reason -> reason.contains("clock") || reason.contains("stays connected"));
  }

  @Test
  void cpuThatPauses_whileConnected_isCompromised() {
    Host host = host(2, hour -> hour % 4 != 0, true, true);
    assertThat(host.facts().kind()).isEqualTo("compromised");
    assertThat(host.facts().reasons()).anyMatch(
        reason -> reason.matches("stays connected and does nothing 1[12] times, 2\\d % of its time"));
    assertThat(host.activeSeconds() / 3600).isBetween(34.0, 36.5);
    double rate = host.hashrates().get("randomx").rate().hashesPerSecond();
    assertThat(rate).as("of the time at work").isBetween(990.0, 1010.0);
  }

  @Test
  void sensorThatIsBlindByDay_isNotTakenForAThrottle() {
    Host host = host(5, hour -> hour >= 18, false, false);
    assertThat(host.facts().reasons()).noneMatch(reason -> reason.contains("clock"));
    assertThat(host.facts().kind()).isEqualTo("unknown");
  }

  @Test
  void twoDays_areNoHabit() {
    assertThat(host(2, hour -> hour >= 18, false, true).facts().kind()).isEqualTo("unknown");
  }

  @Test
  void seenHours_afterALongTime_theFirstAreForgotten() {
    SeenHours seen = new SeenHours();
    assertThat(seen.between(MIDNIGHT, MIDNIGHT + 60 * MINUTE)).containsOnly(0);
    seen.add(MIDNIGHT + 90 * MINUTE);
    double[] hours = seen.between(MIDNIGHT, MIDNIGHT + 180 * MINUTE);
    assertThat(hours[0]).isZero();
    assertThat(hours[1]).isEqualTo(1);
    assertThat(hours[2]).isZero();
    seen.add(MIDNIGHT + 400L * MINUTES_PER_DAY * MINUTE);
    assertThat(seen.between(MIDNIGHT, MIDNIGHT + 180 * MINUTE)).containsOnly(0);
  }
}
