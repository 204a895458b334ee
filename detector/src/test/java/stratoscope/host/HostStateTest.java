package stratoscope.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stratoscope.inventory.Tariffs;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Findings;

/** What the sessions of one host add up to. */
class HostStateTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final long SECOND = 1_000_000L;
  private static final IpAddress MINER = Findings.address(0x0A00_0001);

  private static Finding session(long fromSecond, long toSecond, double rate) {
    return Findings.finding(MINER, START + fromSecond * SECOND, START + toSecond * SECOND, rate);
  }

  private static Host hostOf(Finding... sessions) {
    HostState state = new HostState(new HostKey(MINER, ""), new Surroundings(Tariffs.NONE));
    for (Finding session : sessions) {
      state.add(session);
    }
    return state.snapshot();
  }

  @Test
  void sequentialSessions_areOneRig_ratesAreAveraged() {
    Host host = hostOf(session(0, 100, 1000), session(200, 300, 1000));
    assertThat(host.hashrates().get("sha256d").rate().hashesPerSecond()).isEqualTo(1000);
    assertThat(host.hashrates().get("sha256d").rate().low()).isEqualTo(500);
    assertThat(host.activeSeconds()).isEqualTo(200);
    assertThat(host.rigs().low()).isEqualTo(1);
    assertThat(host.sessions()).isEqualTo(2);
  }

  @Test
  void concurrentSessions_areTwoRigs_ratesAreSummed() {
    Host host = hostOf(session(0, 100, 1000), session(0, 100, 3000));
    assertThat(host.hashrates().get("sha256d").rate().hashesPerSecond()).isEqualTo(4000);
    assertThat(host.activeSeconds()).isEqualTo(100);
    assertThat(host.rigs().low()).isEqualTo(2);
    assertThat(host.rigs().high()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void rate_isAveragedOverTheTimeOfSessionsThatTellOne() {
    HostRate rate = hostOf(session(0, 100, 1000), session(50, 5000, Double.NaN)).hashrates().get("sha256d");
    assertThat(rate.rate().hashesPerSecond()).isEqualTo(1000);
    assertThat(rate.activeSeconds()).isEqualTo(100);
  }

  @Test
  void sessionWithoutRate_countsAsActive_withoutAnyRateThereIsNone() {
    assertThat(hostOf(session(0, 100, Double.NaN)).hashrates()).isEmpty();
    assertThat(hostOf(session(0, 0, Double.NaN)).activeSeconds()).isZero();
  }

  @Test
  void summary_holdsTheFirstAndLastAndTheStrongest() {
    Host host = hostOf(session(50, 60, 1), session(0, 10, 1));
    assertThat(host.firstSeenMicros()).isEqualTo(START);
    assertThat(host.lastSeenMicros()).isEqualTo(START + 60 * SECOND);
    assertThat(host.pools()).containsExactly("203.0.113.9:3333");
    assertThat(host.wallets()).containsExactly("w");
    assertThat(host.coins()).containsExactly("BTC");
    assertThat(host.score()).isEqualTo(90);
  }

  @Test
  void names_areBounded() {
    HostState state = new HostState(new HostKey(MINER, ""), new Surroundings(Tariffs.NONE));
    for (int i = 0; i < 1000; i++) {
      Finding one = session(i, i + 1, 1);
      Finding.Connection c = one.connection();
      Finding.Connection elsewhere = new Finding.Connection(c.miner(), c.minerPort(), Findings.address(i), i, false, 1, i, false, "both",
          c.firstSeenMicros(), c.lastSeenMicros(), 0L, 0L, "test", 1);
      state.add(new Finding(one.verdict(), one.score(), elsewhere, one.speech(), one.dialogue(), one.work(), one.evidence()));
    }
    assertThat(state.snapshot().pools()).hasSize(256);
  }

  @Test
  void spans_unionAndConcurrency() {
    Spans spans = new Spans();
    assertThat(spans.activeSeconds()).isZero();
    assertThat(spans.maxConcurrent()).isZero();
    spans.add(0, 10 * SECOND, 0);
    spans.add(5 * SECOND, 15 * SECOND, 0);
    spans.add(20 * SECOND, 30 * SECOND, 0);
    spans.add(6 * SECOND, 7 * SECOND, 0);
    assertThat(spans.activeSeconds()).isEqualTo(25);
    assertThat(spans.maxConcurrent()).isEqualTo(3);
  }

  @Test
  void spans_beyondTheBound_activeTimeStaysWithinTheWhole() {
    Spans spans = new Spans();
    for (int i = 0; i < 10_000; i++) {
      spans.add(i * 10 * SECOND, i * 10 * SECOND + SECOND, 0);
    }
    assertThat(spans.activeSeconds()).isBetween(4096.0, 100_000.0);
    assertThat(spans.maxConcurrent()).isEqualTo(1);
  }

  @Test
  void addressCounter_countsEachOnceAndStopsAtItsBound() {
    AddressCounter counter = new AddressCounter(1 << 16);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50_000; i++) {
        counter.addPair(i % 3 == 0 ? 0x2001_0DB8_0000_0000L : 0, i, 0, 1, 0);
      }
    }
    assertThat(counter.count()).isEqualTo(50_000);
    counter.addPair(0, 0, 0, 1, 0);
    assertThat(counter.count()).isEqualTo(50_001);
    AddressCounter pairs = new AddressCounter(1 << 16);
    for (int i = 0; i < 1000; i++) {
      pairs.addPair(0, i, 0, 2000 - i, 0);
      pairs.addPair(0, 2000 - i, 0, i, 0);
    }
    assertThat(pairs.count()).isEqualTo(2000);
    AddressCounter small = new AddressCounter(1000);
    for (int i = 0; i < 100_000; i++) {
      small.addPair(i, 0, i + 1, 0, 0);
    }
    assertThat(small.count()).isBetween(1000, 4096);
  }
}
