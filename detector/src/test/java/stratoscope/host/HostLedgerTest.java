package stratoscope.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Holder;
import stratoscope.inventory.Owner;
import stratoscope.inventory.Place;
import stratoscope.inventory.Subscriber;
import stratoscope.inventory.Tariffs;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Findings;
import stratoscope.state.Records;
import stratoscope.state.StateReader;
import stratoscope.state.Stateful;

/** Hosts come, add up, and leave with a report. */
class HostLedgerTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final long SECOND = 1_000_000L;

  private final List<Host> reported = new ArrayList<>();

  private HostLedger ledger(long maxHosts, long idleSeconds) {
    return new HostLedger(new HostOptions(maxHosts, idleSeconds, 0), reported::add);
  }

  private static void add(HostLedger ledger, int address, long fromMicros) {
    ledger.add(Findings.finding(Findings.address(address), fromMicros, fromMicros + 10 * SECOND, 100));
  }

  @Test
  void hundredThousandHosts_heldWithinTheBound_eachReportedWithNothingLost() {
    HostLedger ledger = ledger(1000, 1_000_000);
    int hosts = 100_000;
    for (int i = 0; i < hosts; i++) {
      add(ledger, i, START);
      assertThat(i + 1 - reported.size()).isLessThanOrEqualTo(1000);
    }
    assertThat(ledger.evicted()).isEqualTo(reported.size()).isEqualTo(hosts - 1000);
    ledger.close().forEachRemaining(reported::add);
    assertThat(ledger.found()).isEqualTo(hosts);
    assertThat(reported).hasSize(hosts).allMatch(host -> host.sessions() == 1);
    Set<IpAddress> addresses = new HashSet<>();
    reported.forEach(host -> addresses.add(host.address()));
    assertThat(addresses).hasSize(hosts);
  }

  @Test
  void hostsThatComeBack_noSessionIsLostOrToldTwice() {
    HostLedger ledger = ledger(50, 1_000_000);
    for (int i = 0; i < 20_000; i++) {
      add(ledger, i * 7919 % 211, START + i * SECOND);
    }
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported.stream().mapToLong(Host::sessions).sum()).isEqualTo(20_000);
    assertThat(reported).hasSize((int) ledger.found());
  }

  @Test
  void idleHost_isReportedByPacketTime() {
    HostLedger ledger = ledger(100, 60);
    add(ledger, 1, START);
    add(ledger, 2, START + 30 * SECOND);
    assertThat(reported).isEmpty();
    add(ledger, 3, START + 100 * SECOND);
    add(ledger, 3, START + 100 * SECOND);
    assertThat(reported).extracting(Host::address).containsExactlyInAnyOrder(Findings.address(1), Findings.address(2));
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).hasSize(3);
  }

  @Test
  void idleHostThatComesBack_isReportedAsItWas_andBeginsAnew() {
    HostLedger ledger = ledger(100, 60);
    add(ledger, 1, START);
    add(ledger, 1, START + 1000 * SECOND);
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).extracting(Host::sessions).containsExactly(1L, 1L);
    assertThat(reported).extracting(Host::firstSeenMicros).containsExactly(START, START + 1000 * SECOND);
    assertThat(ledger.found()).isEqualTo(2);
  }

  private HostLedger updating(List<Host> updates, long maxHosts) {
    return new HostLedger(new HostOptions(maxHosts, 1_000_000, 900), Tariffs.NONE, reported::add, updates::add);
  }

  private static Finding session(int address, long flow, Verdict verdict, long fromMicros, long toMicros) {
    Finding f = Findings.finding(Findings.address(address), fromMicros, toMicros, 100);
    Finding.Connection c = f.connection();
    return new Finding(verdict, f.score(), new Finding.Connection(c.miner(), c.minerPort(), c.pool(), c.poolPort(), false, 1, flow, false,
        "both", fromMicros, toMicros, 1L, 1L, "test", 1), f.speech(), f.dialogue(), f.work(), f.evidence());
  }

  @Test
  void openSessions_areInUpdates_atOnceWhenSurerElseOnceAPeriod_andCountOnceInTheEnd() {
    List<Host> updates = new ArrayList<>();
    HostLedger ledger = updating(updates, 100);
    ledger.open(session(1, 7, Verdict.PROBABLE, START, START + SECOND));
    ledger.open(session(1, 7, Verdict.CONFIRMED, START, START + 2 * SECOND));
    assertThat(updates).extracting(Host::verdict).containsExactly(Verdict.PROBABLE, Verdict.CONFIRMED);
    ledger.open(session(1, 7, Verdict.CONFIRMED, START, START + 60 * SECOND));
    ledger.add(session(1, 8, Verdict.CONFIRMED, START, START + 30 * SECOND));
    ledger.onTime(START + 800 * SECOND);
    assertThat(updates).as("its period is not over").hasSize(2);
    ledger.onTime(START + 970 * SECOND);
    ledger.onTime(START + 2000 * SECOND);
    assertThat(updates).as("and then once").hasSize(3);
    assertThat(updates.get(2).sessions()).isEqualTo(2);
    assertThat(updates.get(2).lastSeenMicros()).isEqualTo(START + 60 * SECOND);
    assertThat(updates.get(2).rigs().low()).isEqualTo(2);
    assertThat(ledger.found()).isEqualTo(1);
    ledger.add(session(1, 7, Verdict.CONFIRMED, START, START + 90 * SECOND));
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).singleElement().satisfies(host -> assertThat(host.sessions()).isEqualTo(2));
  }

  @Test
  void hostThatHasToGo_isReportedWithoutItsOpenSessions_whichCountLater() {
    List<Host> updates = new ArrayList<>();
    HostLedger ledger = updating(updates, 1);
    ledger.add(session(1, 7, Verdict.CONFIRMED, START, START + SECOND));
    ledger.open(session(1, 8, Verdict.CONFIRMED, START, START + SECOND));
    for (int other = 2; other < 50; other++) {
      ledger.open(session(other, other, Verdict.CONFIRMED, START, START + SECOND));
    }
    assertThat(reported).as("others have nothing that is over").singleElement()
        .satisfies(host -> assertThat(host.sessions()).isEqualTo(1));
    ledger.add(session(1, 8, Verdict.CONFIRMED, START, START + 3 * SECOND));
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).extracting(Host::sessions).containsExactly(1L, 1L);
  }

  @Test
  void sessionThatDoesNotCount_isForgotten_andWithoutAPeriodNothingIsTold() {
    List<Host> updates = new ArrayList<>();
    HostLedger ledger = updating(updates, 100);
    Finding open = session(1, 7, Verdict.CONFIRMED, START, START + SECOND);
    ledger.open(open);
    ledger.forget(open);
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).isEmpty();
    assertThat(ledger.found()).isZero();
    HostLedger silent = ledger(100, 60);
    silent.open(open);
    silent.close().forEachRemaining(reported::add);
    assertThat(reported).isEmpty();
  }

  @Test
  void busyHost_isNotIdle() {
    HostLedger ledger = ledger(100, 60);
    for (int i = 0; i < 10; i++) {
      add(ledger, 1, START + i * 40 * SECOND);
    }
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).extracting(Host::sessions).containsExactly(10L);
  }

  @Test
  void absurdTimes_loseNothing() {
    HostLedger ledger = ledger(100, 60);
    long[] times = {START, 0, -1, Long.MIN_VALUE, START + SECOND, Long.MAX_VALUE, START, Long.MAX_VALUE - 1, -START,
        4_294_967_295L * SECOND};
    for (int i = 0; i < times.length; i++) {
      ledger.add(Findings.finding(Findings.address(i % 3), times[i], times[i], Double.NaN));
    }
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported.stream().mapToLong(Host::sessions).sum()).isEqualTo(times.length);
    assertThat(reported).allMatch(host -> host.activeSeconds() >= 0);
  }

  @Test
  void close_reportsInOrderOfAddressesAndOnce() {
    HostLedger ledger = ledger(100, 60);
    for (int address : new int[] {5, -1, 3}) {
      add(ledger, address, START);
    }
    ledger.close().forEachRemaining(reported::add);
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).extracting(Host::address)
        .containsExactly(Findings.address(3), Findings.address(5), Findings.address(-1));
    assertThat(ledger.evicted()).isZero();
  }

  private static Finding held(int flow, int address, long fromSecond, long toSecond, String subscriber) {
    Subscriber lease = subscriber == null ? null : new Subscriber(subscriber, null, "nat", null, START, Long.MAX_VALUE);
    return session(address, flow, Verdict.CONFIRMED, START + fromSecond * SECOND, START + toSecond * SECOND)
        .heldBy(new Holder(new Owner("Carrier", "carrier_nat", null, null, null, null, null), lease, Place.UNKNOWN));
  }

  @Test
  void customersOfOneAddress_areHostsOfTheirOwn() {
    HostLedger ledger = ledger(100, 1_000_000);
    ledger.add(held(1, 1, 0, 100, "line-1"));
    ledger.add(held(2, 1, 50, 100, "line-2"));
    ledger.add(held(3, 1, 200, 300, "line-1"));
    ledger.add(held(4, 1, 400, 410, null));
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).extracting(Host::address).containsOnly(Findings.address(1));
    assertThat(reported).extracting(host -> host.facts().holder().customer()).containsExactly("Carrier", "line-1", "line-2");
    assertThat(reported).extracting(Host::activeSeconds).containsExactly(10.0, 200.0, 50.0);
    assertThat(reported).extracting(Host::sessions).containsExactly(1L, 2L, 1L);
  }

  @Test
  void openSession_whoseCustomerIsToldOfLater_countsForHimAlone() {
    List<Host> updates = new ArrayList<>();
    HostLedger ledger = updating(updates, 100);
    ledger.open(held(1, 1, 0, 10, null));
    ledger.open(held(1, 1, 0, 60, "line-1"));
    ledger.add(held(1, 1, 0, 100, "line-1"));
    ledger.onTime(START + 5000 * SECOND);
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).singleElement().satisfies(host -> assertThat(host.activeSeconds()).isEqualTo(100));
    assertThat(updates).extracting(host -> host.state().label() + " " + host.facts().holder().customer() + " " + host.sessions())
        .startsWith("open Carrier 1", "withdrawn Carrier 0", "open line-1 1").allMatch(told -> told.equals("open line-1 1")
            || told.contains("Carrier"));
  }

  @Test
  void openSession_whoseCustomerIsToldOfLater_leavesTheOthersOfTheFormerOne() {
    List<Host> updates = new ArrayList<>();
    HostLedger ledger = updating(updates, 100);
    ledger.add(held(1, 1, 0, 10, null));
    ledger.open(held(2, 1, 5, 10, null));
    ledger.open(held(2, 1, 5, 60, "line-1"));
    ledger.onTime(START + 5000 * SECOND);
    assertThat(updates).extracting(Host::state).containsOnly(Host.State.OPEN);
    assertThat(updates.get(updates.size() - 1).facts().holder().customer()).isEqualTo("Carrier");
    assertThat(updates.get(updates.size() - 1).sessions()).isEqualTo(1);
  }

  @Test
  void hostsThatGoOnAfterARestart_areLeftOpen_andWithdrawnIfTheirSessionsAreAnothersThen() throws Exception {
    HostLedger before = updating(new ArrayList<>(), 100);
    before.open(held(1, 1, 0, 10, null));
    before.open(held(2, 2, 0, 10, "line-2"));
    List<Stateful> pieces = new ArrayList<>();
    before.saveTo(pieces);
    List<StateReader> saved = Records.of(pieces);
    before.add(held(1, 1, 0, 20, null));
    before.add(held(2, 2, 0, 20, "line-2"));
    before.close(true).forEachRemaining(reported::add);
    assertThat(reported).extracting(Host::state).containsExactly(Host.State.OPEN, Host.State.OPEN);

    List<Host> updates = new ArrayList<>();
    HostLedger after = updating(updates, 100);
    for (StateReader piece : saved) {
      assertThat(after.restore(piece)).isTrue();
    }
    after.resume(host -> {});
    reported.clear();
    after.add(held(1, 1, 0, 60, "line-1"));
    after.add(held(2, 2, 0, 60, "line-2"));
    assertThat(reported).as("told where the run before told of it").singleElement().satisfies(host -> {
      assertThat(host.state()).isEqualTo(Host.State.WITHDRAWN);
      assertThat(host.facts().holder().customer()).isEqualTo("Carrier");
    });
    assertThat(updates).extracting(host -> host.state().label() + " " + host.facts().holder().customer())
        .containsExactly("open line-1", "open line-2");
    assertThat(after.found()).isEqualTo(2);
  }

  @Test
  void customerWhoseAddressChanges_andOfWhomLogsTellLate_isOnePlaceOfHisWallet() {
    HostLedger ledger = updating(new ArrayList<>(), 100);
    for (int address = 1; address <= 3; address++) {
      ledger.open(held(address, address, 0, 10, null));
      ledger.open(held(address, address, 0, 60, "line-1"));
      ledger.add(held(address, address, 0, 100, "line-1"));
    }
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).hasSize(3).allSatisfy(host -> assertThat(host.facts().reasons().toString()).doesNotContain("unrelated"));
  }

  @Test
  void customersOfACarrier_areUnrelated_andNoSite() {
    HostLedger ledger = ledger(100, 1_000_000);
    for (int i = 1; i <= 6; i++) {
      ledger.add(held(i, i, 0, 100, i % 2 == 0 ? null : "line-" + i));
    }
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).hasSize(6).allSatisfy(host -> {
      assertThat(host.facts().kind()).isEqualTo("single");
      assertThat(host.facts().reasons()).contains("its wallet is mined for at 6 unrelated addresses");
    });
  }
}
