package stratoscope.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stratoscope.config.RuleFiles;
import stratoscope.evidence.Verdict;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.InventoryFiles;
import stratoscope.inventory.Tariff;
import stratoscope.inventory.Tariffs;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Findings;
import stratoscope.profile.Power;
import stratoscope.state.StateKind;
import stratoscope.state.StateReader;
import stratoscope.state.StateWriter;

/** Whose hosts are, what they take, what that costs, and of what kind they are. */
class HostCaseTest {
  /** 2023-11-14. */
  private static final long START = 1_700_000_000_000_000L;
  private static final long HOUR = 3_600_000_000L;

  @TempDir
  private Path folder;

  /** A session of an hour that takes 1 to 2 kW. */
  private static Finding session(IpAddress miner, long fromMicros) {
    Finding f = Findings.finding(miner, fromMicros, fromMicros + HOUR, 1e13);
    Finding.Work w = f.work();
    Finding.Work work = new Finding.Work(w.coin(), w.algorithm(), null, List.of(), 1L, 1L, 1L, 0L, 1, w.hashrate(), null,
        new Finding.Machine(3600, new Power(1000, 2000, 3600, "a model"), List.of()));
    return new Finding(f.verdict(), f.score(), f.connection(), f.speech(), f.dialogue(), work, f.evidence());
  }

  private static Finding unknownPower(IpAddress miner, long fromMicros, long toMicros) {
    return Findings.finding(miner, fromMicros, toMicros, Double.NaN);
  }

  private Host hostOf(String csv, Finding... sessions) throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), csv);
    Inventory inventory = new InventoryFiles(ZoneOffset.UTC).read(file);
    return stateOf(inventory, RuleFiles.load(null).tariffs(), sessions).snapshot();
  }

  /** Of sessions of one customer. */
  private static HostState stateOf(Inventory inventory, Tariffs tariffs, Finding... sessions) {
    List<Finding> held = Arrays.stream(sessions).map(session -> held(inventory, session)).toList();
    HostState state = new HostState(HostKey.of(held.get(0)), new Surroundings(tariffs));
    held.forEach(state::add);
    return state;
  }

  private static Finding held(Inventory inventory, Finding session) {
    Finding.Connection c = session.connection();
    return session.heldBy(inventory.holderSince(c.miner(), c.minerPort(), c.firstSeenMicros(), c.lastSeenMicros()));
  }

  @Test
  void energyAndSurcharge_areSummed_withTheOwner() throws Exception {
    IpAddress miner = Findings.address(0x0A00_0001);
    Host host = hostOf("prefix,owner,region\n10.0.0.0/24,A hall,Zhejiang\n", session(miner, START), session(miner, START + 2 * HOUR));
    HostCase facts = host.facts();
    assertThat(facts.holder().owner().name()).isEqualTo("A hall");
    assertThat(facts.power().lowKwh()).isCloseTo(2, within(1e-9));
    assertThat(facts.power().highKwh()).isCloseTo(4, within(1e-9));
    assertThat(facts.power().lowWatts()).isCloseTo(1000, within(1e-6));
    assertThat(facts.power().assumes()).isEqualTo("a model");
    assertThat(facts.surcharges().get(0).low()).isCloseTo(1, within(1e-9));
    assertThat(facts.surcharges().get(0).high()).isCloseTo(2, within(1e-9));
    assertThat(facts.surcharges().get(0).tariff().id()).isEqualTo("zhejiang-2022");
  }

  @Test
  void surcharge_countsOnlyWhatWasTakenSinceItIsInForce() throws Exception {
    IpAddress miner = Findings.address(0x0A00_0001);
    // half an hour before 2022-05-10
    long before = 1_652_140_800_000_000L - HOUR / 2;
    Host host = hostOf("prefix,region\n10.0.0.0/24,山西省\n", session(miner, before));
    assertThat(host.facts().power().highKwh()).isCloseTo(2, within(1e-9));
    assertThat(host.facts().surcharges().get(0).high()).isCloseTo(1, within(1e-9));
    assertThat(hostOf("prefix,region\n10.0.0.0/24,山西省\n", session(miner, before - HOUR)).facts().surcharges()).isEmpty();
  }

  @Test
  void surcharge_ofAPolicyWithoutAFigure_hasNoAmount() throws Exception {
    Host host = hostOf("prefix,region\n10.0.0.0/24,Hainan\n", session(Findings.address(0x0A00_0001), START));
    assertThat(host.facts().surcharges().get(0).low()).isNaN();
    assertThat(host.facts().surcharges().get(0).tariff().id()).isEqualTo("hainan");
  }

  @Test
  void power_isAveragedOverTheTimeOfSessionsThatTellIt() throws Exception {
    IpAddress miner = Findings.address(0x0A00_0001);
    Host host = hostOf("prefix,region\n10.0.0.0/24,X\n", session(miner, START), unknownPower(miner, START + HOUR / 2, START + 20 * HOUR));
    HostCase.HostPower power = host.facts().power();
    assertThat(power.lowWatts()).isCloseTo(1000, within(1e-6));
    assertThat(power.highWatts()).isCloseTo(2000, within(1e-6));
    assertThat(power.activeSeconds()).isEqualTo(3600);
    assertThat(power.sessions()).isEqualTo(1);
    assertThat(host.activeSeconds()).isEqualTo(20 * 3600);
    Host both = hostOf("prefix,region\n10.0.0.0/24,X\n", session(miner, START), session(miner, START + HOUR / 2));
    assertThat(both.facts().power().highWatts()).as("4 kWh in an hour and a half").isCloseTo(4000 / 1.5, within(1e-6));
  }

  @Test
  void surcharges_ofTariffsOneAfterAnother_haveTheEnergyOfTheirTime() throws Exception {
    Tariffs tariffs = new Tariffs(List.of(tariff("old", 1, 0), tariff("new", 3, START + HOUR / 2)));
    List<HostCase.Surcharge> surcharges = surchargesOf(tariffs, session(Findings.address(0x0A00_0001), START),
        session(Findings.address(0x0A00_0001), START + 2 * HOUR));
    assertThat(surcharges).hasSize(2);
    HostCase.Surcharge later = surcharges.stream().filter(each -> each.tariff().id().equals("new")).findFirst().orElseThrow();
    HostCase.Surcharge former = surcharges.stream().filter(each -> each.tariff().id().equals("old")).findFirst().orElseThrow();
    assertThat(former.high()).as("half an hour").isCloseTo(1, within(1e-9));
    assertThat(later.low()).as("an hour and a half").isCloseTo(4.5, within(1e-9));
  }

  @Test
  void surcharges_ofUnknownEnergy_haveNoAmountButTheTariff() throws Exception {
    Host host = hostOf("prefix,region\n10.0.0.0/24,Zhejiang\n", unknownPower(Findings.address(0x0A00_0001), START, START + HOUR));
    assertThat(host.facts().surcharges()).singleElement().satisfies(surcharge -> {
      assertThat(surcharge.low()).isNaN();
      assertThat(surcharge.tariff().isWholeMeter()).isTrue();
    });
  }

  @Test
  void energyAndTariffs_outliveARestart() throws Exception {
    IpAddress miner = Findings.address(0x0A00_0001);
    HostState state = stateOf(anywhere(), new Tariffs(List.of(tariff("old", 1, 0))), session(miner, START),
        unknownPower(miner, START, START + 9 * HOUR));
    StateWriter out = new StateWriter();
    state.save(out);
    byte[] record = out.take();
    StateReader in = new StateReader(StateKind.HOST, Arrays.copyOfRange(record, 5, record.length), RuleFiles.load(null).rules());
    HostState again = new HostState(new HostKey(in.address(), in.someText()), new Surroundings(Tariffs.NONE));
    again.restore(in);
    assertThat(again.snapshot().facts().power()).isEqualTo(state.snapshot().facts().power());
    assertThat(again.snapshot().facts().surcharges()).isEqualTo(state.snapshot().facts().surcharges()).hasSize(1);
    assertThat(again.snapshot().hashrates()).isEqualTo(state.snapshot().hashrates()).hasSize(1);
  }

  private static Tariff tariff(String id, double perKwh, long fromMicros) {
    return new Tariff(id, "Anywhere", List.of(), perKwh, "CNY", null, fromMicros, "in force", "surcharge", false, null, "a test");
  }

  private Inventory anywhere() throws Exception {
    return new InventoryFiles(ZoneOffset.UTC).read(Files.writeString(folder.resolve("a.csv"), "prefix,region\n10.0.0.0/24,Anywhere\n"));
  }

  private List<HostCase.Surcharge> surchargesOf(Tariffs tariffs, Finding... sessions) throws Exception {
    return stateOf(anywhere(), tariffs, sessions).snapshot().facts().surcharges();
  }

  @Test
  void unknownOwnerAndPower_areUnknown() throws Exception {
    Finding finding = Findings.finding(Findings.address(0x0B00_0001), START, START + HOUR, 1e13);
    HostCase facts = hostOf("prefix,owner\n10.0.0.0/24,A\n", finding).facts();
    assertThat(facts.holder().owner().name()).isNull();
    assertThat(facts.power()).isNull();
    assertThat(facts.surcharges()).isEmpty();
  }

  @Test
  void walletAtUnrelatedAddresses_isCounted_relatedOnesOnce() {
    List<Host> reported = new ArrayList<>();
    HostLedger ledger = new HostLedger(HostOptions.DEFAULTS, reported::add);
    for (int address : new int[] {0x0A00_0001, 0x0A00_0002, 0x0B00_0001, 0x0C00_0001}) {
      ledger.add(session(Findings.address(address), START));
    }
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).hasSize(4)
        .allMatch(host -> host.facts().reasons().contains("its wallet is mined for at 3 unrelated addresses"));
  }

  @ParameterizedTest
  @CsvSource({
    "CONFIRMED, asic, 12, 12, 1, site",
    "CONFIRMED, gpu;proxy, 5, 9, 1, site",
    "CONFIRMED, asic, 1, 2, 1, single",
    "CONFIRMED, asic, 3, 4, 1, unknown",
    "CONFIRMED, cpu, 1, 1, 3, compromised",
    "CONFIRMED, cpu, 1, 1, 2, unknown",
    "CONFIRMED, browser, 1, 1, 1, compromised",
    "CONFIRMED, asic, 1, 1, 9, single",
    "CONFIRMED, '', 20, 20, 1, unknown",
    "SUSPECTED, asic, 12, 12, 1, unknown"})
  void kind_followsFromSigns_andSaysWhy(Verdict verdict, String classes, long low, long high, int places, String kind) {
    Set<String> deviceClasses = classes.isEmpty() ? Set.of() : Set.of(classes.split(";"));
    HostKind found = HostKind.of(new HostKind.Signs(verdict, deviceClasses, HostRigs.between(low, high), 90, 100, places, 0, List.of()));
    assertThat(found.kind()).isEqualTo(kind);
    assertThat(found.reasons()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, 1, 0, works by the clock, compromised",
    "gpu, 1, 0, works by the clock, single",
    "asic, 1, 7, '', site",
    "asic, 1, 4, '', single",
    "cpu, 1, 7, '', unknown"})
  void kind_followsFromHoursAndNeighbours(String deviceClass, int rigs, int neighbours, String throttled, String kind) {
    HostKind found = HostKind.of(new HostKind.Signs(Verdict.CONFIRMED, Set.of(deviceClass), HostRigs.between(rigs, rigs), 90, 100, 1,
        neighbours, throttled.isEmpty() ? List.of() : List.of(throttled)));
    assertThat(found.kind()).isEqualTo(kind);
    assertThat(found.reasons().contains(throttled)).isEqualTo(!throttled.isEmpty());
  }

  @Test
  void machinesOfOneOwner_atSeveralAddresses_areASite() {
    List<Host> reported = new ArrayList<>();
    HostLedger ledger = new HostLedger(HostOptions.DEFAULTS, reported::add);
    for (int i = 0; i < 6; i++) {
      ledger.add(session(Findings.address(0x0A00_0001 + i), START));
    }
    ledger.add(session(Findings.address(0x0B00_0001), START));
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported).extracting(host -> host.facts().kind()).containsExactly("site", "site", "site", "site", "site", "site", "single");
    assertThat(reported.get(0).facts().reasons()).contains("machines bought to mine at 6 addresses of its owner or network");
  }

  @Test
  void use_ofOtherTariffs_countsForSessionsToCome() throws Exception {
    Path file = Files.writeString(folder.resolve("a.csv"), "prefix,region\n10.0.0.0/24,Anywhere\n");
    Inventory inventory = new InventoryFiles(ZoneOffset.UTC).read(file);
    List<Host> reported = new ArrayList<>();
    HostLedger ledger = new HostLedger(HostOptions.DEFAULTS, reported::add);
    ledger.add(held(inventory, session(Findings.address(0x0A00_0001), START)));
    Tariff tariff = new Tariff("new", "Anywhere", List.of(), 2, "CNY", true, 0, "in force", "surcharge", false, null, "a test");
    ledger.use(new Tariffs(List.of(tariff)));
    ledger.add(held(inventory, session(Findings.address(0x0A00_0001), START + 2 * HOUR)));
    ledger.close().forEachRemaining(reported::add);
    assertThat(reported.get(0).facts().surcharges().get(0).high()).as("2 kWh of 4").isCloseTo(4, within(1e-9));
  }
}
