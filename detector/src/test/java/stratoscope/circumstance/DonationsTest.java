package stratoscope.circumstance;

import static org.assertj.core.api.Assertions.assertThat;
import static stratoscope.circumstance.Samples.MINER;
import static stratoscope.circumstance.Samples.OTHER;
import static stratoscope.circumstance.Samples.SECOND;
import static stratoscope.circumstance.Samples.START;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stratoscope.packet.IpAddress;

/** Which visits to donation hosts lie as far apart as XMRig's. */
class DonationsTest {
  private static final long MINUTE = 60 * SECOND;
  private static final int MOST = 65_536;

  private final Donations donations = new Donations();

  @Test
  void oneVisit_isNoRhythm() {
    donations.onVisit(MINER, START);
    assertThat(donations.minutes(MINER, START)).isZero();
    assertThat(donations.minutes(OTHER, START)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {97, 100, 104})
  void visits_aHundredMinutesApart_areOne(int minutes) {
    donations.onVisit(MINER, START);
    donations.onVisit(MINER, START + minutes * MINUTE);
    assertThat(donations.minutes(MINER, START)).isEqualTo(minutes);
    assertThat(donations.minutes(OTHER, START)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 50, 96, 105, 149, 200})
  void visits_otherwiseApart_areNone(int minutes) {
    donations.onVisit(MINER, START);
    donations.onVisit(MINER, START + minutes * MINUTE);
    assertThat(donations.minutes(MINER, START)).isZero();
  }

  @Test
  void lookUpHelloAndLogin_areOneVisit() {
    for (long visit = 0; visit < 2; visit++) {
      for (long minute = 0; minute <= 10; minute += 2) {
        donations.onVisit(MINER, START + (100 * visit + minute) * MINUTE);
      }
    }
    assertThat(donations.minutes(MINER, START)).isEqualTo(100);
  }

  @Test
  void rhythm_onceShown_stays() {
    donations.onVisit(MINER, START);
    donations.onVisit(MINER, START + 100 * MINUTE);
    donations.onVisit(MINER, START + 130 * MINUTE);
    assertThat(donations.minutes(MINER, START)).isPositive();
  }

  @Test
  void rhythm_countsSinceWhenItWasLastSeen() {
    donations.onVisit(MINER, START);
    donations.onVisit(MINER, START + 100 * MINUTE);
    donations.onVisit(MINER, START + 130 * MINUTE);
    assertThat(donations.minutes(MINER, START + 100 * MINUTE)).isEqualTo(100);
    assertThat(donations.minutes(MINER, START + 100 * MINUTE + 1)).isZero();
    donations.onVisit(MINER, START + 233 * MINUTE);
    assertThat(donations.minutes(MINER, START + 100 * MINUTE + 1)).isEqualTo(103);
  }

  @Test
  void time_thatGoesBack_isNoRhythm() {
    donations.onVisit(MINER, START);
    donations.onVisit(MINER, START - 100 * MINUTE);
    donations.onVisit(MINER, Long.MIN_VALUE);
    donations.onVisit(MINER, Long.MAX_VALUE);
    assertThat(donations.minutes(MINER, START)).isZero();
  }

  @Test
  void clockThatIsSetBack_beginsAnew() {
    donations.onVisit(MINER, START + 1000 * MINUTE);
    assertThat(donations.onVisit(MINER, START + 995 * MINUTE)).as("of packets that come late").isFalse();
    assertThat(donations.onVisit(MINER, START)).isTrue();
    donations.onVisit(MINER, START + 100 * MINUTE);
    assertThat(donations.minutes(MINER, START)).isEqualTo(100);
  }

  @Test
  void hosts_areKeptUpToABound() {
    for (int i = 0; i <= MOST; i++) {
      donations.onVisit(IpAddress.ofIpv4(0x0B00_0000 + i), START);
    }
    for (int i : new int[] {0, MOST}) {
      donations.onVisit(IpAddress.ofIpv4(0x0B00_0000 + i), START + 100 * MINUTE);
    }
    assertThat(donations.minutes(IpAddress.ofIpv4(0x0B00_0000), START)).as("it was forgotten").isZero();
    assertThat(donations.minutes(IpAddress.ofIpv4(0x0B00_0000 + MOST), START)).isPositive();
  }
}
