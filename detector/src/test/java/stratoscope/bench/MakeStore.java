package stratoscope.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import stratoscope.evidence.Evidence;
import stratoscope.evidence.Rule;
import stratoscope.evidence.Side;
import stratoscope.evidence.Verdict;
import stratoscope.host.Host;
import stratoscope.host.HostLedger;
import stratoscope.host.HostOptions;
import stratoscope.inventory.Inventory;
import stratoscope.inventory.InventoryException;
import stratoscope.inventory.InventoryFiles;
import stratoscope.inventory.Tariff;
import stratoscope.inventory.Tariffs;
import stratoscope.packet.IpAddress;
import stratoscope.profile.Finding;
import stratoscope.profile.Hashrate;
import stratoscope.profile.Identity;
import stratoscope.profile.Power;
import stratoscope.profile.ProofPackets;
import stratoscope.record.JsonRecords;
import stratoscope.record.store.AccessStore;
import stratoscope.record.store.StoreException;

/**
 * Makes a store of access records as a sensor leaves it after a month, and the inventory that its owners are from: made-up miners at
 * addresses of 10.0.0.0/8, each at work several times. Arguments: the store, which must not exist, the inventory, how many sessions, how
 * many hosts, how many prefixes.
 */
public final class MakeStore {
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long SPAN_SECONDS = 30L * 24 * 3600;
  private static final int AT_ONCE = 5000;
  private static final String[] NATURES = {"residential", "enterprise", "school", "data_centre", "carrier_nat"};
  private static final String[] REGIONS = {"Zhejiang", "Shaanxi", "Sichuan", "Hainan", "Shandong"};
  private static final int SIGNS = 9;
  private static final long UPDATE_SECONDS = 900;

  /** What mines, where, with what. */
  private enum Machine {
    BITCOIN("stratum-v1", "BTC", "sha256d", "asic", "cgminer/4.12.1", 1e14, 3500),
    MONERO("cryptonote", "XMR", "randomx", "cpu", "XMRig/6.20.0 (Linux x86_64) libuv/1.44.2 gcc/11.2.0", 8e3, 250),
    CLASSIC("ethproxy", "ETC", "etchash", "gpu", "ethminer-0.19.0", 4e8, 1100),
    UNREADABLE("encrypted", null, null, null, null, Double.NaN, Double.NaN);

    private final String dialect;
    private final String coin;
    private final String algorithm;
    private final String deviceClass;
    private final String agent;
    private final double rate;
    private final double highWatts;

    Machine(String dialect, String coin, String algorithm, String deviceClass, String agent, double rate, double highWatts) {
      this.dialect = dialect;
      this.coin = coin;
      this.algorithm = algorithm;
      this.deviceClass = deviceClass;
      this.agent = agent;
      this.rate = rate;
      this.highWatts = highWatts;
    }
  }

  private final AccessStore store;
  private final Inventory inventory;
  private final HostLedger ledger;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonRecords json = JsonRecords.live(bytes);
  private final List<String> waiting = new ArrayList<>();
  private final Random random = new Random(1);
  private final List<List<Evidence>> signs = new ArrayList<>();
  private final PriorityQueue<Finding> open = new PriorityQueue<>(Comparator.comparingLong(MakeStore::end));

  private MakeStore(AccessStore store, Inventory inventory) {
    this.store = store;
    this.inventory = inventory;
    Tariff tariff = new Tariff("zhejiang-2022", "Zhejiang", List.of(), 0.5, "CNY", true, 0, "in force", "", true,
        "where mining shares a meter with other use, the whole consumption pays the surcharge", "");
    ledger = new HostLedger(HostOptions.DEFAULTS.updatedEach(UPDATE_SECONDS), new Tariffs(List.of(tariff)),
        host -> write(host, json::onHost), host -> write(host, json::onHost));
    for (Machine machine : Machine.values()) {
      signs.add(signsOf(machine));
    }
  }

  public static void main(String[] arguments) throws IOException, InventoryException, StoreException {
    make(Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]));
  }

  /** Makes both. */
  static void make(Path file, Path inventory, int sessions, int hosts, int prefixes)
      throws IOException, InventoryException, StoreException {
    writeInventory(inventory, prefixes);
    try (AccessStore store = AccessStore.open(file)) {
      MakeStore maker = new MakeStore(store, new InventoryFiles(ZoneOffset.UTC).read(inventory));
      for (int i = 0; i < sessions; i++) {
        maker.session(i, sessions, hosts);
      }
      maker.end(Long.MAX_VALUE);
      maker.ledger.close().forEachRemaining(host -> maker.write(host, maker.json::onHost));
      maker.flush();
    }
  }

  /** Slices of 10.0.0.0/8, in order; each owner has fifty. */
  private static void writeInventory(Path file, int prefixes) throws IOException {
    int bits = 8 + 32 - Integer.numberOfLeadingZeros(prefixes - 1);
    try (Writer csv = Files.newBufferedWriter(file)) {
      csv.write("prefix,owner,nature,region,site,account,tariff_class,valid_from,valid_to,contact\n");
      for (int i = 0; i < prefixes; i++) {
        int first = 0x0A00_0000 + (i << (32 - bits));
        int owner = i / 50;
        csv.write(address(first) + "/" + bits + ",Owner " + owner + "," + NATURES[owner % NATURES.length] + ","
            + REGIONS[owner / 7 % REGIONS.length] + ",Site " + owner % 5000 + ",acc-" + i + ",general,2023-01-01,,ops" + owner
            + "@example.org\n");
      }
    }
  }

  private void session(int number, int sessions, int hosts) throws IOException, StoreException {
    int host = number < hosts ? number : random.nextInt(hosts);
    long start = START_MICROS + (long) ((double) number / sessions * SPAN_SECONDS) * MICROS_PER_SECOND;
    long seconds = 600 + random.nextInt(20_000);
    Machine machine = Machine.values()[host % Machine.values().length];
    Verdict verdict = host % 10 == 0 ? Verdict.SUSPECTED : machine == Machine.UNREADABLE ? Verdict.PROBABLE : Verdict.CONFIRMED;
    end(start);
    ledger.onTime(start);
    if (number % 4 == 0) {
      Finding begun = finding(number, host, machine, verdict, start, 60);
      json.onOpen(begun, new ProofPackets(), true);
      add();
      ledger.open(begun);
    }
    open.add(finding(number, host, machine, verdict, start, seconds));
  }

  /** Ends the sessions that are over by then. */
  private void end(long micros) throws IOException, StoreException {
    for (Finding next = open.peek(); next != null && end(next) <= micros; next = open.peek()) {
      open.remove();
      json.onMining(next, new ProofPackets());
      add();
      ledger.add(next);
    }
  }

  private static long end(Finding session) {
    return session.connection().lastSeenMicros();
  }

  private Finding finding(int number, int host, Machine machine, Verdict verdict, long start, long seconds) {
    String wallet = machine == Machine.UNREADABLE ? null : "wallet" + Integer.toHexString(host / 5 * 0x9E37_79B1)
        + "4q4fqp73wh6suqk5spt2dhj";
    Identity identity = wallet == null ? null : new Identity(wallet + ".rig" + number % 7, wallet, "rig" + number % 7, null);
    Finding.Dialogue dialogue = new Finding.Dialogue(machine.dialect, "miner", identity,
        wallet == null ? List.of() : List.of(identity.user()),
        List.of(), machine.agent, machine.deviceClass, null, null, "ab4e" + Integer.toHexString(number), List.of(), List.of(),
        new Finding.Pool(null, "pool" + host % 40 + ".example", 3333));
    Power power = machine.coin == null ? null
        : new Power(0.4 * machine.highWatts, machine.highWatts, seconds,
            "any " + machine.deviceClass + " for " + machine.algorithm + " of its time");
    double rate = machine.rate * (0.5 + random.nextDouble());
    Finding.Work work = new Finding.Work(machine.coin, machine.algorithm, null, List.of(), 20L, 12L, 11L, 1L, 4096,
        machine.coin == null ? null : new Hashrate(rate, rate * 0.6, rate * 1.6, "shares"), null,
        new Finding.Machine(seconds, power, List.of()));
    IpAddress miner = address(0x0A00_0000 + (int) ((long) host * 0xFF_FFFF / 100_003 & 0xFF_FFFF));
    return new Finding(verdict, verdict == Verdict.SUSPECTED ? 30 : 100,
        new Finding.Connection(miner, 1024 + number % 60_000, address(0xCB00_7100 + host % 40), 3333, false, 1, number, false, "both",
            start,
            start + seconds * MICROS_PER_SECOND, 20_000L, 60_000L, "eth0", number),
        new Finding.Speech("stratum", List.of("tcp"), machine.dialect + "-job", List.of(machine.dialect), Double.NaN), dialogue, work,
        signs.get(machine.ordinal())).heldBy(inventory.holderOf(miner, 1024 + number % 60_000, start));
  }

  private static IpAddress address(int bits) {
    return IpAddress.ofIpv4(bits);
  }

  private static List<Evidence> signsOf(Machine machine) {
    List<Evidence> signs = new ArrayList<>();
    for (int i = 0; i < SIGNS; i++) {
      Rule rule = new Rule(machine.dialect + "-made-up-sign-" + i, machine.dialect, machine.dialect, 20, true, false, "made up");
      signs.add(new Evidence(rule, Side.BOTH, 4 + i, START_MICROS,
          "{\"id\":" + i + ",\"method\":\"mining.submit\",\"params\":[\"made up\",\"212\",\"ab4e3a0000000017\",\"4d298c94852c26…"));
    }
    return List.copyOf(signs);
  }

  /** Writes what a host adds up to. */
  private interface HostWriter {
    void write(Host host) throws IOException;
  }

  private void write(Host host, HostWriter writer) {
    try {
      writer.write(host);
      add();
    } catch (IOException | StoreException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add() throws StoreException {
    waiting.add(bytes.toString(StandardCharsets.UTF_8).stripTrailing());
    bytes.reset();
    if (waiting.size() == AT_ONCE) {
      flush();
    }
  }

  private void flush() throws StoreException {
    store.append(waiting);
    waiting.clear();
  }
}
